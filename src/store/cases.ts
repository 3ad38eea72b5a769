import { allOf, condition, literally, pageOf, type Condition, type Page } from './page.ts';
import { asAgency } from './asAgency.ts';
import type { CaseStatus, MatterRef } from '../domain/case.ts';
import type { Database } from './db.ts';
import type { Instant, Json, Variables } from '../domain/json.ts';
import type { TaskView } from '../domain/task.ts';

/** A case as lists show it: without variables, with its open tasks and the number of its open incidents. */
export interface CaseItem {
  readonly id: string;
  readonly number: string;
  readonly state: CaseStatus;
  readonly incidents: number;
  readonly definitionId: string;
  readonly definitionKey: string;
  readonly definitionVersion: number;
  readonly processId: string;
  readonly matter: MatterRef | null;
  readonly externalRef: string | null;
  /** Id of the case that it follows. */
  readonly relatedTo: string | null;
  readonly revision: number;
  readonly startedBy: string | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly tasks: readonly TaskView[];
}

/** One case: `variables` are the kernel's, `personal` those of the side table. */
export interface CaseDetail extends CaseItem {
  readonly variables: Variables;
  readonly personal: Variables;
}

/** Which cases are listed. `q` looks in personal values too only when `searchPersonal` is set. */
export interface CaseFilter {
  readonly state?: CaseStatus | undefined;
  readonly matter?: string | undefined;
  readonly definition?: string | undefined;
  /** Cases that follow this one. */
  readonly relatedTo?: string | undefined;
  readonly dueBefore?: Instant | undefined;
  readonly overdueAt?: Instant | undefined;
  readonly assignee?: string | undefined;
  readonly q?: string | undefined;
  readonly searchPersonal: boolean;
}

/** Place of a case in the list, newest first. */
export type CaseKey = readonly [startedAt: Instant, caseId: string];

interface CaseRow extends Omit<CaseItem, 'matter' | 'tasks'> {
  readonly matterId: string | null;
  readonly matterVersion: number | null;
  readonly tasks: string | null;
}

const columns = `i.case_id as id, i.number, i.status as state, i.definition_id as "definitionId", d.key as "definitionKey",
  d.version as "definitionVersion", i.process_id as "processId", i.matter_id as "matterId",
  i.matter_version as "matterVersion", i.external_ref as "externalRef", i.related_to as "relatedTo", i.revision, i.started_by as "startedBy",
  i.started_at as "startedAt", i.ended_at as "endedAt",
  (
    select count(*)::integer from wait w
    where w.agency_id = i.agency_id and w.case_id = i.case_id and w.kind = 'incident' and w.closed_at is null
  ) as incidents,
  (
    select json_agg(json_build_object(
      'id', format('%s.%s', w.case_id, w.no), 'caseId', w.case_id, 'elementId', w.element_id, 'name', w.name,
      'state', w.state, 'role', w.role, 'assignee', w.assignee, 'since', instant(w.since), 'dueAt', instant(w.due_at),
      'provisional', w.provisional, 'loopCounter', w.loop_counter, 'locals', w.locals::json
    ) order by w.no)::text
    from wait w
    where w.agency_id = i.agency_id and w.case_id = i.case_id and w.kind = 'task' and w.closed_at is null
  ) as tasks`;
const fromCases = `from instance i
  join definition d on d.agency_id = i.agency_id and d.definition_id = i.definition_id`;

/** One case, or null. */
export async function readCase(db: Database, agencyId: string, caseId: string): Promise<CaseDetail | null> {
  const found = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: (CaseRow & { engine: string; personal: string | null })[] }>(
      `select ${columns}, i.state as engine,
         (
           select json_object_agg(v.name, v.value::json)::text from variable v
           where v.agency_id = i.agency_id and v.case_id = i.case_id
         ) as personal
       ${fromCases}
       where i.agency_id = ? and i.case_id = ?::uuid`,
      [agencyId, caseId],
    ),
  );
  const [row] = found.rows;
  if (row === undefined) return null;
  const { engine, personal, ...rest } = row;
  const { variables } = JSON.parse(engine) as { variables: Variables };
  return { ...itemOf(rest), variables, personal: personal === null ? {} : (JSON.parse(personal) as Variables) };
}

