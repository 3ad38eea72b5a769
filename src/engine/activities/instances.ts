import type { FlowNode } from '../../bpmn/model.ts';
import type { Variables } from '../../domain/json.ts';
import { completedIn, noteCompleted, passOn } from '../compensation/completed.ts';
import { record } from '../history.ts';
import type { Run } from '../run.ts';
import type { LoopCount, Scope, Token } from '../state.ts';

/** Opens the scope in which the instances of a looped activity stand; none has started. */
export function openLoop(run: Run, host: Token, loop: LoopCount): Scope {
  const scope = { id: run.nextToken++, token: host.id, at: host.at, loop };
  run.scopes.set(scope.id, scope);
  return scope;
}

/** The loop that an instance is of. */
export function loopOf(run: Run, { id, scope = 0 }: Token): { readonly scope: Scope; readonly loop: LoopCount } {
  const found = run.scopes.get(scope);
  if (found?.loop === undefined) throw new Error(`Token ${id} is no instance of a loop.`);
  return { scope: found, loop: found.loop };
}

export function setLoop(run: Run, scope: Scope, loop: LoopCount): void {
  run.scopes.set(scope.id, { ...(run.scopes.get(scope.id) ?? scope), loop });
}

/** Sends the instance with this loop counter on its way into its activity. */
export function startInstance(run: Run, scope: Scope, inner: number, locals?: Variables): void {
  const id = run.nextToken++;
  const token = { id, at: scope.at, scope: scope.id, inner };
  run.tokens.set(id, locals === undefined ? token : { ...token, locals });
  run.queue.push({ token: id, completes: false });
  run.moving.add(id);
}

/** An instance is complete and gone. */
export function endInstance(run: Run, token: Token, node: FlowNode): void {
  record(run, token, { type: 'element.completed', elementId: node.id });
  noteCompleted(run, token, node);
  run.tokens.delete(token.id);
}

/** The loop is over: its activity is complete. */
export function closeLoop(run: Run, scope: Scope): void {
  passOn(run, run.tokens.get(scope.token)?.scope, completedIn(run, scope.id));
  run.scopes.delete(scope.id);
  run.queue.push({ token: scope.token, completes: true });
}
