import type { Instant } from './json.ts';
import { MAX_WORKING_DAYS } from './deadline.ts';
import { DAY_MS, instantOf, readMoment } from './legalTime.ts';

/** A timer of a BPMN event, read once; plain data, part of the compiled model. */
export type TimerSpec = TimerDate | TimerDuration | TimerCycle;
export type TimerKind = 'date' | 'duration' | 'cycle';
export interface TimerDate {
  readonly kind: 'date';
  readonly at: Instant;
}
export interface TimerDuration {
  readonly kind: 'duration';
  readonly length: TimerLength;
}
/** Repeats `length`, `times` times (null: without end). Fixed moments when it has a start or an end; never both. */
export interface TimerCycle {
  readonly kind: 'cycle';
  readonly length: TimerLength;
  readonly times: number | null;
  readonly start: Instant | null;
  readonly end: Instant | null;
}
/** Working days, or an exact span: calendar months, then milliseconds (a day has 24 hours). */
export type TimerLength =
  | { readonly unit: 'workingDays'; readonly days: number }
  | { readonly unit: 'span'; readonly months: number; readonly millis: number };

/** Why a text is no timer, and what is accepted. */
export interface TimerError {
  readonly error: string;
}

const MAX_TEXT = 200;
const MAX_TIMES = 1_000_000;
const MAX_YEARS = 100;
const YEAR_MS = 365.25 * DAY_MS;
const NUMBER = String.raw`(\d+(?:[.,]\d+)?)`;
const DURATION = new RegExp(
  `^P(?=.)(?:${NUMBER}W|(?:${NUMBER}Y)?(?:${NUMBER}M)?(?:${NUMBER}D)?(?:T(?=.)(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?)$`,
);
const WORKING_DAYS = /^P(\d+)WD$/;
const REPEAT = /^R(\d*)$/;

const DATE_HELP = 'write a date like 2026-10-01 (00:00 in Asia/Shanghai) or a date-time like 2026-10-01T09:00:00+08:00';
const DURATION_HELP = 'write an ISO 8601 duration like P30D, PT36H, P1Y6M or P2W, or working days like P7WD';
const CYCLE_HELP = 'write R3/PT1H, R/P1WD, R2/2026-01-01T00:00:00+08:00/P1D, R2/P1D/<end> or R2/<start>/<end>';

/** Reads the text of a timer (timeDate, timeDuration, timeCycle); at most 200 characters, in linear time. */
export function parseTimer(kind: TimerKind, text: string): TimerSpec | TimerError {
  const trimmed = text.trim();
  if (trimmed === '') return { error: `the timer has no text; ${helpOf(kind)}` };
  if (trimmed.length > MAX_TEXT) {
    return { error: `a timer of ${trimmed.length} characters is too long (${MAX_TEXT} at most); ${helpOf(kind)}` };
  }
  if (kind === 'date') return readDateTimer(trimmed);
  if (kind === 'cycle') return readCycle(trimmed);
  const length = readLength(trimmed);
  return 'error' in length ? length : { kind, length };
}

function readDateTimer(text: string): TimerDate | TimerError {
  const at = readMoment(text);
  return at === undefined
    ? notA('moment of the years 1900 to 9999', text, DATE_HELP)
    : { kind: 'date', at: instantOf(at) };
}

function readCycle(text: string): TimerCycle | TimerError {
  const [repeat = '', first = '', second, ...more] = text.split('/');
  const count = REPEAT.exec(repeat)?.[1];
  if (count === undefined || first === '' || more.length > 0) return notA('repeating timer', text, CYCLE_HELP);
  const times = count === '' ? null : Number(count);
  if (times !== null && (times < 1 || times > MAX_TIMES)) {
    return { error: `"${text}" repeats ${count} times; write R1 to R${MAX_TIMES}, or R/ for no limit` };
  }
  const cycle = readInterval(first, second);
  if ('error' in cycle) return cycle;
  const { length } = cycle;
  const empty = length.unit === 'span' && length.months === 0 && length.millis === 0;
  return empty
    ? { error: `"${text}" repeats without pause; give it a length above zero` }
    : { kind: 'cycle', times, ...cycle };
}

/** `length`, `start/length`, `length/end` or `start/end`. */
function readInterval(first: string, second: string | undefined): Omit<TimerCycle, 'kind' | 'times'> | TimerError {
  if (second === undefined || first.startsWith('P')) {
    const length = readLength(first);
    if ('error' in length) return length;
    if (second === undefined) return { length, start: null, end: null };
    const end = readMoment(second);
    if (end === undefined) return notA('end of a repeating timer', second, DATE_HELP);
    if (length.unit === 'span') return { length, start: null, end: instantOf(end) };
    return { error: `working days count forward: write a start, not an end, in "${first}/${second}"` };
  }
  const start = readMoment(first);
  if (start === undefined) return notA('start of a repeating timer', first, DATE_HELP);
  if (second.startsWith('P')) {
    const length = readLength(second);
    return 'error' in length ? length : { length, start: instantOf(start), end: null };
  }
  const end = readMoment(second);
  if (end === undefined) return notA('end of a repeating timer', second, DATE_HELP);
  if (end <= start) return { error: `the end ${second} does not come after the start ${first}` };
  const length = spanOf(0, end - start, `${first}/${second}`);
  return 'error' in length ? length : { length, start: instantOf(start), end: null };
}

function readLength(text: string): TimerLength | TimerError {
  const workingDays = WORKING_DAYS.exec(text)?.[1];
  if (workingDays !== undefined) {
    const days = Number(workingDays);
    if (days >= 1 && days <= MAX_WORKING_DAYS) return { unit: 'workingDays', days };
    return { error: `"${text}" is out of range; write P1WD to P${MAX_WORKING_DAYS}WD` };
  }
  const parts: (string | undefined)[] | undefined = DURATION.exec(text)?.slice(1);
  if (parts === undefined) return notA('duration', text, durationHelp(text));
  const given = parts.filter((part) => part !== undefined);
  if (given.slice(0, -1).some((part) => /[.,]/.test(part))) {
    return { error: `only the smallest unit of "${text}" may have a fraction; write the rest in whole numbers` };
  }
  const [weeks = 0, years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map(decimal);
  const allMonths = years * 12 + months;
  if (!Number.isInteger(allMonths)) {
    return { error: `a fraction of a month in "${text}" has no fixed length; write whole months, or days` };
  }
  const millis = (weeks * 7 + days) * DAY_MS + hours * 3_600_000 + minutes * 60_000 + seconds * 1000;
  return spanOf(allMonths, Math.round(millis), text);
}

function spanOf(months: number, millis: number, text: string): TimerLength | TimerError {
  if (months / 12 + millis / YEAR_MS > MAX_YEARS)
    return { error: `"${text}" is longer than ${MAX_YEARS} years; shorten it` };
  return { unit: 'span', months, millis };
}

function decimal(part: string | undefined): number {
  return part === undefined ? 0 : Number(part.replace(',', '.'));
}

function durationHelp(text: string): string {
  if (text.includes('-')) return `a length is never negative; ${DURATION_HELP}`;
  if (text.includes('WD')) return `working days are whole and stand alone; ${DURATION_HELP}`;
  if (text.includes('W')) return `weeks stand alone; ${DURATION_HELP}`;
  return DURATION_HELP;
}

function helpOf(kind: TimerKind): string {
  return { date: DATE_HELP, duration: DURATION_HELP, cycle: CYCLE_HELP }[kind];
}

function notA(what: string, text: string, help: string): TimerError {
  return { error: `"${text.slice(0, 60)}" is no ${what}; ${help}` };
}