/** Cases, newest first. */
export async function listCases(
  db: Database,
  agencyId: string,
  filter: CaseFilter,
  after: CaseKey | null,
  limit: number,
): Promise<Page<CaseItem>> {
  const wanted = allOf([
    condition('i.agency_id = ?', agencyId),
    condition('i.status = ?', filter.state),
    condition('i.matter_id = ?', filter.matter),
    condition('i.definition_id = ?::uuid', filter.definition),
    condition('i.related_to = ?::uuid', filter.relatedTo),
    due('due_at < ?::timestamptz', filter.dueBefore),
    due('due_at <= ?::timestamptz and not provisional', filter.overdueAt),
    openWait('w.assignee = ?', filter.assignee),
    filter.q === undefined ? null : found(agencyId, filter.q, filter.searchPersonal),
    after && { sql: '(i.started_at, i.case_id) < (?::timestamptz, ?::uuid)', values: after },
  ]);
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: CaseRow[] }>(
      `select ${columns} ${fromCases} where ${wanted.sql} order by i.started_at desc, i.case_id desc limit ?`,
      [...wanted.values, limit + 1],
    ),
  );
  const page = pageOf(rows, limit);
  return { ...page, items: page.items.map(itemOf) };
}

/** What was said about the parties when the case was started, or null; undefined when there is no such case. */
export async function readParties(db: Database, agencyId: string, caseId: string): Promise<Json | undefined> {
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: { value: string | null }[] }>(
      `select v.value from instance i
       left join variable v on v.agency_id = i.agency_id and v.case_id = i.case_id and v.name = 'parties'
       where i.agency_id = ? and i.case_id = ?::uuid`,
      [agencyId, caseId],
    ),
  );
  const [row] = rows;
  return row === undefined ? undefined : (JSON.parse(row.value ?? 'null') as Json);
}

/** What a case waits for is due, or a limit that runs in it. */
function due(sql: string, moment: Instant | undefined): Condition | null {
  return moment === undefined
    ? null
    : {
        sql: `(
      exists (select from wait where agency_id = i.agency_id and case_id = i.case_id and closed_at is null and ${sql})
      or exists (select from clock where agency_id = i.agency_id and case_id = i.case_id and state = 'running' and ${sql})
    )`,
        values: [moment, moment],
      };
}

function openWait(sql: string, value: string | undefined): Condition | null {
  return condition(
    `exists (select from wait w
      where w.agency_id = i.agency_id and w.case_id = i.case_id and w.closed_at is null and ${sql})`,
    value,
  );
}

/** Number or external reference from their start; personal values anywhere inside. */
function found(agencyId: string, q: string, searchPersonal: boolean): Condition {
  const start = `${literally(q)}%`;
  const inside = `%${literally(q)}%`;
  const plain = 'i.number like ? or i.external_ref like ?';
  if (!searchPersonal) return { sql: `(${plain})`, values: [start, start] };
  return {
    // the text of the value first, since taking its JSON apart is dear; then texts and numbers, not names of fields
    sql: `(${plain} or i.case_id in (
      select v.case_id from variable v
      where v.agency_id = ? and v.value ilike ? and exists (
        select from jsonb_path_query(v.value::jsonb, '$.**') as part
        where jsonb_typeof(part) in ('string', 'number') and part #>> '{}' ilike ?
      )
    ))`,
    values: [start, start, agencyId, `%${literally(JSON.stringify(q).slice(1, -1))}%`, inside],
  };
}

function itemOf({ matterId, matterVersion, tasks, ...row }: CaseRow): CaseItem {
  return {
    ...row,
    matter: matterId === null || matterVersion === null ? null : { id: matterId, version: matterVersion },
    tasks: tasks === null ? [] : (JSON.parse(tasks) as TaskView[]),
  };
}
