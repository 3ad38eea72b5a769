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

/** An executable process as a graph; `nodes` and `flows` by element id. */
export interface ProcessModel {
  readonly id: string;
  readonly name: string;
  readonly start: string;
  readonly nodes: Readonly<Record<string, FlowNode>>;
  readonly flows: Readonly<Record<string, SequenceFlow>>;
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
export interface EndEvent extends NodeBase {
  readonly type: 'endEvent';
}
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
export interface ExclusiveGateway extends NodeBase {
  readonly type: 'exclusiveGateway';
  readonly defaultFlow: string | null;
}
export interface IntermediateTimer extends NodeBase {
  readonly type: 'intermediateCatchEvent';
  readonly timer: TimerSpec;
}
export interface BoundaryTimer extends NodeBase {
  readonly type: 'boundaryEvent';
  readonly attachedTo: string;
  readonly interrupting: boolean;
  readonly timer: TimerSpec;
}

export type Activity = UserTask | ManualTask | ServiceTask;
export type FlowNode = StartEvent | EndEvent | Activity | ExclusiveGateway | IntermediateTimer | BoundaryTimer;
