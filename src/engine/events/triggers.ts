import type { CatchingNode, Trigger, TriggeredBoundary } from '../../bpmn/eventModel.ts';
import type { FlowNode } from '../../bpmn/model.ts';
import { awaitCondition } from './conditionalEvents.ts';
import { awaitMessage } from './messages.ts';
import { awaitSignal } from './signals.ts';
import { armTimer } from './timers.ts';
import type { Run } from '../run.ts';
import type { StateWait, Token } from '../state.ts';

/** Whether a node is a boundary event that something has to happen for; compensation and cancel come from within. */
export function isTriggered(node: FlowNode): node is TriggeredBoundary {
  return node.type === 'boundaryEvent' && !('handler' in node) && !('cancel' in node);
}

/** What an event waits for: one trigger, or several. */
export function triggersOf(node: CatchingNode): readonly Trigger[] {
  return 'triggers' in node ? node.triggers : [node];
}

/** Waits for every trigger of an event; `token` is the event's own, or that of its activity or gateway. */
export function armEvent(run: Run, token: Token, node: CatchingNode): void {
  for (const [index, trigger] of triggersOf(node).entries()) {
    const nth = nthOf(node, index);
    if ('timer' in trigger) armTimer(run, token, { node, timer: trigger.timer, nth }, timerBase(run));
    else armTrigger(run, token, { node, trigger, nth });
  }
}

export interface Armed {
  readonly node: CatchingNode;
  readonly trigger: Trigger;
  readonly nth: number | undefined;
}

/** Waits for a trigger other than a timer. Nobody waits for an error or an escalation: they look for who catches them. */
export function armTrigger(run: Run, token: Token, { node, trigger, nth }: Armed, held = false): void {
  if ('message' in trigger) awaitMessage(run, token, node, trigger.message, undefined, nth);
  else if ('signal' in trigger) awaitSignal(run, token, node, trigger.signal, nth);
  else if ('condition' in trigger) awaitCondition(run, token, node, nth, held);
}

/**
 * Goes on waiting after an event has happened that interrupts nothing: for the trigger that `wait` was about, or for all
 * of them where all are needed. A timer repeats while its cycle lasts; a condition has to become true anew.
 */
export function armAgain(run: Run, token: Token, node: CatchingNode, wait: StateWait | undefined): void {
  const all = triggersOf(node);
  if (wait === undefined || (needsAll(node) && all.some((trigger) => 'timer' in trigger))) return;
  const again = needsAll(node) ? [...all.keys()] : [wait.trigger ?? 0];
  for (const index of again) {
    const trigger = all[index];
    const nth = nthOf(node, index);
    if (trigger === undefined) continue;
    if (!('timer' in trigger)) armTrigger(run, token, { node, trigger, nth }, true);
    else armTimer(run, token, { node, timer: trigger.timer, nth }, { countsFrom: run.moment, fired: fires(wait) });
  }
}

/** What an incident remembers that stopped an event after its trigger, so that a retry goes on from there. */
export function memoryOf(run: Run, node: CatchingNode, wait: StateWait | undefined): Memory {
  const nth = wait?.trigger === undefined ? {} : { trigger: wait.trigger };
  const trigger = triggersOf(node)[wait?.trigger ?? 0];
  if (wait === undefined || needsAll(node) || trigger === undefined || !('timer' in trigger)) {
    return { ...nth, retry: 'caught' };
  }
  return { ...nth, countsFrom: run.moment, fired: fires(wait), retry: 'timer' };
}
type Memory = Pick<StateWait, 'fired' | 'countsFrom' | 'retry' | 'trigger'>;

/** Whether an event happens only when all of its triggers have (parallel multiple). */
export function needsAll(node: object): boolean {
  return 'parallel' in node && node.parallel === true;
}

/** Of several triggers, the number of one. */
export function nthOf(node: CatchingNode, index: number): number | undefined {
  return 'triggers' in node ? index : undefined;
}

export function timerBase(run: Run): { countsFrom: string; fired: number } {
  return { countsFrom: run.moment, fired: 0 };
}

function fires({ fired = 0 }: StateWait): number {
  return fired + 1;
}
