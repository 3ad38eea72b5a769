import { asAgency } from './asAgency.ts';
import { pageOf, type Page } from './page.ts';
import { shownDue, shownKind, shownProvisional, type ShownKind } from './shownKind.ts';
import { waitId, type Incident, type OpenState } from '../domain/wait.ts';
import type { Database } from './db.ts';
import type { Instant, Variables } from '../domain/json.ts';

/** Something a case waits for right now; `owner` is the person (assignee or worker) that it waits on. */
export interface WaitItem {
  readonly id: string;
  readonly no: number;
  readonly kind: ShownKind;
  readonly elementId: string;
  /** Called process that the element stands in; null: the case's own. */
  readonly calledProcess: string | null;
  readonly name: string | null;
  /** Of a wait in an instance of a loop: which one, from 1; null: of none. */
  readonly loopCounter: number | null;
  /** The variables of that instance only; null: it has none. */
  readonly locals: Variables | null;
  readonly state: OpenState;
  readonly role: string | null;
  readonly topic: string | null;
  readonly owner: string | null;
  readonly since: Instant;
  readonly dueAt: Instant | null;
  readonly provisional: boolean;
  readonly incident: Incident | null;
}

type WaitRow = Omit<WaitItem, 'id' | 'incident' | 'locals'> & {
  readonly detail: string | null;
  readonly locals: string | null;
};

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
      `select w.no, ${shownKind} as kind, w.element_id as "elementId", w.called_process as "calledProcess", w.name, w.state,
         w.loop_counter as "loopCounter", w.locals,
         w.role, w.topic, case w.kind when 'task' then w.assignee when 'service' then w.lease_owner end as owner,
         w.since, ${shownDue} as "dueAt", ${shownProvisional} as provisional, w.detail
       from wait w
       where w.agency_id = ? and w.case_id = ?::uuid and w.closed_at is null and w.no > ?
       order by w.no limit ?`,
      [agencyId, caseId, after, limit + 1],
    );
    const page = pageOf(rows, limit);
    return { ...page, items: page.items.map((row) => itemOf(caseId, row)) };
  });
}

function itemOf(caseId: string, { detail, locals, ...row }: WaitRow): WaitItem {
  return {
    id: waitId(caseId, row.no),
    ...row,
    locals: locals === null ? null : (JSON.parse(locals) as Variables),
    incident: detail === null ? null : (JSON.parse(detail) as Incident),
  };
}
