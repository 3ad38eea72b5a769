import fc from 'fast-check';
import t from 'tap';
import { isWorkingDay } from '../../src/domain/calendar.ts';
import { addWorkingDays, explainWorkingDays, isLimitStart } from '../../src/domain/deadline.ts';
import { dateOfDay, dayOfDate, isWeekend } from '../../src/domain/legalTime.ts';
import { loadCalendars } from '../../src/store/calendars.ts';

const calendar = loadCalendars('calendars').get('CN')!;
const anyDate = fc.integer({ min: dayOfDate('2015-01-01'), max: dayOfDate('2030-12-31') }).map(dateOfDay);
const anyDays = fc.integer({ min: 1, max: 400 });

/** Limits that a Monday-to-Friday calendar gets wrong. */
const oracles: [from: string, days: number, due: string][] = [
  ['2026-02-12', 7, '2026-02-28'],
  ['2026-02-13', 7, '2026-03-02'],
  ['2026-09-24', 7, '2026-10-12'],
  ['2026-04-30', 5, '2026-05-11'],
  ['2025-09-28', 7, '2025-10-14'],
  ['2026-09-25', 20, '2026-10-29'],
];

void t.test('limits across holidays and make-up days end on the right day', (t) => {
  for (const [from, days, due] of oracles) {
    const result = addWorkingDays(from, days, calendar);
    t.equal(result.due, due, `${from} + ${days}`);
    t.equal(result.provisional, false);
  }
  t.end();
});

void t.test('a Monday-to-Friday calendar is wrong for many start days of 2026, by up to 8 days', (t) => {
  const differences = (days: number): number[] => {
    const found: number[] = [];
    for (let day = dayOfDate('2026-01-01'); day <= dayOfDate('2026-12-31'); day += 1) {
      let due = day;
      for (let left = days; left > 0;) if (!isWeekend((due += 1))) left -= 1;
      const difference = Math.abs(dayOfDate(addWorkingDays(dateOfDay(day), days, calendar).due) - due);
      if (difference > 0) found.push(difference);
    }
    return found;
  };
  t.same(
    [3, 7, 20].map((days) => differences(days).length),
    [54, 84, 170],
  );
  t.equal(Math.max(...differences(7)), 8);
  t.end();
});

void t.test('what is passed over and what counts although a weekend is named with its source', (t) => {
  const { skipped, makeUp } = addWorkingDays('2026-02-12', 7, calendar);
  t.same(
    skipped.map(({ date }) => date.slice(8)),
    ['15', '16', '17', '18', '19', '20', '21', '22', '23'],
  );
  t.same(skipped[0], { date: '2026-02-15', reason: '春节', source: '国办发明电〔2025〕7号' });
  t.same(makeUp, [
    { date: '2026-02-14', reason: '春节', source: '国办发明电〔2025〕7号' },
    { date: '2026-02-28', reason: '春节', source: '国办发明电〔2025〕7号' },
  ]);
  t.end();
});

void t.test('a limit is provisional when it counts or passes over a day of an unpublished year', (t) => {
  t.match(addWorkingDays('2026-12-30', 1, calendar), { due: '2026-12-31', provisional: false, unpublished: [] });
  t.match(addWorkingDays('2026-12-31', 1, calendar), { due: '2027-01-01', provisional: true, unpublished: [2027] });
  t.match(
    addWorkingDays('2019-12-31', 1, calendar),
    { due: '2020-01-02', provisional: false },
    'start day not counted',
  );
  t.match(addWorkingDays('2019-12-30', 2, calendar), { due: '2020-01-02', provisional: true, unpublished: [2019] });
  const { skipped } = addWorkingDays('2026-12-31', 2, calendar);
  t.match(skipped, [{ date: '2027-01-02', reason: 'Saturday', source: /holidays of 2027 not published/ }, {}]);
  t.end();
});

