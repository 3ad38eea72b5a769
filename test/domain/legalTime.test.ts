import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import t from 'tap';
import {
  dateOfDay,
  dayOfDate,
  endOfLegalDay,
  instantOf,
  legalDateOf,
  millisOf,
  monthsAfter,
  readMoment,
  weekdayOf,
} from '../../src/domain/legalTime.ts';

const since1992 = fc.date({
  min: new Date('1992-01-01T00:00:00Z'),
  max: new Date('9999-12-31T15:59:59Z'),
  noInvalidDate: true,
});

void t.test('a legal day ends at 24:00 in Asia/Shanghai', (t) => {
  t.equal(endOfLegalDay('2026-02-28'), '2026-02-28T16:00:00.000Z');
  t.equal(endOfLegalDay('2026-12-31'), '2026-12-31T16:00:00.000Z');
  t.equal(endOfLegalDay('9999-12-31'), '9999-12-31T16:00:00.000Z');
  t.end();
});

void t.test('months end on the day of the same number, or the last of a shorter month', (t) => {
  const after = (date: string, months: number) => dateOfDay(monthsAfter(dayOfDate(date), months));
  t.equal(after('2026-01-31', 1), '2026-02-28');
  t.equal(after('2027-12-31', 2), '2028-02-29');
  t.equal(after('2026-03-15', 11), '2027-02-15');
  t.end();
});

void t.test('an instant has its date in Asia/Shanghai', (t) => {
  t.equal(legalDateOf('2026-02-28T15:59:59.999Z'), '2026-02-28');
  t.equal(legalDateOf('2026-02-28T16:00:00.000Z'), '2026-03-01');
  t.equal(legalDateOf('2026-03-01T00:30:00+14:00'), '2026-02-28');
  t.end();
});

void t.test('the legal date agrees with the time zone database since 1992', (t) => {
  const shanghai = (date: Date) => DateTime.fromJSDate(date, { zone: 'Asia/Shanghai' });
  fc.assert(fc.property(since1992, (date) => legalDateOf(date.toISOString()) === shanghai(date).toISODate()));
  t.end();
});

void t.test('the last moment of a legal day is its own, the end belongs to the next', (t) => {
  const before2200 = fc.integer({ min: -25_000, max: 84_000 });
  fc.assert(
    fc.property(before2200, (day) => {
      const end = millisOf(endOfLegalDay(dateOfDay(day)));
      return legalDateOf(instantOf(end - 1)) === dateOfDay(day) && legalDateOf(instantOf(end)) === dateOfDay(day + 1);
    }),
  );
  t.end();
});

void t.test('days count from 1900 to 9999, each once, and know their weekday', (t) => {
  t.equal(dayOfDate('1970-01-01'), 0);
  t.equal(dayOfDate('2024-03-01') - dayOfDate('2024-02-28'), 2);
  t.equal(weekdayOf(dayOfDate('1900-01-01')), 'Monday');
  t.equal(weekdayOf(dayOfDate('2026-02-28')), 'Saturday');
  t.equal(dateOfDay(dayOfDate('9999-12-31')), '9999-12-31');
  t.throws(() => dateOfDay(dayOfDate('9999-12-31') + 1), { message: /after the year 9999/ });
  t.throws(() => legalDateOf('9999-12-31T16:00:00.000Z'), { message: /after the year 9999/ });
  t.throws(() => instantOf(Number.NaN), { name: 'RangeError' });
  t.end();
});

void t.test('a moment without an offset is local time in Asia/Shanghai', (t) => {
  const read = (text: string): string | undefined => {
    const millis = readMoment(text);
    return millis === undefined ? undefined : instantOf(millis);
  };
  t.equal(read('2026-10-01'), '2026-09-30T16:00:00.000Z');
  t.equal(read('2026-10-01T09:00'), '2026-10-01T01:00:00.000Z');
  t.equal(read('2026-10-01T09:00:30'), '2026-10-01T01:00:30.000Z');
  t.equal(read('2026-10-01T09:00:30.5Z'), '2026-10-01T09:00:30.500Z');
  t.equal(read('2026-10-01t09:00:30,123999z'), '2026-10-01T09:00:30.123Z');
  t.equal(read('2026-10-01T09:00:00-05:30'), '2026-10-01T14:30:00.000Z');
  for (const text of [
    '2026-02-29',
    '2026-10-01T24:00:00Z',
    '2026-10-01T23:60:00Z',
    '2026-10-01T23:59:60Z',
    '2026-10-01T09:00:00+24:00',
    '2026-10-01T09:00:00+08',
    '2026-10-01 09:00',
    '2026-10-01Z',
    '20261001',
    '1899-12-31',
    '1900-01-01T07:59:59',
    '9999-12-31T23:00:00-08:00',
    '+012026-01-01',
    '',
  ]) {
    t.equal(read(text), undefined, text);
  }
  t.end();
});

void t.test('a moment that is read is an instant, to the ends of the range', (t) => {
  for (const text of ['1900-01-01T08:00', '1899-12-31T20:00:00-08:00', '9999-12-31T23:59:59.999Z', '9999-12-31']) {
    const moment = readMoment(text);
    t.equal(moment === undefined ? undefined : millisOf(instantOf(moment)), moment, text);
  }
  t.end();
});

void t.test('an instant without an offset is refused: its moment would hang on a zone', (t) => {
  for (const text of ['2026-10-01', '2026-10-01T09:00:00', '2026-02-30T00:00:00Z', 'soon']) {
    t.throws(() => millisOf(text), { name: 'RangeError', message: /is no instant/ }, text);
  }
  t.end();
});

void t.test('legal time does not hang on the time zone of the server', (t) => {
  const code = `
    import { endOfLegalDay, legalDateOf, readMoment } from './src/domain/legalTime.ts';
    import { loadCalendars } from './src/store/calendars.ts';
    import { addWorkingDays } from './src/domain/deadline.ts';
    import { parseTimer } from './src/domain/timerText.ts';
    import { firstDue } from './src/domain/timerDue.ts';
    const calendar = loadCalendars('calendars').get('CN');
    const due = (kind, text) => firstDue(parseTimer(kind, text), '2026-02-12T16:30:00.000Z', calendar).dueAt;
    console.log(JSON.stringify([
      endOfLegalDay('2026-03-08'), legalDateOf('2026-03-08T16:00:00.000Z'), readMoment('2026-11-01T01:30'),
      addWorkingDays('2026-02-12', 7, calendar).due, due('duration', 'P7WD'), due('duration', 'P1M'),
      due('date', '2026-03-08'), due('cycle', 'R/2026-01-31T00:00:00/P1M'),
    ]));`;
  const answers = ['UTC', 'America/Los_Angeles', 'Asia/Shanghai', 'Pacific/Kiritimati'].map((TZ) =>
    execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    }),
  );
  t.same(JSON.parse(answers[0]!), [
    '2026-03-08T16:00:00.000Z',
    '2026-03-09',
    Date.UTC(2026, 9, 31, 17, 30),
    '2026-02-28',
    '2026-03-02T16:00:00.000Z',
    '2026-03-12T16:30:00.000Z',
    '2026-03-07T16:00:00.000Z',
    '2026-02-27T16:00:00.000Z',
  ]);
  t.equal(new Set(answers).size, 1);
  t.end();
});
