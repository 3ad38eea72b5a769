import { cancelTokens, completeActivity } from './activities/activity.ts';
import { apply } from './apply.ts';
import { behaviourOf } from './behaviours.ts';
import { record, recordOfCase } from './history.ts';
import { raiseIncident } from './incidents.ts';
import { nodeAt } from './processes.ts';
import { beginRun, endRun, type Run } from './run.ts';
import { tokensIn } from './scopes.ts';
import { undatedLimit } from './undatedLimit.ts';
import { reportStarvedJoins } from './gateways/starvedJoins.ts';
import type { Advance, Token } from './state.ts';

/** Does what a command asks, then moves tokens until each of them waits; see `Advance` in `state.ts`. */
export const advance: Advance = (model, state, command, context) => {
  if ((state === null) !== (command.type === 'start')) throw new Error(`${command.type} on the wrong state of a case.`);
  const run = beginRun(model, state, context);
  const events = state?.events ?? 0;
  if (command.type === 'cancel') {
    cancelTokens(run, tokensIn(run, undefined));
    recordOfCase(run, 'case.cancelled');
    return endRun(run, events, 'cancelled');
  }
  apply(run, command);
  moveTokens(run);
  reportStarvedJoins(run);
  if (run.tokens.size > 0) return endRun(run, events, 'running');
  recordOfCase(run, 'case.completed');
  return endRun(run, events, 'completed');
};

/** One token after the other enters the node it was sent to; what is left after `maxSteps` stops with an incident. */
function moveTokens(run: Run): void {
  let steps = 0;
  for (const move of run.queue) {
    run.moving.delete(move.token);
    const token = run.tokens.get(move.token);
    if (token === undefined) continue;
    if (move.completes) {
      completeActivity(run, token, nodeAt(run, token));
      continue;
    }
    if (steps >= run.context.maxSteps) stopAtLimit(run, token);
    else enter(run, token);
    steps += 1;
  }
}

function enter(run: Run, token: Token): void {
  const node = nodeAt(run, token);
  const undated = undatedLimit(run, node);
  if (undated !== undefined) return raiseIncident(run, token, node, undated, { retry: 'enter' });
  record(run, token, { type: 'element.entered', elementId: node.id });
  behaviourOf(node, token).enter(run, token, node);
}

function stopAtLimit(run: Run, token: Token): void {
  const message = `The case took ${run.context.maxSteps} steps in one command and stopped before ${token.at}.`;
  const nextAction = 'Retry to go on; if it stops here again, the definition runs in a circle: cancel the case.';
  const incident = { code: 'limit-reached', message, nextAction } as const;
  raiseIncident(run, token, nodeAt(run, token), incident, { retry: 'enter' });
}