void t.test('a limit ends on a working day after its start, and counting back gives its days', (t) => {
  fc.assert(
    fc.property(anyDate, anyDays, (from, days) => {
      const { due, skipped, makeUp } = addWorkingDays(from, days, calendar);
      let counted = 0;
      for (let day = dayOfDate(due); day > dayOfDate(from); day -= 1) {
        if (isWorkingDay(dateOfDay(day), calendar)) counted += 1;
      }
      const span = dayOfDate(due) - dayOfDate(from);
      return (
        due > from &&
        isWorkingDay(due, calendar) &&
        counted === days &&
        span === days + skipped.length &&
        makeUp.every(({ date }) => isWeekend(dayOfDate(date)))
      );
    }),
  );
  t.end();
});

void t.test('a longer limit ends later, a later start never earlier', (t) => {
  fc.assert(
    fc.property(anyDate, anyDays, fc.integer({ min: 1, max: 30 }), (from, days, more) => {
      const due = addWorkingDays(from, days, calendar).due;
      const later = addWorkingDays(dateOfDay(dayOfDate(from) + more), days, calendar).due;
      return addWorkingDays(from, days + more, calendar).due > due && later >= due;
    }),
  );
  t.end();
});

void t.test('two limits in a row are one of both lengths', (t) => {
  fc.assert(
    fc.property(anyDate, anyDays, anyDays, (from, one, two) => {
      const first = addWorkingDays(from, one, calendar).due;
      return addWorkingDays(first, two, calendar).due === addWorkingDays(from, one + two, calendar).due;
    }),
  );
  t.end();
});

void t.test('1 to 9999 whole days are accepted, up to the year 9999', (t) => {
  t.equal(addWorkingDays('2026-01-05', 9999, calendar).due, '2064-05-20');
  for (const days of [0, -1, 1.5, 10_000, Number.NaN, Number.POSITIVE_INFINITY]) {
    t.throws(
      () => addWorkingDays('2026-01-05', days, calendar),
      { message: /whole number from 1 to 9999/ },
      String(days),
    );
  }
  t.equal(addWorkingDays('9999-12-30', 1, calendar).due, '9999-12-31');
  t.throws(() => addWorkingDays('9999-12-31', 1, calendar), { message: /after the year 9999/ });
  t.throws(() => addWorkingDays('2026-02-30', 1, calendar), { message: /no day of the calendar/ });
  t.end();
});

void t.test('the reckoning is told in lines for people', (t) => {
  t.same(explainWorkingDays(addWorkingDays('2026-02-12', 7, calendar)), [
    '2026-02-12 (Thursday) + 7 working days = 2026-02-28 (Saturday), ends at 24:00 Asia/Shanghai',
    'start day not counted: 2026-02-12',
    'not counted: 2026-02-15 to 2026-02-23 春节, 9 days [国办发明电〔2025〕7号]',
    'counted although a weekend: 2026-02-14 春节 [国办发明电〔2025〕7号]',
    'counted although a weekend: 2026-02-28 春节 [国办发明电〔2025〕7号]',
  ]);
  t.same(explainWorkingDays(addWorkingDays('2026-12-31', 2, calendar)), [
    '2026-12-31 (Thursday) + 2 working days = 2027-01-04 (Monday), ends at 24:00 Asia/Shanghai',
    'start day not counted: 2026-12-31',
    'not counted: 2027-01-02 to 2027-01-03 Saturday, Sunday, 2 days [holidays of 2027 not published, counted Monday to Friday]',
    'provisional: the holidays of 2027 are not published, its days are counted Monday to Friday',
  ]);
  t.equal(
    explainWorkingDays(addWorkingDays('2026-01-05', 1, calendar))[0],
    '2026-01-05 (Monday) + 1 working day = 2026-01-06 (Tuesday), ends at 24:00 Asia/Shanghai',
  );
  t.end();
});

void t.test('a limit is counted from a legal date that leaves room for it', (t) => {
  for (const good of ['2026-03-02', '1900-01-01', '8000-12-31']) t.equal(isLimitStart(good), true, good);
  for (const bad of ['8001-01-01', '9999-12-31', '2026-02-30', '', 20260302, null, undefined])
    t.equal(isLimitStart(bad), false, String(bad));
  t.end();
});
