import type { Database } from './db.ts';
import type { Knex } from 'knex';

/**
 * Reads (or administrative writes) as an agency: one transaction in which row-level security shows that agency's rows
 * only. Reads see one snapshot.
 */
export function asAgency<T>(db: Database, agencyId: string, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return db.knex.transaction(
    async (trx) => {
      await trx.raw(`select set_config('app.agency', ?, true)`, [agencyId]);
      return work(trx);
    },
    { isolationLevel: 'repeatable read' },
  );
}
