import { asAgency } from './asAgency.ts';
import type { Database } from './db.ts';
import type { MatterRef } from '../domain/case.ts';

/** One version of a matter (事项); `body` is its JSON text as the agency keeps it. */
export interface MatterRow {
  readonly matter_id: string;
  readonly version: number;
  readonly name: string;
  readonly definition_key: string;
  readonly body: string;
}

/** A version of a matter, or null. */
export async function readMatter(db: Database, agencyId: string, ref: MatterRef): Promise<MatterRow | null> {
  const found = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: MatterRow[] }>(
      `select matter_id, version, name, definition_key, body from matter
       where agency_id = ? and matter_id = ? and version = ?`,
      [agencyId, ref.id, ref.version],
    ),
  );
  return found.rows[0] ?? null;
}

/** The newest version of each of the agency's matters. */
export async function listMatters(db: Database, agencyId: string): Promise<MatterRow[]> {
  const found = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: MatterRow[] }>(
      `select distinct on (matter_id) matter_id, version, name, definition_key, body from matter
       where agency_id = ? order by matter_id, version desc`,
      [agencyId],
    ),
  );
  return found.rows;
}
