import type { NamedAct } from '../domain/revocation.ts';
import type { RecordHook } from '../domain/evidence.ts';
import type { LimitLength } from '../domain/limit.ts';
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

export interface SequenceFlow {
  readonly id: string;
  readonly name: string | null;
  readonly source: string;
  readonly target: string;
  /** FEEL text of the condition expression, without a leading `=`. */
  readonly condition: string | null;
  /** `enf:outcome`: the flow is taken by exactly this outcome of the task that it leaves. */
  readonly outcome: FlowOutcome | null;
}
export type FlowOutcome = ScopeOutcome | ReviewOutcome;
export type ScopeOutcome = 'required' | 'notRequired';
export type ReviewOutcome = 'passed' | 'returned' | 'rejected';

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
  /** Taken when no condition on another flow out of it is true. */
  readonly defaultFlow?: string;
  /** It compensates another activity, and is outside of the normal flow. */
  readonly forCompensation?: true;
  /** Tokens that have to arrive before it starts; absent: one. */
  readonly startQuantity?: number;
  /** Tokens that it sends along each flow it is left by; absent: one. */
  readonly completionQuantity?: number;
  readonly step: StepExtension | null;
  readonly law: LawForm | null;
  /** `enf:record`, in document order. */
  readonly records: readonly StepRecord[];
  /** `enf:deadline`: limits that start to run when the activity is entered. */
  readonly deadlines: readonly Deadline[];
  /** `enf:clock`: what happens to limits when the activity is entered or complete. */
  readonly clocks: readonly ClockMark[];
  /** Standard loop characteristics. */
  readonly loop?: StandardLoop;
  readonly multiInstance?: MultiInstance;
}

/** An activity is performed again as long as `condition` (FEEL; null: always) holds, at most `maximum` times. */
export interface StandardLoop {
  /** The condition is asked before the first time too. */
  readonly testBefore: boolean;
  readonly maximum: number | null;
  readonly condition: string | null;
}

/** An activity is performed once for each item of `input`, or `cardinality` (FEEL) times; exactly one of them is given. */
export interface MultiInstance {
  readonly sequential: boolean;
  readonly cardinality: string | null;
  readonly input: LoopData | null;
  readonly output: LoopData | null;
  /** FEEL, asked each time an instance completes; once it holds, the instances that are left are terminated. */
  readonly completionCondition: string | null;
  /** What instances throw when they complete, in document order; absent: nothing. */
  readonly throws?: readonly InstanceThrow[];
}

/** What each instance throws that completes, or the `first` only; where there is a `condition` (FEEL), if that holds. */
export interface InstanceThrow {
  readonly first: boolean;
  readonly condition: string | null;
  readonly results: readonly Result[];
}

/** A list variable of the case, and the variable of an instance that holds its item; null: the instance does not see it. */
export interface LoopData {
  readonly list: string;
  readonly item: string | null;
}

/** `enf:step`: stable business key, candidate role, the outcomes the step can be completed with, and the officers it needs. */
export interface StepExtension {
  /** Null where the drawing only names the role. */
  readonly key: string | null;
  readonly role: string | null;
  /** Empty: completed without an outcome. */
  readonly outcomes: readonly string[];
  /** Officers with a valid enforcement certificate who do it together; 0: no certificate is asked for. */
  readonly officers: 0 | 1 | 2;
}

/** What an activity is in law: the word that its wait carries, and what else its extension element says. */
export type LawForm = TaskForm | ScopeForm;
export type TaskForm =
  | {
      readonly form:
        'draft' | 'reviewRequest' | 'reviewMaterials' | 'reviewRuling' | 'redaction' | 'publicationApproval';
    }
  | { readonly form: 'reviewOpinion'; readonly level: 1 | 2 }
  | { readonly form: 'decision'; readonly act: NamedAct };
export interface ScopeForm {
  readonly form: 'scope';
  readonly act: NamedAct;
}

/** `enf:record`: a recording hook, and the form that it is written on (null: a recording). */
export interface StepRecord extends RecordHook {
  readonly template: string | null;
}

