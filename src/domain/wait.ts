import type { Instant, Variables } from './json.ts';
import type { LawFormName } from './law.ts';

export type WaitKind = 'task' | 'service' | 'timer' | 'message' | 'signal' | 'condition' | 'incident';
export type OpenState = 'open' | 'claimed';
export type ClosedState = 'completed' | 'cancelled' | 'fired';

/** Anything a case waits for, from the moment it is opened. `no` is unique within the case. */
export interface Wait {
  readonly no: number;
  readonly kind: WaitKind;
  readonly elementId: string;
  /** Id of the called process that the element stands in; null: the case's own process. */
  readonly calledProcess: string | null;
  readonly name: string | null;
  /** Of a wait in an instance of a loop: which one, from 1; the nearest where loops are nested. */
  readonly loopCounter?: number;
  /** Of a task or service task in such an instance: the variables of that instance only. */
  readonly locals?: Variables;
  /** Candidate role of a task; null: any staff may do it. */
  readonly role: string | null;
  /** What a task is in law: completed by its law route; null: nothing special. */
  readonly form: LawFormName | null;
  /** Topic that external workers fetch a service task by; name of the message that is waited for. */
  readonly topic: string | null;
  /** Key that a message is awaited with; absent: it is found by what the case is known by. */
  readonly correlation?: string;
  readonly since: Instant;
  readonly dueAt: Instant | null;
  /** The due date crosses into a year whose holidays are not published: it has no legal effect yet. */
  readonly provisional: boolean;
  /** What an incident is about. */
  readonly incident: Incident | null;
}

/** A wait as the snapshot brings it. */
export interface OpenWait extends Wait {
  readonly state: OpenState;
  readonly assignee: string | null;
  readonly lease: Lease | null;
  readonly attempts: number;
}

/** An external worker's hold on a service task; `no` is the fencing token. */
export interface Lease {
  readonly no: number;
  readonly owner: string;
  readonly until: Instant;
}

/** Why a token cannot go on by itself, and what to do about it. */
export interface Incident {
  readonly code: IncidentCode;
  readonly message: string;
  readonly nextAction: string;
}
export type IncidentCode =
  | 'no-flow-to-take'
  | 'undecidable-condition'
  | 'service-failed'
  | 'script-failed'
  | 'calendar-missing'
  | 'timer-unusable'
  | 'loop-unusable'
  | 'limit-reached'
  | 'join-starved'
  | 'uncaught-error'
  | 'limit-without-date';

/** The public id of a wait (task, service task, incident): `<case id>.<no>`. */
export function waitId(caseId: string, no: number): string {
  return `${caseId}.${String(no)}`;
}

/** The parts of a public wait id, or undefined when the text is no such id. */
export function parseWaitId(id: string): { caseId: string; no: number } | undefined {
  const parts = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9][0-9]{0,8})$/.exec(id);
  return parts?.[1] === undefined ? undefined : { caseId: parts[1], no: Number(parts[2]) };
}
