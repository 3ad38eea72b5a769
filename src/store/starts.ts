import { asAgency } from './asAgency.ts';
import { pageOf, type Page } from './page.ts';
import { run, type Database } from './db.ts';
import type { Instant } from '../domain/json.ts';

/** A start timer that is due, as it was claimed. */
export interface ClaimedStart {
  readonly agencyId: string;
  readonly definitionId: string;
  readonly no: number;
  readonly processId: string;
  readonly elementId: string;
  readonly dueAt: Instant;
  /** It was reckoned on a calendar that lacked a year. */
  readonly provisional: boolean;
  readonly countsFrom: Instant;
  readonly fired: number;
  /** Of the definition's file. */
  readonly sha256: string;
}

const claim = {
  name: 'claim_due_starts_v1',
  text: `select agency_id as "agencyId", definition_id as "definitionId", no, process_id as "processId",
    element_id as "elementId", due_at as "dueAt", provisional, counts_from as "countsFrom", fired, sha256
    from claim_due_starts_v1($1::timestamptz, $2::timestamptz, $3::text, $4::integer)`,
};
const redate = {
  name: 'redate_start_v1',
  text: `select redate_start_v1($1::text, $2::uuid, $3::integer, $4::timestamptz, $5::timestamptz, $6::boolean)`,
};

/** Takes up to `limit` due start timers for this worker; other nodes leave them alone until `until`. */
export async function claimDueStarts(
  db: Database,
  asked: { readonly now: Instant; readonly until: Instant; readonly owner: string; readonly limit: number },
): Promise<ClaimedStart[]> {
  return (await run<ClaimedStart>(db, claim, [asked.now, asked.until, asked.owner, asked.limit])).rows;
}

/** Whether a claimed start timer is still due as it was claimed: nobody has started its case, and its version is active. */
export async function isStillDue(db: Database, { agencyId, definitionId, no, dueAt }: ClaimedStart): Promise<boolean> {
  return asAgency(db, agencyId, async (trx) => {
    const { rows } = await trx.raw<{ rows: unknown[] }>(
      `select from start_subscription s
       where s.agency_id = ? and s.definition_id = ?::uuid and s.no = ? and s.due_at = ?::timestamptz`,
      [agencyId, definitionId, no, dueAt],
    );
    return rows.length > 0;
  });
}

/** Dates a provisional start timer anew, unless it was settled meanwhile. */
export async function redateStart(
  db: Database,
  { agencyId, definitionId, no, dueAt }: ClaimedStart,
  to: { readonly dueAt: Instant; readonly provisional: boolean },
): Promise<void> {
  await run(db, redate, [agencyId, definitionId, no, dueAt, to.dueAt, to.provisional]);
}

/** Where the trigger `no` of a definition starts cases; null: the definition is not active any more. */
export async function readStart(
  db: Database,
  agencyId: string,
  definitionId: string,
  no: number,
): Promise<Pick<ClaimedStart, 'definitionId' | 'processId' | 'elementId'> | null> {
  return asAgency(db, agencyId, async (trx) => {
    const { rows } = await trx.raw<{ rows: Pick<ClaimedStart, 'definitionId' | 'processId' | 'elementId'>[] }>(
      `select s.definition_id as "definitionId", s.process_id as "processId", s.element_id as "elementId"
       from start_subscription s where s.agency_id = ? and s.definition_id = ?::uuid and s.no = ?`,
      [agencyId, definitionId, no],
    );
    return rows[0] ?? null;
  });
}

/** A start timer of an active definition. `lateBy`: seconds since it was due; null: it is not. */
export interface ScheduledStart {
  readonly definitionId: string;
  readonly definitionKey: string;
  readonly processId: string;
  readonly elementId: string;
  readonly no: number;
  readonly dueAt: Instant;
  readonly provisional: boolean;
  readonly fired: number;
  readonly lateBy: number | null;
}
export type ScheduleKey = readonly [dueAt: Instant, definitionId: string, no: number];

/** When definitions start cases by themselves, due first. */
export async function listSchedule(
  db: Database,
  agencyId: string,
  now: Instant,
  after: ScheduleKey | null,
  limit: number,
): Promise<Page<ScheduledStart>> {
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: ScheduledStart[] }>(
      `select s.definition_id as "definitionId", d.key as "definitionKey", s.process_id as "processId",
         s.element_id as "elementId", s.no, s.due_at as "dueAt", s.provisional, s.fired,
         case when s.due_at <= ?::timestamptz then floor(extract(epoch from ?::timestamptz - s.due_at))::bigint end as "lateBy"
       from start_subscription s
       join definition d on d.agency_id = s.agency_id and d.definition_id = s.definition_id
       where s.agency_id = ? and s.due_at is not null
         ${after === null ? '' : 'and (s.due_at, s.definition_id, s.no) > (?::timestamptz, ?::uuid, ?::integer)'}
       order by s.due_at, s.definition_id, s.no limit ?`,
      [now, now, agencyId, ...(after ?? []), limit + 1],
    ),
  );
  return pageOf(rows, limit);
}
