import { DateTime } from 'luxon';
import type { WorkingCalendar } from './calendar.ts';
import { addWorkingDays, unpublishedYears, workingDayAfter } from './deadline.ts';
import type { WorkingDays } from './deadline.ts';
import type { Instant } from './json.ts';
import { dateOfDay, DAY_MS, endOfDay, endOfLegalDay, instantOf, legalDayOf, millisOf } from './legalTime.ts';
import type { DayNumber } from './legalTime.ts';
import type { TimerCycle, TimerLength, TimerSpec } from './timerText.ts';

/** When a timer falls due. */
export interface TimerDue {
  readonly dueAt: Instant;
  /** The date rests on a year whose holidays are not published. */
  readonly provisional: boolean;
  /** A legal limit in working days: it ends at 24:00 Asia/Shanghai. */
  readonly legal: boolean;
  /** The reckoning of a limit in working days. */
  readonly explain?: WorkingDays;
}

type Span = Extract<TimerLength, { unit: 'span' }>;

/**
 * When a timer armed at `armedAt` falls due first. A moment that has passed is due at once. A cycle with fixed moments does
 * not catch up the ones before `armedAt`; when all have passed, the last is due. RangeError after the year 9999.
 */
export function firstDue(spec: TimerSpec, armedAt: Instant, calendar: WorkingCalendar): TimerDue {
  if (spec.kind === 'date') return exact(millisOf(spec.at));
  const armed = millisOf(armedAt);
  if (spec.kind === 'duration' || (spec.start === null && spec.end === null)) {
    return after(legalDayOf(armed), armed, spec.length, calendar);
  }
  return fixedMoment(spec, armed, calendar).due;
}

/**
 * When a cycle falls due after `previousDue`, its last due moment, having fired `firings` times; null when it has ended.
 * A cycle without start or end counts from `previousDue`, so a late firing does not shift it.
 */
export function nextDue(
  spec: TimerSpec,
  previousDue: Instant,
  firings: number,
  calendar: WorkingCalendar,
): TimerDue | null {
  if (spec.kind !== 'cycle') return null;
  const previous = millisOf(previousDue);
  if (spec.start !== null || spec.end !== null) {
    const { due, later } = fixedMoment(spec, previous + 1, calendar);
    return later ? due : null;
  }
  if (spec.times !== null && firings >= spec.times) return null;
  // 24:00 of a day is 00:00 of the next: the day before it is the one that was counted to.
  return after(legalDayOf(previous - 1), previous, spec.length, calendar);
}

function after(day: DayNumber, from: number, length: TimerLength, calendar: WorkingCalendar): TimerDue {
  if (length.unit === 'span') return exact(plus(from, length, 1));
  const explain = addWorkingDays(dateOfDay(day), length.days, calendar);
  return { dueAt: endOfLegalDay(explain.due), provisional: explain.provisional, legal: true, explain };
}

/** The first moment of a cycle at or after `from`; `later` is false when there is none and the last one is given. */
function fixedMoment(cycle: TimerCycle, from: number, calendar: WorkingCalendar): { due: TimerDue; later: boolean } {
  const { length, times } = cycle;
  if (length.unit === 'workingDays') return workingDayMoment(cycle, length.days, from, calendar);
  const forward = cycle.start !== null;
  const anchor = millisOf(cycle.start ?? cycle.end ?? '');
  const most = times === null ? Number.MAX_SAFE_INTEGER : times - 1;
  const reached = forward
    ? (step: number) => plus(anchor, length, step) >= from
    : (step: number) => plus(anchor, length, -step - 1) < from;
  const steps = Math.min(most, stepsUntil(reached, (forward ? from - anchor : anchor - from) / leastOf(length)));
  const moment = plus(anchor, length, forward ? steps : -steps);
  return { due: exact(moment), later: moment >= from };
}

/** The smallest step from 0 that satisfies a monotone condition, which holds at `bound` at the latest. */
function stepsUntil(reached: (step: number) => boolean, bound: number): number {
  let low = 0;
  let high = Math.max(0, Math.ceil(bound));
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function workingDayMoment(
  { start, times }: TimerCycle,
  days: number,
  from: number,
  calendar: WorkingCalendar,
): { due: TimerDue; later: boolean } {
  const anchor = millisOf(start ?? '');
  const first = legalDayOf(anchor);
  let [moment, day] = [anchor, first];
  for (let firing = 1; moment < from && firing !== times; firing += 1) {
    day = workingDayAfter(day, days, calendar);
    moment = endOfDay(day);
  }
  const provisional = unpublishedYears(first, day, calendar).length > 0;
  return { due: { dueAt: instantOf(moment), provisional, legal: day > first }, later: moment >= from };
}

function exact(millis: number): TimerDue {
  return { dueAt: instantOf(millis), provisional: false, legal: false };
}

/** `times` spans after a moment; months by the calendar of Beijing time, 31 January + 1 month being the end of February. */
function plus(from: number, { months, millis }: Span, times: number): number {
  if (months === 0) return from + millis * times;
  return (
    DateTime.fromMillis(from, { zone: 'UTC+8' })
      .plus({ months: months * times })
      .toMillis() +
    millis * times
  );
}

/** A lower bound of a span's length in milliseconds. */
function leastOf({ months, millis }: Span): number {
  return months * 28 * DAY_MS + millis;
}
