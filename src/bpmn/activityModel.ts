import type { Result } from './eventModel.ts';
import type { ClockMark, Deadline, LawForm, ScopeForm, StepExtension, StepRecord, TaskForm } from './lawModel.ts';
import type { NodeBase } from './nodeModel.ts';

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
