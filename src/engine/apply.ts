import { completeActivity } from './activities/activity.ts';
import { behaviourOf } from './behaviours.ts';
import type { FlowNode } from '../bpmn/model.ts';
import { closeWait } from './caseWaits.ts';
import { compensateNext } from './compensation/compensate.ts';
import { record } from './history.ts';
import { raiseIncident } from './incidents.ts';
import { nodeAt, nodeOf, processOf, tokenOf } from './processes.ts';
import { carriedKey } from './correlation.ts';
import type { Run } from './run.ts';
import type { EngineCommand, StateWait, Token } from './state.ts';
import { awaitCondition } from './events/conditionalEvents.ts';
import { signalOf } from './events/signals.ts';
import { throwError } from './events/errors.ts';
import { closeFired, settle, type Timed } from './events/timers.ts';
import { needsAll } from './events/triggers.ts';
import { startCase } from './start.ts';
import { sendToken } from './tokens.ts';
import { assign } from './variables.ts';

type Of<T extends EngineCommand['type']> = Extract<EngineCommand, { type: T }>;

/** Does what a command asks at the wait that it names; the tokens that it sends on their way are moved afterwards. */
export function apply(run: Run, command: Exclude<EngineCommand, { type: 'cancel' }>): void {
  if (command.type === 'start') return startCase(run, command);
  const wait = run.waits.get(command.wait);
  if (wait === undefined) throw new Error(`The case has no open wait ${command.wait}.`);
  const token = tokenOf(run, wait.token);
  switch (command.type) {
    case 'complete':
      return complete(run, wait, token, command);
    case 'receive':
      return receive(run, wait, token, command);
    case 'signal':
      if (wait.kind !== 'signal') throw wrongKind(wait, command);
      assign(run, token, command.variables);
      return catchNow(run, wait);
    case 'throw':
      return throwAt(run, wait, token, command);
    case 'fire':
      return fire(run, wait, token, command);
    case 'fail':
      return fail(run, wait, token, command);
    case 'retry':
      return retry(run, wait, token);
  }
}

function complete(run: Run, wait: StateWait, token: Token, command: Of<'complete'>): void {
  if (wait.kind !== 'task' && wait.kind !== 'service') throw wrongKind(wait, command);
  const outcome = command.outcome === undefined ? {} : { outcome: command.outcome };
  const own = assign(run, token, { ...command.variables, ...outcome });
  closeWait(run, wait.no, 'completed');
  record(run, token, { type: `${wait.kind}.completed`, elementId: wait.at, wait: wait.no, ...outcome, ...own });
  completeActivity(run, tokenOf(run, token.id), nodeAt(run, token), command.outcome);
}

function receive(run: Run, wait: StateWait, token: Token, command: Of<'receive'>): void {
  if (wait.kind !== 'message') throw wrongKind(wait, command);
  const name = messageOf(nodeOf(run, token, wait.at), wait);
  const own = assign(run, token, command.variables);
  if (name.name !== undefined) carriedKey(run, processOf(run, token).correlations?.[name.name], command.variables);
  closeWait(run, wait.no, 'completed');
  record(run, token, { type: 'message.received', elementId: wait.at, wait: wait.no, ...name, ...own });
  happen(run, wait, tokenOf(run, token.id));
}

function messageOf(node: FlowNode, wait: StateWait): { name?: string } {
  const trigger = 'triggers' in node ? node.triggers[wait.trigger ?? 0] : node;
  return trigger !== undefined && 'message' in trigger ? { name: trigger.message } : {};
}

/** A signal that was waited for has been thrown, or a condition has become true. */
export function catchNow(run: Run, wait: StateWait): void {
  const token = tokenOf(run, wait.token);
  const name = signalOf(run, wait);
  closeWait(run, wait.no, 'completed');
  const type = wait.kind === 'signal' ? 'signal.received' : 'condition.met';
  record(run, token, { type, elementId: wait.at, wait: wait.no, ...(name !== undefined && { name }) });
  happen(run, wait, token);
}

