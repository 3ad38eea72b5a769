import type { FlowNode } from '../../bpmn/model.ts';
import type { Instant } from '../../domain/json.ts';
import type { HistoryEvent } from '../../domain/record.ts';
import { firstDue, nextDue } from '../../domain/timerDue.ts';
import type { TimerSpec } from '../../domain/timerText.ts';
import { raiseIncident } from '../incidents.ts';
import { closeWait, openWait } from '../caseWaits.ts';
import { record } from '../history.ts';
import type { Run } from '../run.ts';
import type { StateWait, Token } from '../state.ts';

/** The timer of an event; `nth`: of several triggers, which one. */
export interface Timed {
  readonly node: FlowNode;
  readonly timer: TimerSpec;
  readonly nth: number | undefined;
}
/** When a timer is due. A provisional moment has no legal effect yet. */
export interface DueMoment {
  readonly dueAt: Instant;
  readonly provisional: boolean;
}
/** What a timer counts from: the moment it was armed, or for a repetition the due moment before it. */
export interface TimerBase {
  readonly countsFrom: Instant;
  readonly fired: number;
}

/** When the timer is due, null when its repetitions are used up, or why it cannot be reckoned. */
export function dueOf(run: Run, timer: TimerSpec, base: TimerBase): DueMoment | null | { unusable: string } {
  const { calendar } = run.context;
  try {
    if (base.fired === 0) return firstDue(timer, base.countsFrom, calendar);
    return nextDue(timer, base.countsFrom, base.fired, calendar);
  } catch (error) {
    if (error instanceof RangeError) return { unusable: error.message };
    throw error;
  }
}

/** Reckons a timer and opens its wait; `token` is its own or that of its activity or gateway. Undefined: nothing to wait for. */
export function armTimer(run: Run, token: Token, timed: Timed, base: TimerBase): number | undefined {
  return schedule(run, token, timed, base, dueOf(run, timed.timer, base));
}

/** Opens the wait of a timer that has been reckoned. */
export function schedule(
  run: Run,
  token: Token,
  { node, nth }: Timed,
  base: TimerBase,
  due: ReturnType<typeof dueOf>,
): number | undefined {
  if (due === null) return undefined;
  const fired = { ...(base.fired > 0 && { fired: base.fired }), ...(nth !== undefined && { trigger: nth }) };
  if ('unusable' in due) {
    const message = `Timer ${node.id} cannot be reckoned: ${due.unusable}`;
    const nextAction = 'Do what the timer guards by hand, or cancel the case and correct the definition.';
    const memory = { ...fired, countsFrom: base.countsFrom, retry: 'timer' as const };
    raiseIncident(run, token, node, { code: 'timer-unusable', message, nextAction }, memory);
    return undefined;
  }
  const memory = due.provisional ? { ...fired, countsFrom: base.countsFrom } : fired;
  const wait = openWait(run, { kind: 'timer', token, node, due, memory });
  record(run, token, { type: 'timer.scheduled', elementId: node.id, wait, ...dueFields(due) });
  return wait;
}

/**
 * Reckons a provisional timer again, whose wait (timer or incident) has been closed. On a calendar that still lacks a
 * year, the incident `calendar-missing` takes its place. Returns the new wait when it is due already.
 */
export function settle(run: Run, token: Token, timed: Timed, old: StateWait): Overdue | undefined {
  const { node, nth } = timed;
  const base = { countsFrom: old.countsFrom ?? run.moment, fired: old.fired ?? 0 };
  const due = dueOf(run, timed.timer, base);
  if (due !== null && 'provisional' in due && due.provisional && due.dueAt <= run.context.now) {
    const message = `Timer ${node.id} was due at ${due.dueAt} by a calendar that lacks the holidays of that time.`;
    const nextAction = 'Install the published holidays of that year, then retry.';
    const fired = { ...(old.fired !== undefined && { fired: old.fired }), ...(nth !== undefined && { trigger: nth }) };
    const memory = { ...fired, countsFrom: base.countsFrom };
    const incident = { code: 'calendar-missing' as const, message, nextAction };
    raiseIncident(run, token, node, incident, { ...memory, retry: 'timer' });
    return undefined;
  }
  const no = schedule(run, token, timed, base, due);
  const wait = no === undefined ? undefined : run.waits.get(no);
  if (wait === undefined || due === null || 'unusable' in due || due.provisional || due.dueAt > run.context.now) return;
  return { wait, dueAt: due.dueAt };
}
export interface Overdue {
  readonly wait: StateWait;
  readonly dueAt: Instant;
}

/** Closes a due timer; what follows takes effect as of its due moment, however late it is fired. */
export function closeFired(run: Run, wait: StateWait, token: Token, dueAt: Instant): void {
  run.moment = dueAt;
  closeWait(run, wait.no, 'fired');
  record(run, token, { type: 'timer.fired', elementId: wait.at, wait: wait.no, dueAt });
}

/** Due moment as it stands on an event. */
export function dueFields(due: DueMoment | undefined): Pick<HistoryEvent, 'dueAt' | 'provisional'> {
  if (due === undefined) return {};
  return due.provisional ? { dueAt: due.dueAt, provisional: true } : { dueAt: due.dueAt };
}
