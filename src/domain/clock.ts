import type { WorkingCalendar } from './calendar.ts';
import { describeDay, worksOn } from './calendar.ts';
import { explainWorkingDays, MAX_WORKING_DAYS, unpublishedYears } from './deadline.ts';
import type { Instant, LegalDate } from './json.ts';
import type { DayNumber } from './legalTime.ts';
import { dateOfDay, dayOfDate, endOfDay, instantOf, isWeekend, LAST_DAY, millisOf } from './legalTime.ts';

/** A statutory limit as its law sets it; every figure comes from the procedure or the agency's data. */
export interface ClockLimit {
  readonly days: number;
  readonly unit: 'workingDay' | 'naturalDay';
  /** `行政许可法 42`. */
  readonly basis: string;
  /** Natural days: a last day on a rest day rolls to the next working day (Civil Code Art. 203). */
  readonly rolls: boolean;
  /** Grounds on which the clock stands still (Licensing Law Art. 45); legal review is none of them. */
  readonly pauses: readonly string[];
  /** Most days by which it is extended, all extensions together; null: never. */
  readonly extension: { readonly days: number; readonly times: number } | null;
}

/** What happens to a clock, oldest first; nothing is ever changed or removed. */
export type ClockEvent =
  | { readonly type: 'start'; readonly at: Instant; readonly on: LegalDate; readonly limit: ClockLimit }
  | { readonly type: 'pause'; readonly at: Instant; readonly ground: string }
  | { readonly type: 'resume'; readonly at: Instant }
  | ({ readonly type: 'extend'; readonly at: Instant } & Extension)
  | { readonly type: 'stop'; readonly at: Instant };
export type ClockStart = Extract<ClockEvent, { type: 'start' }>;

/** Further days, in the limit's own unit, and who answers for them. */
export interface Extension {
  readonly days: number;
  readonly reason: string;
  readonly askedBy: string;
  readonly approvedBy: string;
}

/** A limit that runs in a case. */
export interface Clock {
  readonly id: string;
  readonly events: readonly [ClockStart, ...ClockEvent[]];
}
export type ClockState = 'running' | 'paused' | 'stopped';

/** When a limit ends. */
export interface LimitEnd {
  /** Last day; the limit ends at 24:00 of it. */
  readonly due: LegalDate;
  readonly dueAt: Instant;
  /** It rests on a year whose holidays are not published: no legal effect yet. */
  readonly provisional: boolean;
}
export interface ClockDue extends LimitEnd {
  /** Days of the limit with its extensions. */
  readonly days: number;
  readonly unpublished: readonly number[];
  /** Days that would have counted, had the clock not stood still from their first moment to their last. */
  readonly paused: readonly LegalDate[];
  /** The last day was cut by a pause, so the limit ends on a later one. */
  readonly carried: boolean;
}

/**
 * When the clock's limit ends, reckoned anew from its events; null while it stands still with the end open.
 * The start day is not counted (Civil Code Art. 201). Of a pause only those days are left out that lie in it wholly,
 * 00:00 to 24:00 Asia/Shanghai: on the day it begins and on the day it ends the authority could work, so both count.
 * Pauses that follow each other without a gap are one. A limit never ends while its clock stands still: where a pause
 * reaches over 24:00 of the last day, it ends on the next day of its kind at whose 24:00 the clock runs.
 * A pause after the end changes nothing. RangeError after the year 9999.
 */
export function clockDue(clock: Clock, calendar: WorkingCalendar): ClockDue | null {
  const { on, limit } = clock.events[0];
  const pauses = pausesOf(clock);
  const days = clock.events.reduce((sum, event) => sum + (event.type === 'extend' ? event.days : 0), limit.days);
  const byWorkingDays = limit.unit === 'workingDay';
  const paused: LegalDate[] = [];
  const start = dayOfDate(on);
  if (!Number.isInteger(days) || days < 1 || days > MAX_WORKING_DAYS) {
    throw new RangeError(`${days} is no number of days; give a whole number from 1 to ${MAX_WORKING_DAYS}`);
  }
  let left = days;
  let last: DayNumber | undefined;
  for (let day = start + 1; day <= LAST_DAY; day += 1) {
    const works = worksOn(day, calendar);
    if (left > 0 && (works || !byWorkingDays)) {
      if (isWhollyIn(pauses, day)) paused.push(dateOfDay(day));
      else left -= 1;
      if (left === 0) last = day;
    }
    const atEnd = pauseAtEndOf(pauses, day);
    if (atEnd?.to === Infinity) return null;
    if (last === undefined || atEnd !== undefined || !(works || (!byWorkingDays && !limit.rolls))) continue;
    const unpublished = byWorkingDays
      ? unpublishedYears(start, day, calendar)
      : limit.rolls
        ? unpublishedYears(last - 1, day, calendar)
        : [];
    const end = { due: dateOfDay(day), dueAt: instantOf(endOfDay(day)), provisional: unpublished.length > 0 };
    return { ...end, days, unpublished, paused, carried: pauseAtEndOf(pauses, last) !== undefined };
  }
  throw new RangeError('the limit ends after the year 9999; shorten it');
}