function throwAt(run: Run, wait: StateWait, token: Token, command: Of<'throw'>): void {
  if (wait.kind !== 'task' && wait.kind !== 'service') throw wrongKind(wait, command);
  const own = assign(run, token, command.variables);
  closeWait(run, wait.no, 'completed');
  const ended = { type: `${wait.kind}.completed`, elementId: wait.at, wait: wait.no, code: command.code } as const;
  record(run, token, { ...ended, ...own });
  throwError(run, tokenOf(run, token.id), nodeAt(run, token), command.code, 'work');
}

function fire(run: Run, wait: StateWait, token: Token, command: Of<'fire'>): void {
  if (wait.kind !== 'timer') throw wrongKind(wait, command);
  if (!command.provisional) return fireTimer(run, wait, token, command.dueAt);
  closeWait(run, wait.no, 'cancelled');
  record(run, token, { type: 'timer.cancelled', elementId: wait.at, wait: wait.no });
  reckonAgain(run, wait, token);
}

function fail(run: Run, wait: StateWait, token: Token, command: Of<'fail'>): void {
  if (wait.kind !== 'service') throw wrongKind(wait, command);
  closeWait(run, wait.no, 'cancelled');
  record(run, token, { type: 'service.cancelled', elementId: wait.at, wait: wait.no });
  raiseIncident(run, token, nodeOf(run, token, wait.at), command.incident, { retry: 'work' });
}

function retry(run: Run, wait: StateWait, token: Token): void {
  if (wait.kind !== 'incident') throw wrongKind(wait, { type: 'retry' });
  closeWait(run, wait.no, 'completed');
  record(run, token, { type: 'incident.resolved', elementId: wait.at, wait: wait.no });
  const node = nodeAt(run, token);
  switch (wait.retry) {
    case 'timer':
      return reckonAgain(run, wait, token);
    case 'condition':
      return rearm(run, wait, token);
    case 'compensate':
      return compensateNext(run, token);
    case 'caught':
      return happen(run, wait, token);
    case 'work':
      return behaviourOf(node, token).work?.(run, token, node);
    case 'leave':
      return behaviourOf(node, token).leave(run, token, node);
    default:
      return sendToken(run, token, token.at, token.along ?? token.heldOn);
  }
}

function reckonAgain(run: Run, old: StateWait, token: Token): void {
  const overdue = settle(run, token, timedBy(run, token, old), old);
  if (overdue !== undefined) fireTimer(run, overdue.wait, token, overdue.dueAt);
}

function fireTimer(run: Run, wait: StateWait, token: Token, dueAt: string): void {
  closeFired(run, wait, token, dueAt);
  happen(run, wait, token);
}

function rearm(run: Run, { at, trigger }: StateWait, token: Token): void {
  const node = nodeOf(run, token, at);
  if ('condition' in node || 'triggers' in node) awaitCondition(run, token, node, trigger);
}

/** What a token waited for by `wait` has happened, perhaps first of several things, or last of all that are needed. */
function happen(run: Run, wait: StateWait, token: Token): void {
  const event = nodeOf(run, token, wait.at);
  if (needsAll(event) && isAwaited(run, wait)) return;
  const place = nodeAt(run, token);
  behaviourOf(place, token).chosen?.(run, token, place, event);
  const behaviour = behaviourOf(event, token);
  if (behaviour.caught === undefined) throw new Error(`Element ${event.id} waits for nothing that could happen.`);
  behaviour.caught(run, tokenOf(run, token.id), event, wait);
}

function isAwaited(run: Run, { at, token }: StateWait): boolean {
  return [...run.waits.values()].some((other) => other.at === at && other.token === token);
}

function timedBy(run: Run, token: Token, { at, trigger: nth }: StateWait): Timed {
  const node = nodeOf(run, token, at);
  const trigger = 'triggers' in node ? node.triggers[nth ?? 0] : node;
  if (trigger !== undefined && 'timer' in trigger) return { node, timer: trigger.timer, nth };
  throw new Error(`Element ${at} is no timer.`);
}

function wrongKind(wait: StateWait, command: Pick<EngineCommand, 'type'>): Error {
  return new Error(`Wait ${wait.no} is a ${wait.kind}; ${command.type} does not apply to it.`);
}
