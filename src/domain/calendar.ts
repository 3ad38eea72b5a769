import type { LegalDate } from './json.ts';
import type { DayNumber } from './legalTime.ts';
import { dateOfDay, dayOfDate, isWeekend, weekdayOf, yearOfDay } from './legalTime.ts';
import type { CalendarFile, HolidayNotice } from './calendarFile.ts';

/** Which days an authority works in a region; plain data, never changed after it is built. */
export interface WorkingCalendar {
  readonly region: string;
  /** Years whose holiday notice is known. Other years are counted Monday to Friday, which is provisional. */
  readonly publishedYears: ReadonlySet<number>;
  /** Days a notice names, by day number; the latest notice that names a day wins. */
  readonly special: ReadonlyMap<DayNumber, SpecialDay>;
}
export interface SpecialDay {
  readonly kind: 'off' | 'work';
  readonly name: string;
  readonly notice: HolidayNotice;
}

/** What a day is and why. */
export interface DayKind {
  readonly date: LegalDate;
  readonly kind: 'working-day' | 'make-up-day' | 'rest-day' | 'holiday';
  readonly working: boolean;
  /** Name of the holiday, or of the day of the week. */
  readonly reason: string;
  /** The notice or the rule that says so. */
  readonly source: string;
  /** False: the holidays of that year are not published, the answer may change. */
  readonly published: boolean;
}

const WEEKLY_REST = '国务院关于职工工作时间的规定 第七条';

/** One calendar of files of one region, one a year. RangeError when regions differ or a year comes twice. */
export function buildCalendar(files: readonly CalendarFile[]): WorkingCalendar {
  const region = files[0]?.region;
  if (region === undefined) throw new RangeError('a working calendar needs the file of at least one year');
  const publishedYears = new Set<number>();
  for (const file of files) {
    if (file.region !== region) throw new RangeError(`files of ${region} and ${file.region} make no common calendar`);
    if (publishedYears.has(file.year))
      throw new RangeError(`calendar ${region} has two files of ${file.year}; keep one`);
    publishedYears.add(file.year);
  }
  const special = new Map<DayNumber, SpecialDay>();
  const notices = files.flatMap((file) => [{ notice: file.notice, days: file.days }, ...(file.amendedBy ?? [])]);
  notices.sort((a, b) => dayOfDate(a.notice.published) - dayOfDate(b.notice.published));
  for (const { notice, days } of notices) {
    for (const { date, kind, name } of days) special.set(dayOfDate(date), { kind, name, notice });
  }
  return { region, publishedYears, special };
}

/** Whether authorities work on a legal date. RangeError when it is no date. */
export function isWorkingDay(date: LegalDate, calendar: WorkingCalendar): boolean {
  return worksOn(dayOfDate(date), calendar);
}

/** Whether authorities work on a day: what a notice names first, else Monday to Friday. */
export function worksOn(day: DayNumber, calendar: WorkingCalendar): boolean {
  const named = calendar.special.get(day);
  return named === undefined ? !isWeekend(day) : named.kind === 'work';
}

/** What a legal date is, why, and which notice or rule says so. RangeError when it is no date. */
export function dayKind(date: LegalDate, calendar: WorkingCalendar): DayKind {
  return describeDay(dayOfDate(date), calendar);
}

/** `dayKind` by day number. */
export function describeDay(day: DayNumber, calendar: WorkingCalendar): DayKind {
  const named = calendar.special.get(day);
  const year = yearOfDay(day);
  const published = calendar.publishedYears.has(year);
  const date = dateOfDay(day);
  const weekday = weekdayOf(day);
  if (named !== undefined) {
    const source = sourceOf(named.notice);
    if (named.kind === 'off') return { date, kind: 'holiday', working: false, reason: named.name, source, published };
    const makeUp = isWeekend(day);
    const reason = makeUp ? named.name : weekday;
    return { date, kind: makeUp ? 'make-up-day' : 'working-day', working: true, reason, source, published };
  }
  const source = published ? WEEKLY_REST : `holidays of ${year} not published, counted Monday to Friday`;
  const working = !isWeekend(day);
  return { date, kind: working ? 'working-day' : 'rest-day', working, reason: weekday, source, published };
}

function sourceOf(notice: HolidayNotice): string {
  return notice.number ?? `${notice.title} (${notice.published})`;
}
