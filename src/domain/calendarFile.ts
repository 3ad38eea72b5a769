import type { LegalDate } from './json.ts';
import { LAST_YEAR, FIRST_YEAR, readDate } from './legalTime.ts';

/** The days that one State Council notice, and what amended it, names for a year. */
export interface CalendarFile {
  /** ISO 3166 code, `CN`, or a subdivision of it. */
  readonly region: string;
  readonly year: number;
  readonly notice: HolidayNotice;
  readonly days: readonly CalendarDay[];
  /** Later notices about the same year, each with the days it names. */
  readonly amendedBy?: readonly CalendarAmendment[];
}
export interface HolidayNotice {
  readonly title: string;
  /** Document number such as 国办发明电〔2025〕7号; null when it could not be verified. */
  readonly number: string | null;
  readonly published: LegalDate;
  readonly url: string;
}
export interface CalendarDay {
  readonly date: LegalDate;
  readonly name: string;
  /** `work`: a working day although it may be a Saturday or Sunday (make-up day 调休). */
  readonly kind: 'off' | 'work';
}
export interface CalendarAmendment {
  readonly notice: HolidayNotice;
  readonly days: readonly CalendarDay[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks the content of a calendar file and answers it typed. Days ascend, each once per notice, in the file's year or the
 * December before it. RangeError naming `file` and the day otherwise.
 */
export function readCalendarFile(content: unknown, file: string): CalendarFile {
  const fields = fieldsOf(content, ['region', 'year', 'notice', 'days'], ['amendedBy'], file);
  const { region, year, amendedBy } = fields;
  if (typeof region !== 'string' || !/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(region)) {
    fail(`${file} region`, 'is no region code such as CN');
  }
  if (typeof year !== 'number' || !Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) {
    fail(`${file} year`, 'is no year such as 2026');
  }
  const notice = readNotice(fields['notice'], `${file} notice`);
  const days = readDays(fields['days'], year, `${file} days`);
  if (amendedBy === undefined) return { region, year, notice, days };
  return { region, year, notice, days, amendedBy: readAmendments(amendedBy, year, `${file} amendedBy`) };
}

function readAmendments(content: unknown, year: number, where: string): CalendarAmendment[] {
  return listOf(content, where).map((item, index) => {
    const at = `${where}[${index}]`;
    const { notice, days } = fieldsOf(item, ['notice', 'days'], [], at);
    return { notice: readNotice(notice, `${at} notice`), days: readDays(days, year, `${at} days`) };
  });
}

function readNotice(content: unknown, where: string): HolidayNotice {
  const { title, number, published, url } = fieldsOf(content, ['title', 'number', 'published', 'url'], [], where);
  if (!isText(title)) fail(`${where} title`, 'is empty');
  if (number !== null && !isText(number)) fail(`${where} number`, 'is neither the document number nor null');
  if (!isText(published) || readDate(published) === undefined) fail(`${where} published`, 'is no date');
  if (!isText(url) || !/^https?:\/\/\S+$/.test(url)) fail(`${where} url`, 'is no web address');
  return { title, number, published, url };
}

function readDays(content: unknown, year: number, where: string): CalendarDay[] {
  let before = '';
  return listOf(content, where).map((item, index) => {
    const { date, name, kind } = fieldsOf(item, ['date', 'name', 'kind'], [], `${where}[${index}]`);
    const at = `${where}[${index}] ${isText(date) ? date.slice(0, 20) : ''}`.trimEnd();
    if (!isText(date) || readDate(date) === undefined)
      fail(at, 'is no day of the calendar; write a date like 2026-09-30');
    if (!date.startsWith(`${year}-`) && !date.startsWith(`${year - 1}-12-`)) {
      fail(at, `lies outside ${year} and the December before; move it to the file of its notice`);
    }
    if (date <= before) fail(at, `does not come after ${before}; name each day once, in ascending order`);
    if (!isText(name)) fail(at, 'has no holiday name');
    if (kind !== 'off' && kind !== 'work') fail(at, 'has a kind that is neither "off" nor "work"');
    before = date;
    return { date, name, kind };
  });
}

function listOf(content: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(content) || content.length === 0) fail(where, 'is no list, or an empty one');
  return content;
}

function fieldsOf(content: unknown, required: readonly string[], optional: readonly string[], where: string): Fields {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) fail(where, 'is no object');
  const missing = required.find((name) => !Object.hasOwn(content, name));
  if (missing !== undefined) fail(where, `has no "${missing}"`);
  const unknown = Object.keys(content).find((name) => !required.includes(name) && !optional.includes(name));
  if (unknown !== undefined) fail(where, `has an unknown property "${unknown.slice(0, 40)}"; remove it`);
  return { ...content };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function fail(where: string, problem: string): never {
  throw new RangeError(`${where} ${problem}`);
}
