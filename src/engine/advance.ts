import { behaviourOf } from './behaviours.ts';
import { cancelActivity, completeActivity } from './activity.ts';
import { raiseIncident } from './incidents.ts';
import { beginRun, closeWait, endRun, nodeOf, record, sendToken, setVariables, tokenOf, type Run } from './run.ts';
import type { Advance, EngineCommand, StateWait, Token } from './state.ts';
import { closeFired, settle, type TimerNode } from './timers.ts';

/** Does what a command asks, then moves tokens until each of them waits; see `Advance` in `state.ts`. */
export const advance: Advance = (model, state, command, context) => {
  if ((state === null) !== (command.type === 'start')) throw new Error(`${command.type} on the wrong state of a case.`);
  const run = beginRun(model, state, context);
  const events = state?.events ?? 0;
  if (command.type === 'cancel') {
    cancelCase(run);
    return endRun(run, events, 'cancelled');
  }
  apply(run, command);
  moveTokens(run);
  if (run.tokens.size > 0) return endRun(run, events, 'running');
  record(run, { type: 'case.completed' });
  return endRun(run, events, 'completed');
};

function apply(run: Run, command: Exclude<EngineCommand, { type: 'cancel' }>): void {
  if (command.type === 'start') return startCase(run, command);
  const wait = run.waits.get(command.wait);
  if (wait === undefined) throw new Error(`The case has no open wait ${command.wait}.`);
  const token = tokenOf(run, wait.token);
  switch (command.type) {
    case 'complete':
      return complete(run, wait, token, command);
    case 'fire':
      return fire(run, wait, token, command);
    case 'fail':
      return fail(run, wait, token, command);
    case 'retry':
      return retry(run, wait, token);
  }
}

function startCase(run: Run, command: Extract<EngineCommand, { type: 'start' }>): void {
  setVariables(run, command.variables);
  record(run, { type: 'case.started' });
  sendToken(run, null, run.model.start);
}

function complete(
  run: Run,
  wait: StateWait,
  token: Token,
  command: Extract<EngineCommand, { type: 'complete' }>,
): void {
  if (wait.kind !== 'task' && wait.kind !== 'service') throw wrongKind(wait, command);
  const outcome = command.outcome === undefined ? {} : { outcome: command.outcome };
  setVariables(run, { ...command.variables, ...outcome });
  closeWait(run, wait.no, 'completed');
  record(run, { type: `${wait.kind}.completed`, elementId: wait.at, wait: wait.no, ...outcome });
  completeActivity(run, token, nodeOf(run, token.at));
}

function fire(run: Run, wait: StateWait, token: Token, command: Extract<EngineCommand, { type: 'fire' }>): void {
  if (wait.kind !== 'timer') throw wrongKind(wait, command);
  if (!command.provisional) return fireTimer(run, wait, token, command.dueAt);
  closeWait(run, wait.no, 'cancelled');
  record(run, { type: 'timer.cancelled', elementId: wait.at, wait: wait.no });
  reckonAgain(run, wait, token);
}

function fail(run: Run, wait: StateWait, token: Token, command: Extract<EngineCommand, { type: 'fail' }>): void {
  if (wait.kind !== 'service') throw wrongKind(wait, command);
  closeWait(run, wait.no, 'cancelled');
  record(run, { type: 'service.cancelled', elementId: wait.at, wait: wait.no });
  raiseIncident(run, token, nodeOf(run, wait.at), command.incident, { retry: 'work' });
}

function retry(run: Run, wait: StateWait, token: Token): void {
  if (wait.kind !== 'incident') throw wrongKind(wait, { type: 'retry' });
  closeWait(run, wait.no, 'completed');
  record(run, { type: 'incident.resolved', elementId: wait.at, wait: wait.no });
  const node = nodeOf(run, token.at);
  switch (wait.retry) {
    case 'timer':
      return reckonAgain(run, wait, token);
    case 'work':
      return behaviourOf(node).work?.(run, token, node);
    case 'leave':
      return behaviourOf(node).leave(run, token, node);
    default:
      return sendToken(run, token, token.at);
  }
}

function reckonAgain(run: Run, old: StateWait, token: Token): void {
  const overdue = settle(run, token, timerNode(run, old.at), old);
  if (overdue !== undefined) fireTimer(run, overdue.wait, token, overdue.dueAt);
}

function fireTimer(run: Run, wait: StateWait, token: Token, dueAt: string): void {
  const node = timerNode(run, wait.at);
  closeFired(run, wait, dueAt);
  behaviourOf(node).fire?.(run, token, node, wait);
}

function timerNode(run: Run, id: string): TimerNode {
  const node = nodeOf(run, id);
  if (node.type === 'boundaryEvent' || node.type === 'intermediateCatchEvent') return node;
  throw new Error(`Element ${id} is no timer.`);
}

function cancelCase(run: Run): void {
  for (const token of [...run.tokens.values()]) {
    cancelActivity(run, token);
    run.tokens.delete(token.id);
  }
  record(run, { type: 'case.cancelled' });
}

/** One token after the other enters the node it was sent to; what is left after `maxSteps` stops with an incident. */
function moveTokens(run: Run): void {
  for (let step = 0; step < run.queue.length; step += 1) {
    const token = run.tokens.get(run.queue[step] ?? 0);
    if (token === undefined) continue;
    const node = nodeOf(run, token.at);
    if (step >= run.context.maxSteps) {
      stopAtLimit(run, token);
      continue;
    }
    record(run, { type: 'element.entered', elementId: node.id });
    behaviourOf(node).enter(run, token, node);
  }
}

function stopAtLimit(run: Run, token: Token): void {
  const message = `The case took ${run.context.maxSteps} steps in one command and stopped before ${token.at}.`;
  const nextAction = 'Retry to go on; if it stops here again, the definition runs in a circle: cancel the case.';
  raiseIncident(run, token, nodeOf(run, token.at), { code: 'limit-reached', message, nextAction }, { retry: 'enter' });
}

function wrongKind(wait: StateWait, command: Pick<EngineCommand, 'type'>): Error {
  return new Error(`Wait ${wait.no} is a ${wait.kind}; ${command.type} does not apply to it.`);
}
