import type { WorkingCalendar, DayKind } from './calendar.ts';
import { describeDay, worksOn } from './calendar.ts';
import type { LegalDate } from './json.ts';
import type { DayNumber } from './legalTime.ts';
import { dateOfDay, dayOfDate, isWeekend, LAST_DAY, readDate, weekdayOf, yearOfDay } from './legalTime.ts';

/** A limit of `days` working days: when it ends, and which days it passed over. */
export interface WorkingDays {
  readonly from: LegalDate;
  readonly days: number;
  /** Last day of the limit; it ends at 24:00 of that day. */
  readonly due: LegalDate;
  /** A day after `from` up to `due` lies in a year whose holidays are not published. No legal effect yet. */
  readonly provisional: boolean;
  /** Those years. */
  readonly unpublished: readonly number[];
  /** Days passed over: rest days and holidays. */
  readonly skipped: readonly NotedDay[];
  /** Saturdays and Sundays that count because a notice makes them working days. */
  readonly makeUp: readonly NotedDay[];
}
export interface NotedDay {
  readonly date: LegalDate;
  readonly reason: string;
  readonly source: string;
}

export const MAX_WORKING_DAYS = 9999;

/**
 * The limit of `days` (1 to 9999) working days from a legal date. The start day is not counted (Civil Code art. 201).
 * RangeError for another number of days, no date, or a limit that ends after the year 9999.
 */
export function addWorkingDays(from: LegalDate, days: number, calendar: WorkingCalendar): WorkingDays {
  const start = dayOfDate(from);
  const due = workingDayAfter(start, days, calendar);
  const skipped: NotedDay[] = [];
  const makeUp: NotedDay[] = [];
  for (let day = start + 1; day <= due; day += 1) {
    const works = worksOn(day, calendar);
    if (!works) skipped.push(noted(describeDay(day, calendar)));
    else if (isWeekend(day)) makeUp.push(noted(describeDay(day, calendar)));
  }
  const unpublished = unpublishedYears(start, due, calendar);
  const provisional = unpublished.length > 0;
  return { from, days, due: dateOfDay(due), provisional, unpublished, skipped, makeUp };
}

/** The day on which a limit of `days` working days from `start` ends. RangeError as `addWorkingDays`. */
export function workingDayAfter(start: DayNumber, days: number, calendar: WorkingCalendar): DayNumber {
  if (!Number.isInteger(days) || days < 1 || days > MAX_WORKING_DAYS) {
    throw new RangeError(`${days} is no number of working days; give a whole number from 1 to ${MAX_WORKING_DAYS}`);
  }
  let day = start;
  for (let left = days; left > 0;) {
    day += 1;
    if (day > LAST_DAY) throw new RangeError('the limit ends after the year 9999; shorten it');
    if (worksOn(day, calendar)) left -= 1;
  }
  return day;
}

/** Years without a published calendar among the days after `start` up to `due`. */
export function unpublishedYears(start: DayNumber, due: DayNumber, calendar: WorkingCalendar): number[] {
  const years: number[] = [];
  for (let year = yearOfDay(start + 1); year <= yearOfDay(due); year += 1) {
    if (!calendar.publishedYears.has(year)) years.push(year);
  }
  return years;
}

/** The reckoning of a limit, one line a fact, for people. */
export function explainWorkingDays(result: WorkingDays): string[] {
  const { from, days, due, unpublished, skipped, makeUp } = result;
  const unit = days === 1 ? 'working day' : 'working days';
  return [
    `${withWeekday(from)} + ${days} ${unit} = ${withWeekday(due)}, ends at 24:00 Asia/Shanghai`,
    `start day not counted: ${from}`,
    ...spans(skipped).map((span) => `not counted: ${span}`),
    ...spans(makeUp).map((span) => `counted although a weekend: ${span}`),
    ...unpublished.map(
      (year) => `provisional: the holidays of ${year} are not published, its days are counted Monday to Friday`,
    ),
  ];
}

function noted({ date, reason, source }: DayKind): NotedDay {
  return { date, reason, source };
}

function withWeekday(date: LegalDate): string {
  return `${date} (${weekdayOf(dayOfDate(date))})`;
}

/** Days that follow each other for the same reason become one span; Saturday and Sunday are one reason. */
function spans(days: readonly NotedDay[]): string[] {
  const found: { first: NotedDay; last: NotedDay; length: number }[] = [];
  for (const day of days) {
    const open = found.at(-1);
    if (open !== undefined && follows(open.last, day)) {
      open.last = day;
      open.length += 1;
    } else found.push({ first: day, last: day, length: 1 });
  }
  return found.map(({ first, last, length }) =>
    length === 1
      ? `${first.date} ${first.reason} [${first.source}]`
      : `${first.date} to ${last.date} ${first.reason === last.reason ? first.reason : `${first.reason}, ${last.reason}`}, ${length} days [${first.source}]`,
  );
}

function follows(last: NotedDay, next: NotedDay): boolean {
  if (dayOfDate(next.date) !== dayOfDate(last.date) + 1 || next.source !== last.source) return false;
  return next.reason === last.reason || (last.reason === 'Saturday' && next.reason === 'Sunday');
}

/** Years from which no limit reaches beyond the last year that is counted. */
const lastStart = 8000;

/** Whether a value is a legal date from which a limit can be counted. */
export function isLimitStart(value: unknown): value is LegalDate {
  if (typeof value !== 'string') return false;
  const day = readDate(value);
  return day !== undefined && yearOfDay(day) <= lastStart;
}
