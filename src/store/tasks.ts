import { allOf, condition, pageOf, type Condition, type Page } from './page.ts';
import { asAgency } from './asAgency.ts';
import { waitId, type ClosedState, type OpenState } from '../domain/wait.ts';
import type { Database } from './db.ts';
import type { Instant, Variables } from '../domain/json.ts';
import type { Knex } from 'knex';
import type { TaskView } from '../domain/task.ts';

/** A task, open or closed; `revision` is its case's. */
export interface TaskItem extends Omit<TaskView, 'state'> {
  readonly state: OpenState | ClosedState;
  readonly caseNumber: string;
  readonly definitionId: string;
  readonly revision: number;
  readonly closedAt: Instant | null;
  readonly closedBy: string | null;
}

/** Which tasks are listed; `open` includes claimed ones, `overdueAt` asks for those due by then and still open. */
export interface TaskFilter {
  readonly state?: 'open' | 'claimed' | 'completed' | 'cancelled' | undefined;
  readonly definition?: string | undefined;
  readonly case?: string | undefined;
  readonly candidateRole?: string | undefined;
  readonly assignee?: string | undefined;
  readonly dueBefore?: Instant | undefined;
  readonly overdueAt?: Instant | undefined;
}

/** Place of a task in the list: due moment (instant, or `infinity` for none), since, case and number. */
export type TaskKey = readonly [due: string, since: Instant, caseId: string, no: number];

type TaskRow = Omit<TaskItem, 'id' | 'locals'> & { readonly no: number; readonly locals: string | null };

// the expression of the indexes wait_open_tasks and wait_closed_tasks
const due = `case when w.due_at is null then 'infinity'::timestamptz else w.due_at end`;
const columns = `w.case_id as "caseId", w.no, i.number as "caseNumber", w.element_id as "elementId", w.name, w.state, w.role,
  w.assignee, w.since, w.due_at as "dueAt", w.provisional, w.loop_counter as "loopCounter", w.locals,
  w.definition_id as "definitionId", i.revision,
  w.closed_at as "closedAt", w.closed_by as "closedBy"`;

/** One task, or null. */
export async function readTask(
  db: Database,
  agencyId: string,
  task: { readonly caseId: string; readonly no: number },
): Promise<TaskItem | null> {
  const found = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: TaskRow[] }>(
      `select ${columns}
       from wait w join instance i on i.agency_id = w.agency_id and i.case_id = w.case_id
       where w.agency_id = ? and w.case_id = ?::uuid and w.no = ? and w.kind = 'task'`,
      [agencyId, task.caseId, task.no],
    ),
  );
  return found.rows[0] === undefined ? null : itemOf(found.rows[0]);
}

/** Tasks by due moment (none last), then by how long they wait. */
export async function listTasks(
  db: Database,
  agencyId: string,
  filter: TaskFilter,
  after: TaskKey | null,
  limit: number,
): Promise<Page<TaskItem>> {
  const page = await asAgency(db, agencyId, (trx) => selectTasks(trx, agencyId, filter, after, limit));
  return { ...page, items: page.items.map(itemOf) };
}

/** The key after which the list goes on. */
export function taskKey(task: TaskItem): TaskKey {
  return [task.dueAt ?? 'infinity', task.since, task.caseId, Number(task.id.slice(task.caseId.length + 1))];
}

async function selectTasks(
  trx: Knex.Transaction,
  agencyId: string,
  filter: TaskFilter,
  after: TaskKey | null,
  limit: number,
): Promise<Page<TaskRow>> {
  // open and closed tasks have an index each; the list of both is merged from one page of each
  const parts = halves(filter).map((half) =>
    allOf([condition('w.agency_id = ?', agencyId), half, ...wanted(filter), from(after)]),
  );
  const branches = parts.map(
    (part) => `(select w.case_id, w.no, ${due} as due, w.since
      from wait w
      where ${part.sql}
      order by due, w.since, w.case_id, w.no
      limit ?)`,
  );
  const found = await trx.raw<{ rows: TaskRow[] }>(
    `with page as (
       select * from (${branches.join(' union all ')}) as halves order by due, since, case_id, no limit ?
     )
     select ${columns}
     from page p
     join wait w on w.agency_id = ? and w.case_id = p.case_id and w.no = p.no
     join instance i on i.agency_id = ? and i.case_id = p.case_id
     order by p.due, p.since, p.case_id, p.no`,
    [...parts.flatMap((part) => [...part.values, limit + 1]), limit + 1, agencyId, agencyId],
  );
  return pageOf(found.rows, limit);
}

function halves(filter: TaskFilter): Condition[] {
  const open = { sql: `w.kind = 'task' and w.closed_at is null`, values: [] };
  const closed = { sql: `w.kind = 'task' and w.closed_at is not null`, values: [] };
  if (filter.state === 'open' || filter.state === 'claimed' || filter.overdueAt !== undefined) return [open];
  return filter.state === undefined ? [open, closed] : [closed];
}

function wanted(filter: TaskFilter): (Condition | null)[] {
  return [
    condition('w.state = ?', filter.state === 'open' ? undefined : filter.state),
    condition('w.definition_id = ?::uuid', filter.definition),
    condition('w.case_id = ?::uuid', filter.case),
    condition('w.role = ?', filter.candidateRole),
    condition('w.assignee = ?', filter.assignee),
    condition('w.due_at < ?::timestamptz', filter.dueBefore),
    condition('w.due_at <= ?::timestamptz and not w.provisional', filter.overdueAt),
  ];
}

function from(after: TaskKey | null): Condition | null {
  return (
    after && {
      sql: `(${due}, w.since, w.case_id, w.no)
        > (?::timestamptz, ?::timestamptz, ?::uuid, ?::integer)`,
      values: after,
    }
  );
}

function itemOf({ no, locals, ...row }: TaskRow): TaskItem {
  const own = locals === null ? null : (JSON.parse(locals) as Variables);
  return { id: waitId(row.caseId, no), ...row, locals: own };
}
