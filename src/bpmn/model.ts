import type { Activity, EventSubProcess } from './activityModel.ts';
import type {
  BoundaryEvent,
  CatchEvent,
  CompensationStart,
  EndEvent,
  EventSubProcessStart,
  StartEvent,
  ThrowEvent,
} from './eventModel.ts';
import type { NodeBase, SequenceFlow } from './nodeModel.ts';

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
  /** The none start event; empty: what it is started by stands at other elements (`startTriggers`). */
  readonly start: string;
  readonly nodes: Readonly<Record<string, FlowNode>>;
  readonly flows: Readonly<Record<string, SequenceFlow>>;
  /** How its messages find their cases; absent: the file says nothing of it. */
  readonly correlations?: Correlations;
}

/** By the name of a message, the keys that it is correlated by. */
export type Correlations = Readonly<Record<string, readonly MessageCorrelation[]>>;

/** `path`: FEEL on the content of the message; `data`: FEEL on the variables, of a process that subscribes to the key. */
export interface MessageCorrelation {
  readonly key: string;
  readonly path: readonly string[];
  readonly data?: readonly string[];
}

/** The process that a case runs, with the processes that it calls, directly or not, by `calledElement`. */
export interface CaseModel extends ProcessModel {
  readonly called?: Readonly<Record<string, ProcessModel>>;
}

export interface ExclusiveGateway extends NodeBase {
  readonly type: 'exclusiveGateway';
  readonly defaultFlow: string | null;
}

export interface ParallelGateway extends NodeBase {
  readonly type: 'parallelGateway';
}

export interface InclusiveGateway extends NodeBase {
  readonly type: 'inclusiveGateway';
  readonly defaultFlow: string | null;
}

export interface ComplexGateway extends NodeBase {
  readonly type: 'complexGateway';
  readonly defaultFlow: string | null;
  /** FEEL text over the variables, `activationCount` and the ids of its incoming flows; null: any token activates it. */
  readonly activationCondition: string | null;
}

/** Each outgoing flow leads to what is waited for: a timer or message event, or a receive task. */
export interface EventBasedGateway extends NodeBase {
  readonly type: 'eventBasedGateway';
  /** What happens behind it starts a case: the first only (`exclusive`), or the case then waits for the others too. */
  readonly instantiate?: 'exclusive' | 'parallel';
}

export type Gateway = ExclusiveGateway | ParallelGateway | InclusiveGateway | ComplexGateway | EventBasedGateway;

export type FlowNode =
  | StartEvent
  | CompensationStart
  | EventSubProcessStart
  | EndEvent
  | Activity
  | EventSubProcess
  | Gateway
  | CatchEvent
  | ThrowEvent
  | BoundaryEvent;
