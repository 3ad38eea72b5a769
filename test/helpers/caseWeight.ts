import { asAgency } from '../../src/store/asAgency.ts';
import type { Database } from '../../src/store/db.ts';

/** What a case takes in one column of one table, over all its rows. */
export interface ColumnWeight {
  readonly table: string;
  readonly column: string;
  readonly rows: number;
  /** Sum of `pg_column_size`: what the values take as stored, compressed where PostgreSQL compresses them. */
  readonly bytes: number;
}

/**
 * What is stored of a case, heaviest first: every column of every table that has a `case_id`, and of the records of its
 * streams. Row headers, alignment and indexes are not in it, nor what is the agency's (register, catalogue, matter).
 */
export async function weighCase(db: Database, agencyId: string, caseId: string): Promise<ColumnWeight[]> {
  return asAgency(db, agencyId, async (trx) => {
    const found = await trx.raw<{ rows: { table: string; column: string; of: string }[] }>(
      `select c.table_name as "table", c.column_name as "column", k.column_name as "of"
       from information_schema.columns c
       join information_schema.columns k
         on k.table_schema = c.table_schema and k.table_name = c.table_name and k.column_name in ('case_id', 'stream_id')
       where c.table_schema = 'public' and c.table_name <> 'stream'`,
    );
    const weights: ColumnWeight[] = [];
    for (const { table, column, of } of found.rows) {
      const weighed = await trx.raw<{ rows: { rows: string; bytes: string }[] }>(
        `select count(*) as rows, coalesce(sum(pg_column_size(??)), 0) as bytes from ??
         where agency_id = ? and (??::text = ? or ??::text in (
           select 'case:' || ? union all
           select 'publication:' || publication_id from publication where agency_id = ? and case_id = ?
         ))`,
        [column, table, agencyId, of, caseId, of, caseId, agencyId, caseId],
      );
      for (const { rows, bytes } of weighed.rows)
        weights.push({ table, column, rows: Number(rows), bytes: Number(bytes) });
    }
    return weights.filter(({ rows }) => rows > 0).sort((a, b) => b.bytes - a.bytes);
  });
}

/** Sum of what a case takes, in bytes. */
export function totalOf(weights: readonly ColumnWeight[]): number {
  return weights.reduce((sum, { bytes }) => sum + bytes, 0);
}
