import { handlerInside, handlerOf, processInside, setCompleted } from './completed.ts';
import { hasRoomFor, raiseIncident, tooManyTokens } from '../incidents.ts';
import { nodeAt, nodeOf } from '../processes.ts';
import type { Run } from '../run.ts';
import { leave } from '../sequenceFlow.ts';
import type { Completed, Scope, Token } from '../state.ts';
import { dropToken, newToken, sendToken } from '../tokens.ts';

/** Lets a token compensate these activities, the last one first, before it goes on. */
export function compensate(run: Run, token: Token, undo: readonly Completed[]): void {
  run.tokens.set(token.id, { ...token, undo });
  run.queue.push({ token: token.id, completes: true });
}

/** Compensates these activities beside a token, which does not wait for that; answers whether there was room. */
export function compensateBeside(run: Run, token: Token, undo: readonly Completed[]): boolean {
  if (!hasRoomFor(run, 1)) return false;
  const id = run.nextToken++;
  const base = { id, at: token.at, undo, ends: true } as const;
  run.tokens.set(id, token.scope === undefined ? base : { ...base, scope: token.scope });
  run.queue.push({ token: id, completes: true });
  return true;
}

/**
 * The handler of the activity that was completed last is started in a scope of its own; when that is empty, this is done
 * again for the one before. Once nothing is left to compensate, the token goes on.
 */
export function compensateNext(run: Run, host: Token): void {
  const undo = host.undo ?? [];
  const last = undo.at(-1);
  if (last === undefined) return goOn(run, host);
  if (!hasRoomFor(run, 2)) {
    const node = nodeAt(run, host);
    return raiseIncident(run, host, node, tooManyTokens(node), { retry: 'compensate' });
  }
  const { times = 1 } = last;
  const left = times > 1 ? undo.with(-1, { at: last.at, times: times - 1 }) : undo.slice(0, -1);
  run.tokens.set(host.id, { ...host, undo: left });
  const scope: Scope = { id: run.nextToken++, token: host.id, at: host.at, undoes: last.at };
  run.scopes.set(scope.id, scope);
  startHandler(run, scope, last);
}

/** A sub-process without handler is compensated by compensating what was completed inside it. */
function startHandler(run: Run, scope: Scope, { at, inside = [], partial }: Completed): void {
  const token: Token = { id: run.nextToken++, at, scope: scope.id, undo: inside, ends: true };
  const node = nodeOf(run, token, at);
  const handler = partial === undefined && 'boundary' in node ? handlerOf(run, token, node) : undefined;
  if (handler !== undefined) return newToken(run, scope.id, handler);
  const within = partial === undefined ? handlerInside(processInside(run, token, node), node) : undefined;
  if (within === undefined) {
    run.tokens.set(token.id, token);
    run.queue.push({ token: token.id, completes: true });
    return;
  }
  run.tokens.set(token.id, { ...token, undo: [] });
  const restored = { id: run.nextToken++, token: token.id, at };
  run.scopes.set(restored.id, restored);
  setCompleted(run, restored.id, inside);
  newToken(run, restored.id, within);
}

function goOn(run: Run, host: Token): void {
  const node = nodeAt(run, host);
  if (host.ends === true) return dropToken(run, host);
  if (host.leavesBy === undefined) return leave(run, host, node);
  sendToken(run, host, host.leavesBy);
}
