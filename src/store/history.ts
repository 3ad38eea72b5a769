import { asAgency } from './asAgency.ts';
import { pageOf, type Page } from './page.ts';
import type { Database } from './db.ts';
import type { Instant } from '../domain/json.ts';
import type { RecordBody } from '../domain/record.ts';

/** A record of a case as the ledger holds it; `hash` is hex. */
export interface RecordItem {
  readonly seq: number;
  readonly hash: string;
  readonly at: Instant;
  readonly body: RecordBody;
}

/** Part of a case's records, with the definition that names the elements in them. */
export interface CaseRecords extends Page<RecordItem> {
  readonly definition: { readonly id: string; readonly sha256: string };
  readonly processId: string;
  /** What the case calls, as JSON text. */
  readonly bindings: string | null;
}

/** The records of a case from number `from` on, in order; null when there is no such case. */
export async function readCaseRecords(
  db: Database,
  agencyId: string,
  caseId: string,
  from: number,
  limit: number,
): Promise<CaseRecords | null> {
  return asAgency(db, agencyId, async (trx) => {
    const cases = await trx.raw<{ rows: { id: string; sha256: string; processId: string; bindings: string | null }[] }>(
      `select d.definition_id as id, d.sha256, i.process_id as "processId", i.bindings
       from instance i join definition d on d.agency_id = i.agency_id and d.definition_id = i.definition_id
       where i.agency_id = ? and i.case_id = ?::uuid`,
      [agencyId, caseId],
    );
    const [found] = cases.rows;
    if (found === undefined) return null;
    const { rows } = await trx.raw<{ rows: (Omit<RecordItem, 'body'> & { body: string })[] }>(
      `select seq, encode(hash, 'hex') as hash, at, body from record
       where agency_id = ? and stream_id = ? and seq >= ? order by seq limit ?`,
      [agencyId, `case:${caseId}`, from, limit + 1],
    );
    const { processId, bindings, ...definition } = found;
    const page = pageOf(rows, limit);
    const items = page.items.map((row) => ({ ...row, body: JSON.parse(row.body) as RecordBody }));
    return { definition, processId, bindings, items, more: page.more };
  });
}
