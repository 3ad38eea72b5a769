import { asAgency } from './asAgency.ts';
import { pageOf, type Page } from './page.ts';
import { waitId, type Incident, type OpenState, type WaitKind } from '../domain/wait.ts';
import type { Database } from './db.ts';
import type { Instant } from '../domain/json.ts';

/** Something a case waits for right now; `owner` is the person (assignee or worker) that it waits on. */
export interface WaitItem {
  readonly id: string;
  readonly no: number;
  readonly kind: WaitKind;
  readonly elementId: string;
  /** Called process that the element stands in; null: the case's own. */
  readonly calledProcess: string | null;
  readonly name: string | null;
  readonly state: OpenState;
  readonly role: string | null;
  readonly topic: string | null;
  readonly owner: string | null;
  readonly since: Instant;
  readonly dueAt: Instant | null;
  readonly provisional: boolean;
  readonly incident: Incident | null;
}

type WaitRow = Omit<WaitItem, 'id' | 'incident'> & { readonly detail: string | null };

/** The open waits of a case by number, after `after`; null when there is no such case. */
export async function listWaits(
  db: Database,
  agencyId: string,
  caseId: string,
  after: number,
  limit: number,
): Promise<Page<WaitItem> | null> {
  return asAgency(db, agencyId, async (trx) => {
    const cases = await trx.raw<{ rows: unknown[] }>(`select from instance where agency_id = ? and case_id = ?::uuid`, [
      agencyId,
      caseId,
    ]);
    if (cases.rows.length === 0) return null;
    const { rows } = await trx.raw<{ rows: WaitRow[] }>(
      `select no, kind, element_id as "elementId", called_process as "calledProcess", name, state, role, topic,
         case kind when 'task' then assignee when 'service' then lease_owner end as owner,
         since, due_at as "dueAt", provisional, detail
       from wait
       where agency_id = ? and case_id = ?::uuid and closed_at is null and no > ?
       order by no limit ?`,
      [agencyId, caseId, after, limit + 1],
    );
    const page = pageOf(rows, limit);
    return { ...page, items: page.items.map((row) => itemOf(caseId, row)) };
  });
}

function itemOf(caseId: string, { detail, ...row }: WaitRow): WaitItem {
  return { id: waitId(caseId, row.no), ...row, incident: detail === null ? null : (JSON.parse(detail) as Incident) };
}
