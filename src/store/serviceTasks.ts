import { asAgency } from './asAgency.ts';
import { run, type Database } from './db.ts';
import { waitId } from '../domain/wait.ts';
import type { Instant, Variables } from '../domain/json.ts';

/**
 * A service task handed to an external worker. `variables` are without personal data; those of the instance of a loop that
 * it stands in lie on top.
 */
export interface FetchedTask {
  readonly id: string;
  readonly caseId: string;
  readonly elementId: string;
  readonly name: string | null;
  readonly topic: string;
  readonly since: Instant;
  readonly dueAt: Instant | null;
  /** How often it was handed out, this time included. */
  readonly attempts: number;
  readonly lease: { readonly no: number; readonly until: Instant };
  readonly variables: Variables;
}

/** Who holds a service task, and how often it was handed out. */
export interface Hold {
  readonly open: boolean;
  readonly attempts: number;
  readonly leaseNo: number;
  readonly owner: string | null;
}

interface FetchedRow {
  readonly case_id: string;
  readonly no: number;
  readonly element_id: string;
  readonly name: string | null;
  readonly topic: string;
  readonly since: Instant;
  readonly due_at: Instant | null;
  readonly lease_no: number;
  readonly attempts: number;
  readonly state: string;
  readonly loop_counter: number | null;
  readonly locals: string | null;
}

const fetchTasks = {
  name: 'fetch_service_tasks_v1',
  text: `select * from fetch_service_tasks_v1($1::text, $2::text, $3::text, $4::timestamptz, $5::timestamptz, $6::integer)`,
};
const changeLease = {
  name: 'change_lease_v1',
  text: `select change_lease_v1(
    $1::text, $2::uuid, $3::integer, $4::text, $5::integer, $6::timestamptz, $7::text, $8::timestamptz) as held`,
};

/** Leases up to `limit` service tasks to a person's worker until `until`, the longest waiting first. */
export async function fetchServiceTasks(
  db: Database,
  agencyId: string,
  wanted: {
    readonly personId: string;
    readonly topics: readonly string[] | null;
    readonly now: Instant;
    readonly until: Instant;
    readonly limit: number;
  },
): Promise<FetchedTask[]> {
  const topics = wanted.topics && JSON.stringify(wanted.topics);
  const values = [agencyId, wanted.personId, topics, wanted.now, wanted.until, wanted.limit];
  const { rows } = await run<FetchedRow>(db, fetchTasks, values);
  return rows
    .map((row) => taskOf(row, wanted.until))
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
}

/** Who holds the service task now; null when there is no such service task. */
export async function readHold(db: Database, agencyId: string, caseId: string, no: number): Promise<Hold | null> {
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: Hold[] }>(
      `select closed_at is null as open, attempts, lease_no as "leaseNo", lease_owner as owner from wait
       where agency_id = ? and case_id = ?::uuid and no = ? and kind = 'service'`,
      [agencyId, caseId, no],
    ),
  );
  return rows[0] ?? null;
}

/**
 * Changes a lease while `holder` still has it (fencing number `leaseNo`): `owner` the same person prolongs it, `owner`
 * null gives the task back, to be handed out again after `until`. Answers false when the lease was lost.
 */
export async function setLease(
  db: Database,
  agencyId: string,
  task: { readonly caseId: string; readonly no: number },
  held: { readonly holder: string; readonly leaseNo: number; readonly now: Instant },
  next: { readonly owner: string | null; readonly until: Instant },
): Promise<boolean> {
  const values = [agencyId, task.caseId, task.no, held.holder, held.leaseNo, held.now, next.owner, next.until];
  const { rows } = await run<{ held: boolean }>(db, changeLease, values);
  return rows[0]?.held ?? false;
}

function taskOf(row: FetchedRow, until: Instant): FetchedTask {
  const { variables } = JSON.parse(row.state) as { variables: Variables };
  return {
    id: waitId(row.case_id, row.no),
    caseId: row.case_id,
    elementId: row.element_id,
    name: row.name,
    topic: row.topic,
    since: row.since,
    dueAt: row.due_at,
    attempts: row.attempts,
    lease: { no: row.lease_no, until },
    variables: { ...variables, ...instanceOf(row) },
  };
}

function instanceOf({ loop_counter: loopCounter, locals }: FetchedRow): Variables {
  const own = locals === null ? {} : (JSON.parse(locals) as Variables);
  return loopCounter === null ? own : { ...own, loopCounter };
}
