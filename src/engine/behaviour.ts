import type { FlowNode } from '../bpmn/model.ts';
import type { Run } from './run.ts';
import type { StateWait, Token } from './state.ts';

/**
 * What a kind of node does with a token. It moves a token by `sendToken`, which queues it for the next node, and never
 * calls that node: nothing recurs, however long a process is.
 */
export interface Behaviour<N extends FlowNode = FlowNode> {
  /** A token has arrived; `element.entered` is on the record. */
  enter(run: Run, token: Token, node: N): void;
  /** The token goes on. Stops with an incident of retry kind `leave` when it cannot. */
  leave(run: Run, token: Token, node: N): void;
  /** What an incident of retry kind `work` stopped is done again. */
  work?(run: Run, token: Token, node: N): void;
  /**
   * What the node waited for by `wait` has happened: its timer is due (`run.moment` is the due moment), or its message
   * has come. `token` is the node's own, or that of the activity it is attached to.
   */
  caught?(run: Run, token: Token, node: N, wait: StateWait): void;
  /**
   * No token moves any more, and these are held here in one scope: lets them pass where that is the time for it. Answers
   * whether it has changed anything.
   */
  rest?(run: Run, held: readonly Token[], node: N): boolean;
  /**
   * What a token inside the node has done is performed: an instance of its loop, or an activity inside an ad-hoc
   * sub-process. It has not left yet.
   */
  performed?(run: Run, inside: Token, node: FlowNode, outcome?: string): void;
  /** What was performed inside throws what it has to, and is over; nothing else moves (`Run.throwing`). */
  conclude?(run: Run, inside: Token, node: FlowNode): void;
  /** Of several things that a token at this node waits for, that at `event` has happened first. */
  chosen?(run: Run, token: Token, node: N, event: FlowNode): void;
}
