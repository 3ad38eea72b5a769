import type { FlowNode } from '../../bpmn/model.ts';
import { openWait } from '../caseWaits.ts';
import { record } from '../history.ts';
import { nodeOf, tokenOf } from '../processes.ts';
import type { Run } from '../run.ts';
import type { StateWait, Token } from '../state.ts';

/** Waits for a signal of this name; `token` is the node's own, or that of its activity or gateway. */
export function awaitSignal(run: Run, token: Token, node: FlowNode, name: string, nth?: number): void {
  const memory = nth === undefined ? {} : { trigger: nth };
  const wait = openWait(run, { kind: 'signal', token, node, topic: name, memory });
  record(run, token, { type: 'signal.awaited', elementId: node.id, wait, name });
}

/**
 * Throws a signal: everything in the case that waits for its name gets it, whichever process it stands in, and the case
 * tells the others (BPMN 2.0 §10.5.1). Who begins to wait later does not get it.
 */
export function throwSignal(run: Run, token: Token, node: FlowNode, name: string): void {
  record(run, token, { type: 'signal.thrown', elementId: node.id, name });
  run.signals.push(name);
  for (const wait of run.waits.values()) {
    if (wait.kind === 'signal' && signalOf(run, wait) === name)
      run.queue.push({ token: wait.token, completes: false, catches: wait.no });
  }
}

/** The name of the signal that a wait is about. */
export function signalOf(run: Run, wait: StateWait): string | undefined {
  const node = nodeOf(run, tokenOf(run, wait.token), wait.at);
  const trigger = 'triggers' in node ? node.triggers[wait.trigger ?? 0] : node;
  return trigger !== undefined && 'signal' in trigger ? trigger.signal : undefined;
}
