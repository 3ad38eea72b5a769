import type { CaseModel } from '../bpmn/model.ts';
import type { ScopeForm } from '../bpmn/lawModel.ts';
import type { WorkingCalendar } from '../domain/calendar.ts';
import type { ClosedState, Incident, Wait, WaitKind } from '../domain/wait.ts';
import type { HistoryEvent } from '../domain/record.ts';
import type { Instant, Json, Variables } from '../domain/json.ts';
import type { ServiceResult } from './activities/services/service.ts';

/** The kernel's memory of a case: plain JSON, as small as can be. Ids are counters. */
export interface EngineState {
  readonly stateVersion: 1;
  /** Next id of a token or scope. */
  readonly nextToken: number;
  /** Next wait number. */
  readonly nextWait: number;
  /** How many history events the case has had. */
  readonly events: number;
  readonly tokens: readonly Token[];
  readonly scopes: readonly Scope[];
  readonly waits: readonly StateWait[];
  /** Complex gateways that wait for their reset; absent: none. */
  readonly resets?: readonly Reset[];
  /** As in `Scope`, of the case's own process. */
  readonly done?: readonly Completed[];
  /** Variables without personal data. */
  readonly variables: Variables;
  /** What conversations of the case are correlated by, by correlation key. */
  readonly keys?: Readonly<Record<string, string>>;
}

/** An activity that was completed and can be compensated. */
export interface Completed {
  readonly at: string;
  /** How often, one directly after the other; absent: once. */
  readonly times?: number;
  /** What was completed inside it and can be compensated, where it has no handler beside it. */
  readonly inside?: readonly Completed[];
  /** It was broken off: only what is inside can be compensated. */
  readonly partial?: true;
}

/**
 * A token stands at the flow node `at`. It waits there for something, or hosts a scope, or is held at a join, or is on
 * its way into the node.
 */
export interface Token {
  readonly id: number;
  readonly at: string;
  /** The scope that it is in; absent: the case's own process. */
  readonly scope?: number;
  /** The flow that it comes along, on its way into what waits for several tokens. */
  readonly along?: string;
  /** The flow that it is held on, at a gateway or an activity that waits for further tokens. */
  readonly heldOn?: string;
  /**
   * Of an instance of a looped or multi-instance activity: its loop counter, from 1. It stands at the same activity as the
   * token that is host of its scope; the two agree in `at`.
   */
  readonly inner?: number;
  /** Variables that exist for this token and what goes on inside it only. */
  readonly locals?: Variables;
  /** Of an activity of a sequential ad-hoc sub-process, not entered: it waits until no other is being performed. */
  readonly parked?: true;
  /** It stands at the start event of an event sub-process for as long as its scope is at work, which it does not keep so. */
  readonly listens?: true;
  /** What was completed inside the activity at which it stands, which is complete. */
  readonly done?: readonly Completed[];
  /** It compensates these activities, the last one first, before it goes on; what is left of them. */
  readonly undo?: readonly Completed[];
  /** It is there for `undo` only. */
  readonly ends?: true;
  /** Its activity was broken off; after `undo`, it leaves by this boundary event. */
  readonly leavesBy?: string;
}

/**
 * What goes on inside an activity: a sub-process or a called process at work, or the instances of a loop. `token` stands
 * at the activity `at`.
 */
export interface Scope {
  readonly id: number;
  readonly token: number;
  readonly at: string;
  /** Of an ad-hoc sub-process: its completion condition has held; what is being performed ends, and nothing starts. */
  readonly ended?: true;
  /** Present: the tokens inside are instances of the activity itself. */
  readonly loop?: LoopCount;
  /** What was completed in it and can be compensated, in order of completion. */
  readonly done?: readonly Completed[];
  /** Present: the activity of this id is compensated in it, for the token that is host. */
  readonly undoes?: string;
}

/** How far a loop has come; active instances are those started and neither completed nor terminated. */
export interface LoopCount {
  readonly started: number;
  readonly completed: number;
  readonly terminated: number;
  /** How many instances a multi-instance activity has; absent: a standard loop, which nobody can tell of. */
  readonly instances?: number;
  /** Items of the instances that are still to start, by loop counter less one. */
  readonly items?: readonly Json[];
  /** What the instances have put out, by loop counter less one; null: nothing yet. */
  readonly outputs?: readonly Json[];
  /** Until when the activity as a whole is to be done. */
  readonly due?: { readonly dueAt: Instant; readonly provisional: boolean };
}

