import { allOf, condition, pageOf, type Condition, type Page } from './page.ts';
import { asAgency } from './asAgency.ts';
import {
  isOfPublication,
  isShownAs,
  publicationDue,
  shownDue,
  shownKind,
  shownProvisional,
  type ShownKind,
} from './shownKind.ts';
import { pendingWithdrawals, unattendedPublications } from './unattended.ts';
import { waitId, type Incident } from '../domain/wait.ts';
import type { Database } from './db.ts';
import type { Instant, LegalDate } from '../domain/json.ts';

/** Why a wait is stuck; the first that is true, in this order. Null: it is only older than was asked. */
export const stuckReasons = [
  'suspended',
  'calendar-missing',
  'incident',
  'timer-late',
  'nobody-sends',
  'worker-gone',
  'no-candidate',
  'publication-overdue',
  'review-overdue',
  'overdue',
  'unclaimed',
] as const;
export type StuckReason = (typeof stuckReasons)[number];

/** An open wait that is past its due moment, older than asked, or an incident. Spans are in whole seconds. */
export interface StuckWait {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly definitionId: string;
  readonly elementId: string;
  readonly calledProcess: string | null;
  readonly name: string | null;
  readonly kind: ShownKind;
  readonly reason: StuckReason | null;
  readonly since: Instant;
  readonly age: number;
  readonly dueAt: Instant | null;
  readonly overdueBy: number | null;
  readonly role: string | null;
  readonly topic: string | null;
  readonly owner: string | null;
  readonly incident: Incident | null;
  /** A publication that is to be taken down. */
  readonly withdraws: boolean;
}
export interface StuckFilter {
  readonly matter?: string | undefined;
  readonly definition?: string | undefined;
  readonly kind?: ShownKind | undefined;
  readonly reason?: StuckReason | undefined;
  /** Only what is past its due moment. */
  readonly overdue: boolean;
  /** Waits that began at or before this moment are listed even when nothing is late. */
  readonly cutoff: Instant;
}
export interface StuckMoment {
  readonly now: Instant;
  /** The legal date of `now`. */
  readonly today: LegalDate;
}
/** Place of a wait in the list, oldest first. */
export type StuckKey = readonly [since: Instant, caseId: string, no: number];

type StuckRow = Omit<StuckWait, 'id' | 'incident'> & { readonly no: number; readonly detail: string | null };

/** Stuck waits of every kind, oldest first, in one statement. */
export async function listStuck(
  db: Database,
  agencyId: string,
  moment: StuckMoment,
  filter: StuckFilter,
  after: StuckKey | null,
  limit: number,
): Promise<Page<StuckWait>> {
  const statement = stuckStatement(agencyId, moment, filter, after, limit);
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: StuckRow[] }>(statement.sql, [...statement.values]),
  );
  const page = pageOf(rows, limit);
  return { ...page, items: page.items.map(itemOf) };
}

/** The key after which the list goes on. */
export function stuckKey({ since, caseId, id }: Pick<StuckWait, 'since' | 'caseId' | 'id'>): StuckKey {
  return [since, caseId, Number(id.slice(caseId.length + 1))];
}

/** The statement behind the list; a test asks the database how it would run it. */
export function stuckStatement(
  agencyId: string,
  { now, today }: StuckMoment,
  filter: StuckFilter,
  after: StuckKey | null,
  limit: number,
): Condition {
  const overdue = condition(`w.kind = any('{task,service,timer,message}') and w.due_at <= ?::timestamptz`, now);
  const old = condition('w.since <= ?::timestamptz', filter.cutoff);
  const young = condition('w.since > ?::timestamptz', filter.cutoff);
  const incident = { sql: `w.kind = 'incident'`, values: [] };
  const notOverdue = condition('(w.due_at is null or w.due_at > ?::timestamptz)', now);
  const unpublished = condition(`${isOfPublication} and ${shownDue} <= ?::timestamptz`, now);
  const published = condition(`(${isOfPublication} and ${shownDue} <= ?::timestamptz) is not true`, now);
  const ofLateCase = [notOverdue, published, inLateCase(agencyId, now)];
  // no wait is in two branches, and each has an index to walk: old ones, younger overdue ones, younger incidents, younger
  // steps of an overdue publication, and whatever else a case waits for whose limit is over
  const branches = filter.overdue
    ? [[overdue], [notOverdue, unpublished], ofLateCase]
    : [[old], [young, overdue], [young, incident], [young, notOverdue, unpublished], [young, ...ofLateCase]];
  const wanted = branches.map((own) =>
    allOf([
      condition('w.agency_id = ? and w.closed_at is null', agencyId),
      ...own,
      filter.kind === undefined ? null : isShownAs(filter.kind),
      condition('w.definition_id = ?::uuid', filter.definition),
      condition('i.matter_id = ?', filter.matter),
      condition(`${reason} = ?`, filter.reason),
      after && { sql: '(w.since, w.case_id, w.no) > (?::timestamptz, ?::uuid, ?::integer)', values: after },
    ]),
  );
  const unattended = [
    unattendedPublications(agencyId, now, filter, after),
    pendingWithdrawals(agencyId, now, filter, after),
  ].filter((part) => part !== null);
  const selects = [
    ...wanted.map(({ sql, values }) => ({
      sql: `${stuck} where ${sql} order by w.since, w.case_id, w.no limit ?`,
      values,
    })),
    ...unattended,
  ];
  return {
    sql: `with moment as (select ?::timestamptz as now),
      held as (
        select distinct role from person_role
        where agency_id = ? and valid_from <= ?::date and (valid_to is null or valid_to >= ?::date)
      )
      select * from (${selects.map(({ sql }) => `(${sql})`).join(' union all ')}) as branches
      order by since, "caseId", no limit ?`,
    values: [now, agencyId, today, today, ...selects.flatMap(({ values }) => [...values, limit + 1]), limit + 1],
  };
}

