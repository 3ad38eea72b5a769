import { cancelTokens, completeActivity } from './activities/activity.ts';
import { apply, catchNow } from './apply.ts';
import { giveTurn, startsNow } from './activities/adHocTurns.ts';
import { behaviourOf } from './behaviours.ts';
import { compensateNext } from './compensation/compensate.ts';
import { record, recordOfCase } from './history.ts';
import { meetCondition } from './events/conditionalEvents.ts';
import { raiseIncident } from './incidents.ts';
import { hostOf, nodeAt } from './processes.ts';
import { beginRun, endRun, type Move, type Run } from './run.ts';
import { tokensIn } from './scopes.ts';
import { undatedLimit } from './undatedLimit.ts';
import { gather } from './activities/startQuantity.ts';
import { passJoin } from './gateways/restingJoins.ts';
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

/**
 * One token after the other enters the node it was sent to, and when none is left, joins that waited for that pass; what
 * is left after `maxSteps` stops with an incident.
 */
function moveTokens(run: Run): void {
  let steps = 0;
  let next = 0;
  do {
    for (let move = run.queue[next]; move !== undefined; move = run.queue[(next += 1)]) {
      if (move.catches !== undefined || move.leaves !== undefined) {
        goOn(run, move);
        continue;
      }
      // the activity was broken off since, and its token sent elsewhere
      if (move.completes && run.moving.has(move.token)) continue;
      run.moving.delete(move.token);
      const token = run.tokens.get(move.token);
      if (token === undefined) continue;
      if (move.performed) {
        endPerformance(run, token, move.outcome);
        continue;
      }
      if (move.completes) {
        if (token.undo === undefined) completeActivity(run, token, nodeAt(run, token));
        else compensateNext(run, token);
        continue;
      }
      if (steps >= run.context.maxSteps) stopAtLimit(run, token);
      else enter(run, token);
      steps += 1;
    }
  } while (throwNext(run) || passJoin(run) || meetCondition(run) || giveTurn(run));
}

/** What is around the activity that was performed says what follows. */
function endPerformance(run: Run, token: Token, outcome: string | undefined): void {
  const around = hostOf(run, token);
  if (around === undefined) throw new Error(`Token ${token.id} is in no activity.`);
  behaviourOf(nodeAt(run, around), around).performed?.(run, token, nodeAt(run, token), outcome);
}

/** What was waited for happens, or a token leaves, unless something that was thrown at the same time has ended that. */
function goOn(run: Run, { token: id, catches, leaves }: Move): void {
  const wait = run.waits.get(catches ?? 0);
  if (wait !== undefined) return catchNow(run, wait);
  const token = run.tokens.get(id);
  if (token !== undefined && token.at === leaves) {
    const node = nodeAt(run, token);
    behaviourOf(node, token).leave(run, token, node);
  }
}

/** The first of the tokens that are to throw something does; answers whether there was one. */
function throwNext(run: Run): boolean {
  const token = run.tokens.get(run.throwing.shift() ?? 0);
  if (token === undefined) return run.throwing.length > 0;
  const node = nodeAt(run, token);
  const around = token.inner === undefined ? undefined : hostOf(run, token);
  if (around === undefined) behaviourOf(node, token).work?.(run, token, node);
  else behaviourOf(nodeAt(run, around), around).conclude?.(run, token, node);
  return true;
}

function enter(run: Run, arrived: Token): void {
  const node = nodeAt(run, arrived);
  const token = gather(run, arrived, node);
  if (token === undefined || !startsNow(run, token, node)) return;
  const undated = token.inner === undefined ? undatedLimit(run, node) : undefined;
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
