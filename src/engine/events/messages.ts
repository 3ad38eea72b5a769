import type { BoundaryMessage, IntermediateMessage, MessageStart, ReceiveTask } from '../../bpmn/model.ts';
import { openWait } from '../caseWaits.ts';
import { record } from '../history.ts';
import type { Run } from '../run.ts';
import type { Token } from '../state.ts';
import { dueFields, type DueMoment } from './timers.ts';

export type MessageNode = ReceiveTask | IntermediateMessage | BoundaryMessage | MessageStart;

/** Waits for a message of this name; `token` is the node's own, or that of its activity or gateway. */
export function awaitMessage(run: Run, token: Token, node: MessageNode, name: string, due?: DueMoment): void {
  const wait = openWait(run, { kind: 'message', token, node, topic: name, due });
  record(run, token, { type: 'message.awaited', elementId: node.id, wait, name, ...dueFields(due) });
}