/** Whether a limit is over. A provisional end has no legal effect: it is never over before its year is published. */
export function hasEnded({ dueAt, provisional }: LimitEnd, now: Instant): boolean {
  return !provisional && millisOf(now) >= millisOf(dueAt);
}

/** Whether the clock runs, from its last start, pause, resumption or stop. */
export function clockState({ events }: Clock): ClockState {
  const last = events.findLast(({ type }) => type !== 'extend')?.type;
  if (last === 'stop') return 'stopped';
  return last === 'pause' ? 'paused' : 'running';
}

/** The reckoning of a clock, one line a fact, for people. */
export function explainClock(clock: Clock, calendar: WorkingCalendar): string[] {
  const [{ on, limit }] = clock.events;
  const reckoned = clockDue(clock, calendar);
  const unit = limit.unit === 'workingDay' ? 'working days' : 'natural days';
  return [
    ...(reckoned === null
      ? [`${on} + ${limit.days} ${unit}: the clock stands still, so there is no due date yet`]
      : linesOf(reckoned, clock, calendar)),
    `basis: ${limit.basis}`,
    ...clock.events.flatMap((event) =>
      event.type === 'extend' ? [`extended by ${event.days} days at ${event.at}, approved by ${event.approvedBy}`] : [],
    ),
    ...spellsOf(clock).map(({ from, to, ground }) => `paused for ${ground}: ${from} to ${to ?? 'this moment'}`),
    ...(reckoned === null || reckoned.paused.length === 0 ? [] : [`left out: ${reckoned.paused.join(', ')}`]),
    ...(reckoned?.carried === true ? ['the last day was cut by a pause: the limit ends on a later day'] : []),
  ];
}

function linesOf({ due, days, provisional, unpublished }: ClockDue, clock: Clock, calendar: WorkingCalendar): string[] {
  const [{ on, limit }] = clock.events;
  if (limit.unit === 'naturalDay') {
    const rolled = limit.rolls ? ', rolled to a working day where it falls on a rest day' : '';
    return [`${on} + ${days} natural days = ${due}, ends at 24:00 Asia/Shanghai${rolled}`];
  }
  const between = Array.from({ length: dayOfDate(due) - dayOfDate(on) }, (_, index) => dayOfDate(on) + 1 + index);
  const skipped = between.filter((day) => !worksOn(day, calendar)).map((day) => describeDay(day, calendar));
  const makeUp = between.filter((day) => worksOn(day, calendar) && isWeekend(day));
  return explainWorkingDays({
    from: on,
    days,
    due,
    provisional,
    unpublished,
    skipped,
    makeUp: makeUp.map((day) => describeDay(day, calendar)),
  });
}

interface Spell {
  readonly from: Instant;
  readonly to: Instant | undefined;
  readonly ground: string;
}

/** The times during which the clock stood still. */
function spellsOf({ events }: Clock): Spell[] {
  return events.flatMap((event, index) => {
    if (event.type !== 'pause') return [];
    const end = events.slice(index + 1).find(({ type }) => type === 'resume' || type === 'stop');
    return [{ from: event.at, to: end?.at, ground: event.ground }];
  });
}

interface Span {
  readonly from: number;
  to: number;
}

/** The pauses in milliseconds, those without a gap between them made one. */
function pausesOf(clock: Clock): Span[] {
  const pauses: Span[] = [];
  for (const spell of spellsOf(clock)) {
    const from = millisOf(spell.from);
    const to = spell.to === undefined ? Infinity : millisOf(spell.to);
    const before = pauses.at(-1);
    if (before?.to === from) before.to = to;
    else pauses.push({ from, to });
  }
  return pauses;
}

function isWhollyIn(pauses: readonly Span[], day: DayNumber): boolean {
  return pauses.some(({ from, to }) => from <= endOfDay(day - 1) && to >= endOfDay(day));
}

function pauseAtEndOf(pauses: readonly Span[], day: DayNumber): Span | undefined {
  return pauses.find(({ from, to }) => from < endOfDay(day) && to >= endOfDay(day));
}
