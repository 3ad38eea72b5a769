import type { AdHocSubProcess, CallActivity, EventSubProcess, SubProcess } from '../bpmn/activityModel.ts';
import { hasRoomFor, raiseIncident, tooManyTokens } from './incidents.ts';
import { hostOf } from './processes.ts';
import { listen } from './events/listeners.ts';
import { processOf } from './processes.ts';
import type { Run } from './run.ts';
import type { Scope, Token } from './state.ts';
import { newToken } from './tokens.ts';

/** Sub-processes and called processes that can be at work one inside the other. */
export const maxDepth = 50;

/**
 * Opens what goes on inside an activity: a scope with a token on its way to each of `starts`. Answers false, with an incident
 * of retry kind `work`, at a limit. The activity is complete when no token is left in the scope.
 */
export function openScope(
  run: Run,
  host: Token,
  node: SubProcess | AdHocSubProcess | CallActivity | EventSubProcess,
  ...starts: readonly string[]
): boolean {
  if (!hasRoomFor(run, starts.length)) {
    raiseIncident(run, host, node, tooManyTokens(node), { retry: 'work' });
    return false;
  }
  if (depthOf(run, host) >= maxDepth) {
    const message = `${node.id} would start a process inside ${maxDepth} others.`;
    const nextAction = 'Cancel the case; its definition calls itself without end, or has to be flattened.';
    raiseIncident(run, host, node, { code: 'limit-reached', message, nextAction }, { retry: 'work' });
    return false;
  }
  const scope = { id: run.nextToken++, token: host.id, at: node.id };
  run.scopes.set(scope.id, scope);
  const token = { id: 0, at: node.id, scope: scope.id };
  listen(run, scope.id, processOf(run, token), node.type === 'callActivity' ? undefined : node.id);
  for (const start of starts) newToken(run, scope.id, start);
  return true;
}

/** The scope that a token hosts, or undefined. */
export function scopeHostedBy(run: Run, token: Token): Scope | undefined {
  for (const scope of run.scopes.values()) if (scope.token === token.id) return scope;
  return undefined;
}

/** The tokens in a scope; undefined: in the case's own process. */
export function tokensIn(run: Run, scope: number | undefined): Token[] {
  return [...run.tokens.values()].filter((token) => token.scope === scope);
}

function depthOf(run: Run, token: Token): number {
  let depth = 0;
  for (let host = hostOf(run, token); host !== undefined; host = hostOf(run, host)) depth += 1;
  return depth;
}
