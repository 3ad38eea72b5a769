import { cancelActivity } from '../activities/activity.ts';
import { compensate } from './compensate.ts';
import { isLoopHost, nodeAt, tokenOf } from '../processes.ts';
import type { Run } from '../run.ts';
import { scopeHostedBy, tokensIn } from '../scopes.ts';
import type { Completed, Token } from '../state.ts';
import { sendToken } from '../tokens.ts';

/**
 * Breaks an activity off and compensates what was completed inside it, also inside what was still active there; then its
 * token leaves by the boundary event (BPMN 2.0 §10.7.3, §13.3.4).
 */
export function rollBack(run: Run, host: Token, boundary: string): void {
  const undo = completedBy(run, host);
  cancelActivity(run, host);
  if (undo.length === 0) return sendToken(run, host, boundary);
  compensate(run, { ...tokenOf(run, host.id), leavesBy: boundary }, undo);
}

/** What was completed inside an activity that is still active, or is to be compensated there yet. */
function completedBy(run: Run, token: Token): readonly Completed[] {
  const { undo = [] } = token;
  const scope = scopeHostedBy(run, token);
  if (scope === undefined) return undo;
  const done = scope.undoes === undefined ? (scope.done ?? []) : [];
  return [...undo, ...done, ...tokensIn(run, scope.id).flatMap((inside) => brokenOff(run, inside))];
}

function brokenOff(run: Run, token: Token): readonly Completed[] {
  const inside = completedBy(run, token);
  const node = nodeAt(run, token);
  if (inside.length === 0 || !('boundary' in node) || isLoopHost(token, node)) return inside;
  return [{ at: token.at, inside, partial: true }];
}
