import type { TimerSpec } from '../domain/timerText.ts';

/** A deployed BPMN file, compiled: plain data, no functions, so that it can cross a worker's boundary. */
export interface DefinitionModel {
  readonly sha256: string;
  /** Id of the first executable process. */
  readonly key: string;
  readonly name: string;
  /** Whether the file uses elements of the enforcement namespace. */
  readonly enforcement: boolean;
  readonly processes: Readonly<Record<string, ProcessModel>>;
}

/**
 * An executable process as a graph; `nodes` and `flows` by element id. What stands inside embedded sub-processes stands
 * in the same two tables: a node names the sub-process around it as its `scope`.
 */
export interface ProcessModel {
  readonly id: string;
  readonly name: string;
  readonly start: string;
  readonly nodes: Readonly<Record<string, FlowNode>>;
  readonly flows: Readonly<Record<string, SequenceFlow>>;
}

/** The process that a case runs, with the processes that it calls, directly or not, by `calledElement`. */
export interface CaseModel extends ProcessModel {
  readonly called?: Readonly<Record<string, ProcessModel>>;
}

export interface SequenceFlow {
  readonly id: string;
  readonly name: string | null;
  readonly source: string;
  readonly target: string;
  /** FEEL text of the condition expression, without a leading `=`. */
  readonly condition: string | null;
}

interface NodeBase {
  readonly id: string;
  readonly name: string | null;
  /** Ids of sequence flows, in document order. */
  readonly incoming: readonly string[];
  readonly outgoing: readonly string[];
  /** Id of the embedded sub-process around it; absent: the process itself. */
  readonly scope?: string;
}

/** An activity; `boundary` holds the ids of its boundary events. */
interface ActivityBase extends NodeBase {
  readonly boundary: readonly string[];
  readonly step: StepExtension | null;
}

/** `enf:step`: stable business key, candidate role, and the outcomes the step can be completed with. */
export interface StepExtension {
  readonly key: string;
  readonly role: string | null;
  /** Empty: completed without an outcome. */
  readonly outcomes: readonly string[];
}

export interface StartEvent extends NodeBase {
  readonly type: 'startEvent';
}
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

export interface UserTask extends ActivityBase {
  readonly type: 'userTask';
}
/** Done outside the system: a token passes through, the step is on the record. */
export interface ManualTask extends ActivityBase {
  readonly type: 'manualTask';
}
export interface ServiceTask extends ActivityBase {
  readonly type: 'serviceTask';
  /** A built-in service (`sanzhi:<name>`), or the topic that external workers fetch it by. */
  readonly service: { readonly builtIn: string } | { readonly topic: string };
}
export interface ReceiveTask extends ActivityBase {
  readonly type: 'receiveTask';
  /** Name of the message. */
  readonly message: string;
}
/** An embedded sub-process; `start` is its start event. */
export interface SubProcess extends ActivityBase {
  readonly type: 'subProcess';
  readonly start: string;
}
export interface CallActivity extends ActivityBase {
  readonly type: 'callActivity';
  /** Id of the process that is called: one of the same file, or the key of a deployed definition. */
  readonly calledElement: string;
}

export interface ExclusiveGateway extends NodeBase {
  readonly type: 'exclusiveGateway';
  readonly defaultFlow: string | null;
}
export interface ParallelGateway extends NodeBase {
  readonly type: 'parallelGateway';
}
/** Each outgoing flow leads to what is waited for: a timer or message event, or a receive task. */
export interface EventBasedGateway extends NodeBase {
  readonly type: 'eventBasedGateway';
}

export interface IntermediateTimer extends NodeBase {
  readonly type: 'intermediateCatchEvent';
  readonly timer: TimerSpec;
}
export interface IntermediateMessage extends NodeBase {
  readonly type: 'intermediateCatchEvent';
  readonly message: string;
}

interface BoundaryBase extends NodeBase {
  readonly type: 'boundaryEvent';
  readonly attachedTo: string;
  readonly interrupting: boolean;
}
export interface BoundaryTimer extends BoundaryBase {
  readonly timer: TimerSpec;
}
export interface BoundaryMessage extends BoundaryBase {
  readonly message: string;
}
export interface BoundaryError extends BoundaryBase {
  readonly interrupting: true;
  /** Null: any error. */
  readonly catches: ErrorCode | null;
}

export type Activity = UserTask | ManualTask | ServiceTask | ReceiveTask | SubProcess | CallActivity;
export type Gateway = ExclusiveGateway | ParallelGateway | EventBasedGateway;
export type EndEvent = NoneEnd | TerminateEnd | ErrorEnd;
export type CatchEvent = IntermediateTimer | IntermediateMessage;
export type BoundaryEvent = BoundaryTimer | BoundaryMessage | BoundaryError;
export type FlowNode = StartEvent | EndEvent | Activity | Gateway | CatchEvent | BoundaryEvent;
