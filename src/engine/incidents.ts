import type { FlowNode } from '../bpmn/model.ts';
import type { Incident } from '../domain/wait.ts';
import { openWait, record, type Run } from './run.ts';
import type { StateWait, Token } from './state.ts';

/** Stops a token (or, with retry kind `timer`, only that timer) until somebody retries or cancels. */
export function raiseIncident(
  run: Run,
  token: Token,
  node: FlowNode,
  incident: Incident,
  memory: NonNullable<Pick<StateWait, 'fired' | 'countsFrom' | 'retry'>>,
): void {
  const wait = openWait(run, { kind: 'incident', token: token.id, node, incident, memory });
  record(run, {
    type: 'incident.raised',
    elementId: node.id,
    wait,
    code: incident.code,
    message: incident.message,
  });
}
