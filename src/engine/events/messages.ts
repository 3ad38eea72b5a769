import type { FlowNode } from '../../bpmn/model.ts';
import { openWait } from '../caseWaits.ts';
import { calledProcessOf, record } from '../history.ts';
import { awaitedKey, carriedKey } from '../correlation.ts';
import { processOf } from '../processes.ts';
import type { Run } from '../run.ts';
import type { Token } from '../state.ts';
import { variablesOf } from '../variables.ts';
import { dueFields, type DueMoment } from './timers.ts';

/** Waits for a message of this name; `token` is the node's own, or that of its activity or gateway. */
export function awaitMessage(
  run: Run,
  token: Token,
  node: FlowNode,
  name: string,
  due?: DueMoment,
  nth?: number,
): void {
  const memory = nth === undefined ? {} : { trigger: nth };
  const wait = openWait(run, {
    kind: 'message',
    token,
    node,
    topic: name,
    due,
    memory,
    correlation: awaitedKey(run, token, name),
  });
  record(run, token, { type: 'message.awaited', elementId: node.id, wait, name, ...dueFields(due) });
}

/** Throws a message: it goes out of the case. */
export function throwMessage(run: Run, token: Token, node: FlowNode, name: string): void {
  record(run, token, { type: 'message.thrown', elementId: node.id, name });
  const variables = variablesOf(run, token);
  const correlation = carriedKey(run, processOf(run, token).correlations?.[name], variables);
  run.messages.push({
    name,
    elementId: node.id,
    calledProcess: calledProcessOf(run, token),
    variables,
    ...(correlation !== undefined && { correlation }),
  });
}
