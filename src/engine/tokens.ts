import type { FlowNode } from '../bpmn/model.ts';
import type { SequenceFlow } from '../bpmn/nodeModel.ts';
import { cancelWaits } from './caseWaits.ts';
import { record } from './history.ts';
import { nodeOf } from './processes.ts';
import type { Run } from './run.ts';
import type { Scope, Token } from './state.ts';

/**
 * Sends a token on its way into a node of its scope, as though it stood there already. An instance of a loop, which is
 * never sent elsewhere, stays one.
 */
export function sendToken(run: Run, token: Token, at: string, along?: string): void {
  const { id, scope, inner } = token;
  const base = scope === undefined ? { id, at } : inner === undefined ? { id, at, scope } : token;
  run.tokens.set(id, along === undefined ? base : { ...base, along });
  run.queue.push({ token: id, completes: false });
  run.moving.add(id);
}

/** Sends a new token into a node of a scope. */
export function newToken(run: Run, scope: number | undefined, at: string, along?: string): void {
  const id = run.nextToken++;
  sendToken(run, scope === undefined ? { id, at } : { id, at, scope }, at, along);
}

/** Sends a token, or a new one beside it, along a flow. Only what waits for several tokens asks by which flow one came. */
export function sendAlong(run: Run, token: Token, flow: SequenceFlow, asNew: boolean): void {
  const along = waitsForTokens(nodeOf(run, token, flow.target)) ? flow.id : undefined;
  if (asNew) newToken(run, token.scope, flow.target, along);
  else sendToken(run, token, flow.target, along);
}

/** Takes a token out; with the last one of a scope, the activity around it is complete. */
export function dropToken(run: Run, token: Token): void {
  const { id, scope } = token;
  run.tokens.delete(id);
  if (isInhabited(run, scope)) return;
  stopListening(run, scope);
  if (scope === undefined) return;
  const ended = run.scopes.get(scope);
  if (ended === undefined) return;
  if (ended.undoes !== undefined) record(run, token, { type: 'element.compensated', elementId: ended.undoes });
  else keepCompleted(run, ended);
  run.scopes.delete(scope);
  run.queue.push({ token: ended.token, completes: true });
}

/** What was completed in a scope goes over to the activity around it. */
function keepCompleted(run: Run, { token, done }: Scope): void {
  const host = run.tokens.get(token);
  if (host !== undefined && done !== undefined) run.tokens.set(token, { ...host, done });
}

function waitsForTokens(node: FlowNode): boolean {
  return synchronizing.has(node.type) || ('startQuantity' in node && (node.startQuantity ?? 1) > 1);
}

const synchronizing: ReadonlySet<string> = new Set(['parallelGateway', 'inclusiveGateway', 'complexGateway']);

function isInhabited(run: Run, scope: number | undefined): boolean {
  for (const token of run.tokens.values()) if (token.scope === scope && token.listens !== true) return true;
  return false;
}

/** What has ended can start none of its event sub-processes any more. */
function stopListening(run: Run, scope: number | undefined): void {
  for (const token of [...run.tokens.values()]) {
    if (token.scope !== scope) continue;
    cancelWaits(run, token);
    run.tokens.delete(token.id);
  }
}
