import type { ProcessModel } from '../bpmn/model.ts';
import type { WorkingCalendar } from '../domain/calendar.ts';
import type { ClosedState, Incident, Wait, WaitKind } from '../domain/wait.ts';
import type { HistoryEvent } from '../domain/record.ts';
import type { Instant, Variables } from '../domain/json.ts';

/** The kernel's memory of a case: plain JSON, as small as can be. Ids are counters. */
export interface EngineState {
  readonly stateVersion: 1;
  /** Next token id. */
  readonly nextToken: number;
  /** Next wait number. */
  readonly nextWait: number;
  /** How many history events the case has had. */
  readonly events: number;
  readonly tokens: readonly Token[];
  readonly waits: readonly StateWait[];
  /** Variables without personal data. */
  readonly variables: Variables;
}

/** A token stands at the flow node `at`. */
export interface Token {
  readonly id: number;
  readonly at: string;
}

/** What a token waits for. For a timer, `at` is the event, `token` its own token or that of the activity it is on. */
export interface StateWait {
  readonly no: number;
  readonly kind: WaitKind;
  readonly at: string;
  readonly token: number;
  /** How often a repeating timer has fired. */
  readonly fired?: number;
  /** Where a provisional timer counts from: it is counted again when its calendar arrives. */
  readonly countsFrom?: Instant;
  /** Of an incident: what to do again on retry. `work`: what the node does between entering and leaving. */
  readonly retry?: 'enter' | 'work' | 'leave' | 'timer';
}

/** What can move a case. `wait` is the number of an open wait. */
export type EngineCommand =
  | { readonly type: 'start'; readonly variables: Variables }
  /** A task or service task is done; `variables` are merged into the case's. */
  | { readonly type: 'complete'; readonly wait: number; readonly variables: Variables; readonly outcome?: string }
  /**
   * A timer is due. A `provisional` one is counted again on the calendar of the context; while that still lacks a
   * year, the incident `calendar-missing` is raised. What follows a fired timer takes effect as of `dueAt`.
   */
  | { readonly type: 'fire'; readonly wait: number; readonly dueAt: Instant; readonly provisional: boolean }
  /** An external worker gave up on a service task. */
  | { readonly type: 'fail'; readonly wait: number; readonly incident: Incident }
  /** Try again what an incident stopped. */
  | { readonly type: 'retry'; readonly wait: number }
  | { readonly type: 'cancel' };

export interface EngineContext {
  readonly now: Instant;
  readonly calendar: WorkingCalendar;
  /** Steps that one command may take before it ends in an incident `limit-reached`. */
  readonly maxSteps: number;
}

/** What a command did to the case. A wait that was opened and closed within it appears in neither list. */
export interface Advanced {
  readonly state: EngineState;
  readonly opened: readonly Wait[];
  readonly closed: readonly { readonly no: number; readonly as: ClosedState }[];
  readonly events: readonly HistoryEvent[];
  /** Variables that were set, in total over the command; not those that a new task cleared (`outcome`). */
  readonly changed: Variables;
  readonly status: 'running' | 'completed' | 'cancelled';
}

/** The signature of the kernel; `engine/advance.ts` exports it. The caller has checked that `wait` is open. */
export type Advance = (
  model: ProcessModel,
  state: EngineState | null,
  command: EngineCommand,
  context: EngineContext,
) => Advanced;
