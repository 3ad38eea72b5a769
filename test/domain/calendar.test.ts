import t from 'tap';
import { buildCalendar, dayKind, isWorkingDay } from '../../src/domain/calendar.ts';
import type { CalendarDay, CalendarFile, HolidayNotice } from '../../src/domain/calendarFile.ts';

const notice = (published: string, number: string | null = null): HolidayNotice => ({
  title: `notice of ${published}`,
  number,
  published,
  url: 'https://example.org/notice',
});
const file = (year: number, published: string, days: CalendarDay[]): CalendarFile => ({
  region: 'CN',
  year,
  notice: notice(published, `no. ${year}`),
  days,
});
const mayDay: CalendarDay = { date: '2030-05-01', name: 'May Day', kind: 'off' };
const makeUpSaturday: CalendarDay = { date: '2030-05-04', name: 'May Day', kind: 'work' };

void t.test('a day is worked as its notice says, else Monday to Friday', (t) => {
  const calendar = buildCalendar([file(2030, '2029-11-01', [mayDay, makeUpSaturday])]);
  t.equal(isWorkingDay('2030-05-01', calendar), false, 'a Wednesday off');
  t.equal(isWorkingDay('2030-05-02', calendar), true, 'a Thursday');
  t.equal(isWorkingDay('2030-05-04', calendar), true, 'a make-up Saturday');
  t.equal(isWorkingDay('2030-05-05', calendar), false, 'a Sunday');
  t.end();
});

void t.test('a day says why and by which source', (t) => {
  const calendar = buildCalendar([file(2030, '2029-11-01', [mayDay, makeUpSaturday])]);
  t.match(dayKind('2030-05-01', calendar), { kind: 'holiday', reason: 'May Day', source: 'no. 2030', published: true });
  t.match(dayKind('2030-05-02', calendar), { kind: 'working-day', working: true, reason: 'Thursday' });
  t.match(dayKind('2030-05-04', calendar), { kind: 'make-up-day', working: true, reason: 'May Day' });
  t.match(dayKind('2030-05-05', calendar), { kind: 'rest-day', reason: 'Sunday', source: /职工工作时间/ });
  t.end();
});

void t.test('a day of an unpublished year is counted Monday to Friday and says so', (t) => {
  const calendar = buildCalendar([file(2030, '2029-11-01', [mayDay])]);
  t.match(dayKind('2031-05-01', calendar), {
    working: true,
    published: false,
    source: /holidays of 2031 not published/,
  });
  t.match(dayKind('2031-05-03', calendar), { working: false, published: false });
  t.end();
});

void t.test('the later notice about a day wins, whatever the order of the files', (t) => {
  const early = file(2030, '2029-11-01', [{ date: '2030-12-31', name: 'year end', kind: 'off' }]);
  const late = file(2031, '2030-11-01', [{ date: '2030-12-31', name: 'New Year', kind: 'work' }]);
  for (const files of [
    [early, late],
    [late, early],
  ]) {
    t.match(dayKind('2030-12-31', buildCalendar(files)), { working: true, source: 'no. 2031' });
  }
  t.end();
});

void t.test('an amendment overrides the notice it amends', (t) => {
  const amendment = { notice: notice('2030-04-01'), days: [{ ...mayDay, kind: 'work' as const }] };
  const calendar = buildCalendar([{ ...file(2030, '2029-11-01', [mayDay]), amendedBy: [amendment] }]);
  t.match(dayKind('2030-05-01', calendar), { working: true, source: 'notice of 2030-04-01 (2030-04-01)' });
  t.end();
});

void t.test('files of two regions, two of a year, or none make no calendar', (t) => {
  const base = file(2030, '2029-11-01', [mayDay]);
  t.throws(() => buildCalendar([]), { message: /at least one year/ });
  t.throws(() => buildCalendar([base, { ...base, region: 'HK', year: 2031 }]), { message: /CN and HK/ });
  t.throws(() => buildCalendar([base, base]), { message: /two files of 2030/ });
  t.end();
});

void t.test('a text that is no day is refused', (t) => {
  const calendar = buildCalendar([file(2030, '2029-11-01', [mayDay])]);
  for (const date of ['', '2030-02-29', '2030-13-01', '2030-1-1', '1899-12-31', '2030-05-01T00:00', '12030-01-01']) {
    t.throws(() => isWorkingDay(date, calendar), { name: 'RangeError', message: /is no day of the calendar/ }, date);
  }
  t.end();
});