/** `enf:deadline`: a limit of the law as the procedure sets it; an agency's own figures replace `limit`. */
export interface Deadline {
  readonly clock: string;
  readonly limit: LimitLength;
  /** A last day on a rest day rolls to the next working day. */
  readonly rolls: boolean;
  /** Variable that holds the legal date from which it counts; null: the day on which the activity is entered. */
  readonly from: string | null;
  /** By how much it can be extended in its own unit, all extensions together; null: never. */
  readonly extension: number | null;
  readonly basis: string;
  readonly onBreach: 'overdue';
}

/**
 * `enf:clock`: `pause` when the activity is entered, the others when it is complete. An extension is approved by whoever
 * completed one of the user tasks `approval`, and was asked for by whoever completed one of the waits `asked` before it.
 */
export type ClockMark =
  | { readonly clock: string; readonly event: 'pause' | 'resume'; readonly ground: string; readonly basis: string }
  | {
      readonly clock: string;
      readonly event: 'extend';
      readonly by: LimitLength;
      readonly basis: string;
      readonly approval: readonly string[];
      readonly asked: readonly string[];
    }
  | { readonly clock: string; readonly event: 'stop' };

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

export interface UserTask extends ActivityBase {
  readonly type: 'userTask';
  readonly law: TaskForm | null;
}
/** Done outside the system: a token passes through, the step is on the record. */
export interface ManualTask extends ActivityBase {
  readonly type: 'manualTask';
  readonly law: null;
}
/** Of no specified kind: a token passes through, as at a manual task. */
export interface AbstractTask extends ActivityBase {
  readonly type: 'task';
  readonly law: null;
}
export interface ScriptTask extends ActivityBase {
  readonly type: 'scriptTask';
  readonly law: null;
  /** FEEL text, without a leading `=`; its value is a context of variables. */
  readonly script: string;
}
export interface ServiceTask extends ActivityBase {
  readonly type: 'serviceTask';
  readonly law: ScopeForm | null;
  /** A built-in service (`sanzhi:<name>`), or the topic that external workers fetch it by. */
  readonly service: { readonly builtIn: string } | { readonly topic: string };
}
export interface SendTask extends ActivityBase {
  readonly type: 'sendTask';
  readonly law: null;
  /** A message that is sent at once, by its name, or the topic that external workers fetch it by. */
  readonly sends: { readonly message: string } | { readonly topic: string };
}
export interface ReceiveTask extends ActivityBase {
  readonly type: 'receiveTask';
  readonly law: null;
  /** Name of the message. */
  readonly message: string;
  /** The message starts a case here. */
  readonly instantiate?: true;
}
/** An embedded sub-process; `start` is its start event. */
export interface SubProcess extends ActivityBase {
  readonly type: 'subProcess';
  readonly transaction?: true;
  readonly law: null;
  readonly start: string;
}
/** Runs when its start event happens while the scope around it is at work; no flow leads to or from it. */
export interface EventSubProcess extends NodeBase {
  readonly type: 'eventSubProcess';
  /** Its start event, an `EventSubProcessStart`. */
  readonly start: string;
}
/**
 * An ad-hoc sub-process: what is `enabled` (the activities inside without incoming flows) is performed in any order, as
 * often as one likes, until the completion condition (FEEL; null: until each has been performed once) holds.
 */
export interface AdHocSubProcess extends ActivityBase {
  readonly type: 'adHocSubProcess';
  readonly law: null;
  readonly sequential: boolean;
  readonly completionCondition: string | null;
  readonly cancelRemaining: boolean;
  readonly enabled: readonly string[];
}
export interface CallActivity extends ActivityBase {
  readonly type: 'callActivity';
  readonly law: null;
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

export type Activity =
  | AbstractTask
  | ScriptTask
  | SendTask
  | UserTask
  | ManualTask
  | ServiceTask
  | ReceiveTask
  | SubProcess
  | AdHocSubProcess
  | CallActivity;
export type Gateway = ExclusiveGateway | ParallelGateway | InclusiveGateway | ComplexGateway | EventBasedGateway;
export type ResultEnd = NoneEnd & (Result | SeveralResults<EndResult>);
export type EndEvent = NoneEnd | TerminateEnd | ErrorEnd | ResultEnd | CompensationEnd | CancelEnd;
export type CatchEvent = WaitingCatch | LinkCatch;
export type ThrowEvent = NoneThrow | LinkThrow | ResultThrow | CompensationThrow;
export type BoundaryEvent = TriggeredBoundary | BoundaryCompensation | BoundaryCancel;
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
