import type { FlowNode } from '../../bpmn/model.ts';
import { cancelWaits } from '../caseWaits.ts';
import { record } from '../history.ts';
import type { Run } from '../run.ts';
import { scopeHostedBy, tokensIn } from '../scopes.ts';
import { leave } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';

/** The work of an activity is done, with its outcome if it has one: its boundary events and their incidents end with it. */
export function completeActivity(run: Run, token: Token, node: FlowNode, outcome?: string): void {
  cancelWaits(run, token);
  leave(run, token, node, outcome);
}

/** An activity is broken off, and everything that goes on inside it; the token stays to be sent elsewhere or deleted. */
export function cancelActivity(run: Run, token: Token): void {
  const scope = scopeHostedBy(run, token);
  if (scope !== undefined) {
    cancelTokens(run, tokensIn(run, scope.id));
    run.scopes.delete(scope.id);
  }
  cancelWaits(run, token);
  if (isAtWork(run, token)) record(run, token, { type: 'element.cancelled', elementId: token.at });
}

/** Whether a token has entered the node at which it stands and not been broken off there. */
function isAtWork(run: Run, { id, listens, ends, leavesBy, parked }: Token): boolean {
  return (
    parked === undefined && !run.moving.has(id) && listens === undefined && ends === undefined && leavesBy === undefined
  );
}

/** Tokens end, and what they do with them. */
export function cancelTokens(run: Run, tokens: readonly Token[]): void {
  for (const token of tokens) {
    cancelActivity(run, token);
    run.tokens.delete(token.id);
  }
  forgetResets(run);
}

/** A complex gateway starts anew where nothing goes on any more. */
function forgetResets(run: Run): void {
  const left = run.resets.filter(({ scope }) => tokensIn(run, scope).length > 0);
  run.resets.splice(0, run.resets.length, ...left);
}
