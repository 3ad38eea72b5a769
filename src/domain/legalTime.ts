import type { Instant, LegalDate } from './json.ts';

/** Days since 1970-01-01, the form in which days are counted. */
export type DayNumber = number;

export const FIRST_YEAR = 1900;
export const LAST_YEAR = 9999;
export const DAY_MS = 86_400_000;

/** Beijing time, the legal time of the whole country: UTC+8 without summer time since 1992, whatever the server's zone. */
const BEIJING_MS = 8 * 3_600_000;
const EARLIEST_MS = Date.UTC(FIRST_YEAR, 0, 1);
const LATEST_MS = Date.UTC(LAST_YEAR, 11, 31, 23, 59, 59, 999);
export const LAST_DAY: DayNumber = Date.UTC(LAST_YEAR, 11, 31) / DAY_MS;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?)?$/i;

/** The legal date, in Asia/Shanghai, of an instant. RangeError when the text is no instant. */
export function legalDateOf(instant: Instant): LegalDate {
  return dateOfDay(legalDayOf(millisOf(instant)));
}

/** 24:00 in Asia/Shanghai of a legal date, the moment at which a limit in days ends (Civil Code art. 203). */
export function endOfLegalDay(date: LegalDate): Instant {
  return instantOf(endOfDay(dayOfDate(date)));
}

/** Milliseconds since 1970 of an instant with an offset. RangeError when the text is none. */
export function millisOf(instant: Instant): number {
  const moment = /T.*(?:Z|[+-]\d{2}:\d{2})$/i.test(instant) ? readMoment(instant) : undefined;
  if (moment === undefined) {
    throw new RangeError(`"${instant.slice(0, 40)}" is no instant; write one like 2026-09-30T10:00:00.000Z`);
  }
  return moment;
}

/** The instant of milliseconds since 1970. RangeError after the year 9999. */
export function instantOf(millis: number): Instant {
  if (!(millis <= LATEST_MS)) throw new RangeError('the moment lies after the year 9999; shorten the limit');
  return new Date(millis).toISOString();
}

/**
 * Milliseconds since 1970 of an RFC 3339 date-time, seconds optional; without an offset it is local time in Asia/Shanghai,
 * and a date alone is 00:00 there. Undefined when the text is no moment of the years 1900 to 9999.
 */
export function readMoment(text: string): number | undefined {
  const [, date = '', hour = '0', minute = '0', second = '0', fraction = '', offset = '+08:00'] =
    MOMENT.exec(text) ?? [];
  const day = readDate(date);
  const ahead = offsetMinutes(offset);
  if (day === undefined || ahead === undefined || +hour > 23 || +minute > 59 || +second > 59) return undefined;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const millis = day * DAY_MS + (+hour * 60 + +minute - ahead) * 60_000 + +second * 1000 + milliseconds;
  return millis >= EARLIEST_MS && millis <= LATEST_MS ? millis : undefined;
}

/** The day number of a legal date. RangeError when it is no day of the years 1900 to 9999. */
export function dayOfDate(date: LegalDate): DayNumber {
  const day = readDate(date);
  if (day === undefined) {
    throw new RangeError(`"${date.slice(0, 40)}" is no day of the calendar; write a date like 2026-09-30`);
  }
  return day;
}

/** The day number of `YYYY-MM-DD`, or undefined when there is no such day in the years 1900 to 9999. */
export function readDate(text: string): DayNumber | undefined {
  const [, year = '', month = '', date = ''] = DATE.exec(text) ?? [];
  if (+year < FIRST_YEAR) return undefined;
  const millis = Date.UTC(+year, +month - 1, +date);
  return new Date(millis).toISOString().startsWith(text) ? millis / DAY_MS : undefined;
}

/** The legal date of a day number. RangeError after the year 9999. */
export function dateOfDay(day: DayNumber): LegalDate {
  if (day > LAST_DAY) throw new RangeError('the day lies after the year 9999; shorten the limit');
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day in Asia/Shanghai of milliseconds since 1970. */
export function legalDayOf(millis: number): DayNumber {
  return Math.floor((millis + BEIJING_MS) / DAY_MS);
}

/** 24:00 in Asia/Shanghai of a day, in milliseconds since 1970. */
export function endOfDay(day: DayNumber): number {
  return (day + 1) * DAY_MS - BEIJING_MS;
}

/** The day so many months later: of the same number, or the last of a shorter month (Civil Code Art. 202). */
export function monthsAfter(day: DayNumber, months: number): DayNumber {
  const from = new Date(day * DAY_MS);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(from.getUTCDate(), lastOfMonth)) / DAY_MS;
}

export function yearOfDay(day: DayNumber): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/** English name of the day of the week. */
export function weekdayOf(day: DayNumber): (typeof WEEKDAYS)[number] {
  return WEEKDAYS[weekdayIndex(day)] ?? 'Sunday';
}

export function isWeekend(day: DayNumber): boolean {
  const index = weekdayIndex(day);
  return index === 0 || index === 6;
}

/** 0 is Sunday; 1970-01-01 was a Thursday. */
function weekdayIndex(day: DayNumber): number {
  return (((day + 4) % 7) + 7) % 7;
}

function offsetMinutes(text: string): number | undefined {
  if (text === 'Z' || text === 'z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
