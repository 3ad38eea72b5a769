import type { FlowNode } from '../bpmn/model.ts';
import type { Incident } from '../domain/wait.ts';
import { openWait } from './caseWaits.ts';
import { record } from './history.ts';
import type { Run } from './run.ts';
import type { StateWait, Token } from './state.ts';

/** Tokens that a case may have at once. */
export const maxTokens = 1_000;

/** Stops a token (or, with retry kind `timer` or `caught`, only that event) until somebody retries or cancels. */
export function raiseIncident(
  run: Run,
  token: Token,
  node: FlowNode,
  incident: Incident,
  memory: Pick<StateWait, 'fired' | 'countsFrom' | 'retry' | 'trigger'>,
): void {
  const wait = openWait(run, { kind: 'incident', token, node, incident, memory });
  record(run, token, {
    type: 'incident.raised',
    elementId: node.id,
    wait,
    code: incident.code,
    message: incident.message,
  });
}

/** Instances of loops, beside its other tokens, that a case may have at once. */
export const maxInstances = 1_000;

export function hasRoomFor(run: Run, more: number): boolean {
  return more <= 0 || run.tokens.size + more <= maxTokens || run.tokens.size - instancesIn(run) + more <= maxTokens;
}

export function hasRoomForInstances(run: Run, more: number): boolean {
  return instancesIn(run) + more <= maxInstances;
}

function instancesIn(run: Run): number {
  let instances = 0;
  for (const token of run.tokens.values()) if (token.inner !== undefined) instances += 1;
  return instances;
}

export function tooManyTokens(node: FlowNode): Incident {
  return {
    code: 'limit-reached',
    message: `${node.id} would give the case more than ${maxTokens} tokens.`,
    nextAction: 'Retry when other branches have ended, or cancel the case and correct its definition.',
  };
}
