import type { SequenceFlow } from '../bpmn/model.ts';
import { nodeOf } from './processes.ts';
import type { Run } from './run.ts';
import type { Token } from './state.ts';

/** Sends a token on its way into a node of its scope, as though it stood there already. */
export function sendToken(run: Run, { id, scope }: Token, at: string, along?: string): void {
  const base = scope === undefined ? { id, at } : { id, at, scope };
  run.tokens.set(id, along === undefined ? base : { ...base, along });
  run.queue.push({ token: id, completes: false });
  run.moving.add(id);
}

/** Sends a new token into a node of a scope. */
export function newToken(run: Run, scope: number | undefined, at: string, along?: string): void {
  const id = run.nextToken++;
  sendToken(run, scope === undefined ? { id, at } : { id, at, scope }, at, along);
}

/** Sends a token, or a new one beside it, along a flow. Only a parallel gateway asks by which flow a token came. */
export function sendAlong(run: Run, token: Token, flow: SequenceFlow, asNew: boolean): void {
  const along = nodeOf(run, token, flow.target).type === 'parallelGateway' ? flow.id : undefined;
  if (asNew) newToken(run, token.scope, flow.target, along);
  else sendToken(run, token, flow.target, along);
}

/** Takes a token out; with the last one of a scope, the activity around it is complete. */
export function dropToken(run: Run, { id, scope }: Token): void {
  run.tokens.delete(id);
  if (scope === undefined || isInhabited(run, scope)) return;
  const host = run.scopes.get(scope)?.token;
  run.scopes.delete(scope);
  if (host !== undefined) run.queue.push({ token: host, completes: true });
}

function isInhabited(run: Run, scope: number): boolean {
  for (const token of run.tokens.values()) if (token.scope === scope) return true;
  return false;
}