const theMoment = '(select m.now from moment m)';

/** A clock `c` that is over, while its case waits for nothing that would stop it. */
const isLateClock = `c.state = 'running' and not c.provisional and not exists (
    select from wait d
    where d.agency_id = c.agency_id and d.case_id = c.case_id and d.closed_at is null and d.due_at = c.due_at
  )`;

/** The wait `w` is one of those in whose case a limit is over that none of them is due by. */
function inLateCase(agencyId: string, now: Instant): Condition {
  return {
    sql: `w.kind in ('task', 'service', 'message', 'signal', 'condition') and w.case_id in (
      select c.case_id from clock c where c.agency_id = ? and c.due_at <= ?::timestamptz and ${isLateClock}
    )`,
    values: [agencyId, now],
  };
}

/** When the limit ended that is over in the case of a wait `w`; null: none is. */
const lateSince = `(
    select min(c.due_at) from clock c
    where c.agency_id = w.agency_id and c.case_id = w.case_id and c.due_at <= ${theMoment} and ${isLateClock}
      and w.kind in ('task', 'service', 'message', 'signal', 'condition')
  )`;
const reason = `case
    when i.status = 'suspended' then 'suspended'
    when (w.detail::json ->> 'code') = 'calendar-missing' or (${shownProvisional} and ${shownDue} <= ${theMoment})
      then 'calendar-missing'
    when w.kind = 'incident' then 'incident'
    when w.kind = 'timer' and w.due_at <= ${theMoment} then 'timer-late'
    when w.kind in ('message', 'signal') then 'nobody-sends'
    when w.kind = 'service' and (w.lease_until is null or w.lease_until <= ${theMoment}) then 'worker-gone'
    when w.kind = 'task' and w.assignee is null and w.role not in (select h.role from held h) then 'no-candidate'
    when ${publicationDue} <= ${theMoment} then 'publication-overdue'
    when w.due_at <= ${theMoment} and w.form in ('reviewMaterials', 'reviewOpinion') then 'review-overdue'
    when coalesce(w.due_at <= ${theMoment}, false) or ${lateSince} is not null then 'overdue'
    when w.kind = 'task' and w.assignee is null then 'unclaimed'
  end`;
const stuck = `select w.case_id as "caseId", w.no, i.number as "caseNumber", w.definition_id as "definitionId",
    w.element_id as "elementId", w.called_process as "calledProcess", w.name, ${shownKind} as kind, ${reason} as reason, w.since,
    coalesce(${shownDue}, ${lateSince}) as "dueAt", w.role, w.topic,
    floor(extract(epoch from ${theMoment} - w.since))::bigint as age,
    case when coalesce(${publicationDue}, w.due_at, ${lateSince}) <= ${theMoment} and not ${shownProvisional}
      then floor(extract(epoch from ${theMoment} - coalesce(${publicationDue}, w.due_at, ${lateSince})))::bigint end as "overdueBy",
    case w.kind when 'task' then w.assignee when 'service' then w.lease_owner end as owner, w.detail, false as withdraws
  from wait w
  join instance i on i.agency_id = w.agency_id and i.case_id = w.case_id`;

function itemOf({ no, detail, ...row }: StuckRow): StuckWait {
  return { id: waitId(row.caseId, no), ...row, incident: detail === null ? null : (JSON.parse(detail) as Incident) };
}
