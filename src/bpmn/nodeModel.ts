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

export interface NodeBase {
  readonly id: string;
  readonly name: string | null;
  /** Ids of sequence flows, in document order. */
  readonly incoming: readonly string[];
  readonly outgoing: readonly string[];
  /** Id of the embedded sub-process around it; absent: the process itself. */
  readonly scope?: string;
}
