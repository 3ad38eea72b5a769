import type { TimerSpec } from '../domain/timerText.ts';
import type { NodeBase } from './nodeModel.ts';

/** Passed by what a person starts, or a call. */
export interface NoneStart extends NodeBase {
  readonly type: 'startEvent';
}

export interface TimerStart extends NodeBase {
  readonly type: 'startEvent';
  readonly timer: TimerSpec;
}

export interface MessageStart extends NodeBase {
  readonly type: 'startEvent';
  /** Name of the message. */
  readonly message: string;
}

export interface SignalStart extends NodeBase {
  readonly type: 'startEvent';
  /** Name of the signal. */
  readonly signal: string;
}

/** Starts the event sub-process that compensates the sub-process or process around it; nobody waits for it. */
export interface CompensationStart extends NodeBase {
  readonly type: 'startEvent';
  readonly compensation: true;
}

/** Any of several triggers starts a case. */
export interface MultipleStart extends NodeBase {
  readonly type: 'startEvent';
  readonly starts: readonly (TimerTrigger | MessageTrigger | SignalTrigger)[];
}

export type StartEvent = NoneStart | TimerStart | MessageStart | SignalStart | MultipleStart;

/** What an event waits for, by the property that names it. */
export type Trigger =
  TimerTrigger | MessageTrigger | SignalTrigger | ConditionTrigger | ErrorTrigger | EscalationTrigger;

export interface TimerTrigger {
  readonly timer: TimerSpec;
}

export interface MessageTrigger {
  /** Name of the message. */
  readonly message: string;
}

export interface SignalTrigger {
  /** Name of the signal. */
  readonly signal: string;
}

export interface ConditionTrigger {
  /** FEEL text; the event happens when it becomes true. */
  readonly condition: string;
}

export interface ErrorTrigger {
  /** Null: any error. */
  readonly catches: ErrorCode | null;
}

export interface EscalationTrigger {
  /** `escalationCode`; null: any escalation. */
  readonly escalation: string | null;
}

/** Several triggers, of which the first is enough, or all are needed where it is `parallel`. */
export interface SeveralTriggers {
  readonly triggers: readonly Trigger[];
  readonly parallel: boolean;
}

/** Stands at the start of an event sub-process. */
export type EventSubProcessStart = NodeBase & { readonly type: 'startEvent'; readonly interrupting: boolean } & (
    Trigger | SeveralTriggers
  );

/** What an event throws, by the property that names it: an end event also an error, or the end of its scope. */
export type Result = MessageTrigger | SignalTrigger | Escalated;

export interface Escalated {
  /** `escalationCode`. */
  readonly escalation: string;
}

export interface SeveralResults<R> {
  readonly results: readonly R[];
}

export type EndResult = Result | Pick<ErrorEnd, 'throws'> | Pick<TerminateEnd, 'terminate'>;

export interface NoneEnd extends NodeBase {
  readonly type: 'endEvent';
}

/** Ends everything in its scope: the sub-process around it, or its process. */
export interface TerminateEnd extends NodeBase {
  readonly type: 'endEvent';
  readonly terminate: true;
}

export interface ErrorEnd extends NodeBase {
  readonly type: 'endEvent';
  readonly throws: ErrorCode;
}

/** `errorCode` of a BPMN error. */
export type ErrorCode = string;

interface CatchBase extends NodeBase {
  readonly type: 'intermediateCatchEvent';
}

/** Target of the link throw events of its name in the same scope; a flow of the model leads from each of them to it. */
export interface LinkCatch extends CatchBase {
  readonly link: string;
}

export type WaitingCatch = CatchBase & (Trigger | SeveralTriggers);

interface ThrowBase extends NodeBase {
  readonly type: 'intermediateThrowEvent';
}

/** Marks a place. */
export type NoneThrow = ThrowBase;

export interface LinkThrow extends ThrowBase {
  readonly link: string;
}

/** Compensates the activity of this id, or (null) all that it sees; `waits`: until that is done. */
interface Compensates {
  readonly compensates: string | null;
  readonly waits: boolean;
}

export type CompensationThrow = ThrowBase & Compensates;

export type CompensationEnd = NoneEnd & Compensates;

/** Cancels the transaction that it stands in. */
export type CancelEnd = NoneEnd & { readonly cancel: true };

export type ResultThrow = ThrowBase & (Result | SeveralResults<Result>);

interface BoundaryBase extends NodeBase {
  readonly type: 'boundaryEvent';
  readonly attachedTo: string;
  readonly interrupting: boolean;
}

export type TriggeredBoundary = BoundaryBase & (Trigger | SeveralTriggers);

/** `handler` compensates the activity. */
export type BoundaryCompensation = BoundaryBase & { readonly handler: string };

/** The way out of a cancelled transaction. */
export type BoundaryCancel = BoundaryBase & { readonly interrupting: true; readonly cancel: true };

export type BoundaryError = BoundaryBase & ErrorTrigger;

/** An event that waits where a token is. */
export type CatchingNode = WaitingCatch | TriggeredBoundary | EventSubProcessStart;

export type ResultEnd = NoneEnd & (Result | SeveralResults<EndResult>);

export type EndEvent = NoneEnd | TerminateEnd | ErrorEnd | ResultEnd | CompensationEnd | CancelEnd;

export type CatchEvent = WaitingCatch | LinkCatch;

export type ThrowEvent = NoneThrow | LinkThrow | ResultThrow | CompensationThrow;

export type BoundaryEvent = TriggeredBoundary | BoundaryCompensation | BoundaryCancel;