/** A complex gateway has been activated in a scope (absent: the case's own process) and took tokens from these flows. */
export interface Reset {
  readonly at: string;
  readonly scope?: number;
  readonly consumed: readonly string[];
}

/**
 * What a token waits for. `at` is the element that waits: a task, an event (then `token` may stand at the activity that
 * the event is attached to, or at the event-based gateway before it), or what an incident is about.
 */
export interface StateWait {
  readonly no: number;
  readonly kind: WaitKind;
  readonly at: string;
  readonly token: number;
  /** Of an event with several triggers: which one, from 0. */
  readonly trigger?: number;
  /** The condition is true already: it has to become false before the event can happen. */
  readonly held?: boolean;
  /** How often a repeating timer has fired. */
  readonly fired?: number;
  /** Where a provisional timer counts from: it is counted again when its calendar arrives. */
  readonly countsFrom?: Instant;
  /**
   * Of an incident: what to do again on retry. `work`: what the node does between entering and leaving; `caught`: what
   * follows an event that has happened.
   */
  readonly retry?: 'enter' | 'work' | 'leave' | 'timer' | 'condition' | 'caught' | 'compensate';
}

/** What can move a case. `wait` is the number of an open wait. */
export type EngineCommand =
  /**
   * `at`: the element whose trigger has happened; absent: the none start event. `dueAt`: when its timer was due; `name`: of
   * its message or signal.
   */
  | {
      readonly type: 'start';
      readonly variables: Variables;
      readonly at?: string;
      readonly dueAt?: Instant;
      readonly name?: string;
    }
  /** A task or service task is done; `variables` are merged into the case's. */
  | { readonly type: 'complete'; readonly wait: number; readonly variables: Variables; readonly outcome?: string }
  /**
   * A timer is due. A `provisional` one is counted again on the calendar of the context; while that still lacks a
   * year, the incident `calendar-missing` is raised. What follows a fired timer takes effect as of `dueAt`.
   */
  | { readonly type: 'fire'; readonly wait: number; readonly dueAt: Instant; readonly provisional: boolean }
  /** The message that `wait` is about has come. */
  | { readonly type: 'receive'; readonly wait: number; readonly variables: Variables }
  /** The signal that `wait` is about was thrown outside. */
  | { readonly type: 'signal'; readonly wait: number; readonly variables: Variables }
  /** The BPMN error `code` is thrown at a task or service task, which ends with it. */
  | { readonly type: 'throw'; readonly wait: number; readonly code: string; readonly variables: Variables }
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
  /**
   * Performs the built-in services that need more than variables: `name` is what stands after `sanzhi:`, `law` what the
   * task is in law. Undefined: the kernel's own service of that name is performed.
   */
  readonly perform?: (name: string, elementId: string, law: ScopeForm | null) => ServiceResult | undefined;
}

/** What a command did to the case. A wait that was opened and closed within it appears in neither list. */
export interface Advanced {
  readonly state: EngineState;
  readonly opened: readonly Wait[];
  readonly closed: readonly { readonly no: number; readonly as: ClosedState }[];
  readonly events: readonly HistoryEvent[];
  /** Variables that were set, in total over the command; not those that a new task cleared (`outcome`). */
  readonly changed: Variables;
  /** Names of the signals that it threw, in order; what waits for them in the same case has them already. */
  readonly signals: readonly string[];
  /** Messages that it threw, in order. */
  readonly messages: readonly ThrownMessage[];
  readonly status: 'running' | 'completed' | 'cancelled';
}

/** A message on its way out of a case; `calledProcess` as in `Wait`. */
export interface ThrownMessage {
  readonly name: string;
  readonly elementId: string;
  readonly calledProcess: string | null;
  /** What it carries: what an expression at its sender could read. */
  readonly variables: Variables;
  /** The key that its receiver is found by; absent: it carries none. */
  readonly correlation?: string;
}

/** The signature of the kernel; `engine/advance.ts` exports it. The caller has checked that `wait` is open. */
export type Advance = (
  model: CaseModel,
  state: EngineState | null,
  command: EngineCommand,
  context: EngineContext,
) => Advanced;
