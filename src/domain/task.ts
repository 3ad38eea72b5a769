import { refuse, type Refusal } from './refusal.ts';
import { rolesOn, type Actor } from './people.ts';
import { waitId, type OpenState, type OpenWait, type Wait, type WaitKind } from './wait.ts';
import type { CaseSnapshot } from './snapshot.ts';
import type { Instant, JsonObject, LegalDate, Variables } from './json.ts';

/** An outcome is a business key of the procedure (`accepted`), never free text. */
export const outcomePattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** The open wait of this kind, or why there is none: 404 when it never was, 409 `task-closed` when it is over. */
export function findOpenWait(snapshot: CaseSnapshot, kind: WaitKind, no: number, lastNo: number): OpenWait | Refusal {
  const wait = snapshot.waits.find((candidate) => candidate.no === no);
  if (wait?.kind === kind) return wait;
  const id = waitId(snapshot.caseId, no);
  if (wait !== undefined || no > lastNo) return refuse('not-found', `There is no ${kind} ${id}.`);
  return refuse(
    'task-closed',
    `The ${kind} ${id} is not open any more; read GET /v1/cases/${snapshot.caseId}/history.`,
  );
}

/** Refuses work on a case that is suspended or over (409 `case-closed`). */
export function requireRunning(snapshot: CaseSnapshot): Refusal | undefined {
  if (snapshot.status === 'running') return undefined;
  return refuse('case-closed', `Case ${snapshot.caseId} is ${snapshot.status}; nothing in it can be changed.`);
}

/** Refuses a change made on an older revision than the newest (409 `stale-revision`); null: the caller did not say. */
export function requireRevision(
  snapshot: Pick<CaseSnapshot, 'caseId' | 'revision'>,
  revision: number | null,
): Refusal | undefined {
  if (revision === null || revision === snapshot.revision) return undefined;
  return refuse(
    'stale-revision',
    `Case ${snapshot.caseId} is at revision ${snapshot.revision}, not ${revision}; read it again and repeat.`,
  );
}

/** Refuses who does not hold the task's candidate role on `day`. A task without a role is open to any staff. */
export function requireCandidate(actor: Actor, task: OpenWait, day: LegalDate): Refusal | undefined {
  if (task.role === null || rolesOn(actor, day).some((role) => role === task.role)) return undefined;
  return refuse('forbidden', `The task at ${task.elementId} is for the role ${task.role}, which you do not hold.`);
}

/** Refuses when somebody else has claimed the task (409 `task-claimed`). */
export function requireUnclaimedByOthers(actor: Actor, task: OpenWait): Refusal | undefined {
  if (task.assignee === null || task.assignee === actor.personId) return undefined;
  return refuse(
    'task-claimed',
    `The task at ${task.elementId} is claimed by ${task.assignee}; it has to be released first.`,
  );
}

/** Refuses an outcome that the step does not know, or the lack of one where the step declares some (422). */
export function requireOutcome(
  elementId: string,
  declared: readonly string[],
  outcome: string | undefined,
): Refusal | undefined {
  const listed = declared.join(', ');
  if (outcome === undefined) {
    return declared.length === 0
      ? undefined
      : refuse('invalid-outcome', `The step ${elementId} is completed with an outcome, one of: ${listed}.`);
  }
  const known = declared.length === 0 ? outcomePattern.test(outcome) : declared.includes(outcome);
  if (known) return undefined;
  const allowed = declared.length === 0 ? 'a key of letters, digits, - and _' : `one of: ${listed}`;
  return refuse('invalid-outcome', `The outcome of the step ${elementId} has to be ${allowed}.`);
}

/** An open task as the API shows it. */
export interface TaskView {
  readonly id: string;
  readonly caseId: string;
  readonly elementId: string;
  readonly name: string | null;
  readonly state: OpenState;
  readonly role: string | null;
  readonly assignee: string | null;
  readonly since: Instant;
  readonly dueAt: Instant | null;
  readonly provisional: boolean;
  /** Of a task in an instance of a loop: which one, from 1; null: of none. */
  readonly loopCounter: number | null;
  /** The variables of that instance only; null: it has none. */
  readonly locals: Variables | null;
}

/** The task that a wait is, held by `assignee`. */
export function taskView(caseId: string, wait: Wait, assignee: string | null): TaskView & JsonObject {
  return {
    id: waitId(caseId, wait.no),
    caseId,
    elementId: wait.elementId,
    name: wait.name,
    state: assignee === null ? 'open' : 'claimed',
    role: wait.role,
    assignee,
    since: wait.since,
    dueAt: wait.dueAt,
    provisional: wait.provisional,
    loopCounter: wait.loopCounter ?? null,
    locals: wait.locals ?? null,
  };
}
