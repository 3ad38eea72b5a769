import type { Instant, Json, LegalDate } from './json.ts';

/** What can happen in a case's history. */
export type HistoryEventType =
  | 'case.started'
  | 'case.completed'
  | 'case.cancelled'
  | 'element.entered'
  | 'element.completed'
  | 'element.cancelled'
  | 'flow.taken'
  | 'task.created'
  | 'task.claimed'
  | 'task.released'
  | 'task.completed'
  | 'task.cancelled'
  | 'service.created'
  | 'service.completed'
  | 'service.cancelled'
  | 'timer.scheduled'
  | 'timer.fired'
  | 'timer.cancelled'
  | 'message.awaited'
  | 'message.received'
  | 'message.cancelled'
  | 'message.thrown'
  | 'signal.awaited'
  | 'signal.received'
  | 'signal.cancelled'
  | 'signal.thrown'
  | 'condition.awaited'
  | 'condition.met'
  | 'condition.cancelled'
  | 'escalation.thrown'
  | 'escalation.caught'
  | 'compensation.thrown'
  | 'element.compensated'
  | 'transaction.cancelled'
  | 'error.thrown'
  | 'error.caught'
  | 'incident.raised'
  | 'incident.resolved'
  | 'incident.cancelled';

/**
 * One event of a case's history (R1: every step is recorded). Element names and types are looked up in the definition
 * that the record names by sha256.
 */
export interface HistoryEvent {
  readonly type: HistoryEventType;
  readonly elementId?: string;
  /** Id of the called process that the element stands in; absent: the case's own process. */
  readonly calledProcess?: string;
  /** Of what happens in an instance of a loop: which one, from 1; the nearest where loops are nested. */
  readonly loopCounter?: number;
  /** The event is of that one instance of the element, not of the element as a whole. */
  readonly instance?: true;
  /** Variables of that instance that were set; the record's `variables` are those of the case. */
  readonly locals?: Readonly<Record<string, Json>>;
  /** Number of the wait that the event opened or closed. */
  readonly wait?: number;
  /** Due moment of a timer or task; a fired timer's legal effect dates from it. */
  readonly dueAt?: Instant;
  readonly provisional?: true;
  /** Results of the FEEL conditions that were asked at a gateway, by flow id, in the order asked. */
  readonly conditions?: Readonly<Record<string, boolean>>;
  readonly outcome?: string;
  /** Name of a message or signal. */
  readonly name?: string;
  /** Code of an incident, a BPMN error or an escalation. */
  readonly code?: string;
  readonly message?: string;
  /** Legal date that the event takes effect on, where it differs from the day it was recorded. */
  readonly effective?: LegalDate;
}

/** Who did it: a person by one of their keys, or the service itself (`timer`, `worker`, and where a message or signal came from a case or was kept `message`, `signal`). */
export type RecordedActor =
  | { readonly person: string; readonly key: string }
  | { readonly system: 'timer' | 'message' | 'signal' | 'worker' | 'bootstrap' };

/** The body of a record, hashed as RFC 8785 canonical JSON. Personal values appear only as salted commitments. */
export interface RecordBody {
  readonly v: 1;
  readonly agency: string;
  readonly stream: string;
  readonly seq: number;
  /** Hash of the record before it in the stream, hex; 64 zeros at the start. */
  readonly prev: string;
  readonly at: Instant;
  readonly command: string;
  readonly actor: RecordedActor;
  /** Number of the first event in the case's history, from 1. */
  readonly firstEvent?: number;
  readonly events?: readonly HistoryEvent[];
  /** Non-personal variables that the command set. */
  readonly variables?: Readonly<Record<string, Json>>;
  /** Salted SHA-256 commitments of personal variables that the command set, hex, by name. */
  readonly commitments?: Readonly<Record<string, string>>;
  /** Facts of the command itself: ids, digests, reason. */
  readonly facts?: Readonly<Record<string, Json>>;
}
