import type { WorkingCalendar } from './calendar.ts';
import { describeDay, worksOn } from './calendar.ts';
import { explainWorkingDays, MAX_WORKING_DAYS, unpublishedYears } from './deadline.ts';
import type { Instant, LegalDate } from './json.ts';
import type { DayNumber } from './legalTime.ts';
import {
  dateOfDay,
  dayOfDate,
  endOfDay,
  instantOf,
  isWeekend,
  LAST_DAY,
  legalDateOf,
  millisOf,
  monthsAfter,
} from './legalTime.ts';
import { spokenLimit, type LimitLength } from './limit.ts';

/** A statutory limit as its law sets it; every figure comes from the procedure or the agency's data. */
export interface ClockLimit extends LimitLength {
  /** `行政许可法 42`. */
  readonly basis: string;
  /** Natural days and months: a last day on a rest day rolls to the next working day (Civil Code Art. 203). */
  readonly rolls: boolean;
  /** Grounds on which the clock stands still (Licensing Law Art. 45); legal review is none of them. */
  readonly pauses: readonly string[];
  /** By how much it is extended at most, in its own unit and all extensions together; null: never. */
  readonly extension: { readonly count: number; readonly times: number } | null;
}

/** What happens to a clock, oldest first; nothing is ever changed or removed. */
export type ClockEvent =
  | { readonly type: 'start'; readonly at: Instant; readonly on: LegalDate; readonly limit: ClockLimit }
  | { readonly type: 'pause'; readonly at: Instant; readonly ground: string }
  | { readonly type: 'resume'; readonly at: Instant; readonly ground: string }
  | ({ readonly type: 'extend'; readonly at: Instant } & Extension)
  | { readonly type: 'stop'; readonly at: Instant };
export type ClockStart = Extract<ClockEvent, { type: 'start' }>;

/** How much more there is, in the limit's own unit, and who answers for it. */
export interface Extension {
  readonly count: number;
  readonly reason: string;
  readonly askedBy: string;
  readonly approvedBy: string;
}

/** A limit that runs in a case. One that starts anew after it was stopped is another clock: `review.2` after `review`. */
export interface Clock {
  readonly id: string;
  readonly events: readonly [ClockStart, ...ClockEvent[]];
}
export type ClockState = 'running' | 'paused' | 'stopped';

/** When a limit ends. */
export interface LimitEnd {
  /** Last day; the limit ends at 24:00 of it, one in hours at its moment. */
  readonly due: LegalDate;
  readonly dueAt: Instant;
  /** It rests on a year whose holidays are not published: no legal effect yet. */
  readonly provisional: boolean;
}
export interface ClockDue extends LimitEnd {
  /** The limit with its extensions, in its own unit. */
  readonly count: number;
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
 * It stands still while any ground holds: pauses that overlap or follow each other without a gap are one. A limit never
 * ends while its clock stands still: where a pause reaches over 24:00 of the last day, it ends on the next day of its
 * kind at whose 24:00 the clock runs. A pause after the end changes nothing. Months end on the day of the same number,
 * or the last of a shorter month (Civil Code Art. 202). Hours are counted from the moment of the start.
 * RangeError after the year 9999.
 */
export function clockDue(clock: Clock, calendar: WorkingCalendar): ClockDue | null {
  const { at, on, limit } = clock.events[0];
  const pauses = pausesOf(clock);
  const count = clock.events.reduce((sum, event) => sum + (event.type === 'extend' ? event.count : 0), limit.count);
  if (!Number.isInteger(count) || count < 1 || count > MAX_WORKING_DAYS) {
    throw new RangeError(`${count} is no length of a limit; give a whole number from 1 to ${MAX_WORKING_DAYS}`);
  }
  if (limit.unit === 'hour') return hoursDue(millisOf(at), count, pauses);
  const byWorkingDays = limit.unit === 'workingDay';
  const paused: LegalDate[] = [];
  const start = dayOfDate(on);
  let left = limit.unit === 'month' ? monthsAfter(start, count) - start : count;
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
    return { ...end, count, unpublished, paused, carried: pauseAtEndOf(pauses, last) !== undefined };
  }
  throw new RangeError('the limit ends after the year 9999; shorten it');
}

/** An exact span, the time left out during which the clock stood still. */
function hoursDue(start: number, count: number, pauses: readonly Span[]): ClockDue | null {
  let end = start + count * 3_600_000;
  for (const { from, to } of pauses) if (from < end) end += to - from;
  if (end === Infinity) return null;
  const dueAt = instantOf(end);
  return { due: legalDateOf(dueAt), dueAt, provisional: false, count, unpublished: [], paused: [], carried: false };
}

/** Whether a limit is over. A provisional end has no legal effect: it is never over before its year is published. */
export function hasEnded({ dueAt, provisional }: LimitEnd, now: Instant): boolean {
  return !provisional && millisOf(now) >= millisOf(dueAt);
}

/** Whether the clock runs; it stands still while a ground holds. */
export function clockState(clock: Clock): ClockState {
  if (clock.events.at(-1)?.type === 'stop') return 'stopped';
  return groundsOf(clock).length > 0 ? 'paused' : 'running';
}

/** The grounds on which the clock stands still by now, each as often as it was given. */
export function groundsOf({ events }: Clock): readonly string[] {
  return events.reduce<readonly string[]>((open, event) => {
    if (event.type === 'pause') return [...open, event.ground];
    return event.type === 'resume' ? open.toSpliced(open.indexOf(event.ground), 1) : open;
  }, []);
}

/** The reckoning of a clock, one line a fact, for people. */
export function explainClock(clock: Clock, calendar: WorkingCalendar): string[] {
  const [{ on, limit }] = clock.events;
  const reckoned = clockDue(clock, calendar);
  return [
    ...(reckoned === null
      ? [`${on} + ${spokenLimit(limit)}: the clock stands still, so there is no due date yet`]
      : linesOf(reckoned, clock, calendar)),
    `basis: ${limit.basis}`,
    ...clock.events.flatMap((event) =>
      event.type === 'extend'
        ? [
            `extended by ${spokenLimit({ ...limit, count: event.count })} at ${event.at}, approved by ${event.approvedBy}`,
          ]
        : [],
    ),
    ...spellsOf(clock).map(({ from, to, ground }) => `paused for ${ground}: ${from} to ${to ?? 'this moment'}`),
    ...(reckoned === null || reckoned.paused.length === 0 ? [] : [`left out: ${reckoned.paused.join(', ')}`]),
    ...(reckoned?.carried === true ? ['the last day was cut by a pause: the limit ends on a later day'] : []),
  ];
}

function linesOf({ due, dueAt, count, provisional, unpublished }: ClockDue, clock: Clock, calendar: WorkingCalendar) {
  const [{ at, on, limit }] = clock.events;
  const spoken = spokenLimit({ ...limit, count });
  if (limit.unit === 'hour') return [`${at} + ${spoken} = ${dueAt}`];
  if (limit.unit !== 'workingDay') {
    const rolled = limit.rolls ? ', rolled to a working day where it falls on a rest day' : '';
    return [`${on} + ${spoken} = ${due}, ends at 24:00 Asia/Shanghai${rolled}`];
  }
  const between = Array.from({ length: dayOfDate(due) - dayOfDate(on) }, (_, index) => dayOfDate(on) + 1 + index);
  const skipped = between.filter((day) => !worksOn(day, calendar)).map((day) => describeDay(day, calendar));
  const makeUp = between.filter((day) => worksOn(day, calendar) && isWeekend(day));
  return explainWorkingDays({
    from: on,
    days: count,
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

/** The times during which a ground held, one for each time it was given. */
function spellsOf({ events }: Clock): Spell[] {
  const ended = new Set<ClockEvent>();
  return events.flatMap((event, index) => {
    if (event.type !== 'pause') return [];
    const end = events.slice(index + 1).find((later) => {
      return later.type === 'stop' || (later.type === 'resume' && later.ground === event.ground && !ended.has(later));
    });
    if (end?.type === 'resume') ended.add(end);
    return [{ from: event.at, to: end?.at, ground: event.ground }];
  });
}

interface Span {
  readonly from: number;
  to: number;
}

/** The pauses in milliseconds, in order; those that overlap or have no gap between them made one. */
function pausesOf(clock: Clock): Span[] {
  const pauses: Span[] = [];
  for (const spell of spellsOf(clock)) {
    const from = millisOf(spell.from);
    const to = spell.to === undefined ? Infinity : millisOf(spell.to);
    const before = pauses.at(-1);
    if (before !== undefined && from <= before.to) before.to = Math.max(before.to, to);
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
