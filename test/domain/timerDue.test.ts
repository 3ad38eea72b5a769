import fc from 'fast-check';
import { DateTime } from 'luxon';
import t from 'tap';
import { firstDue, nextDue } from '../../src/domain/timerDue.ts';
import type { TimerDue } from '../../src/domain/timerDue.ts';
import { parseTimer } from '../../src/domain/timerText.ts';
import type { TimerKind, TimerSpec } from '../../src/domain/timerText.ts';
import { loadCalendars } from '../../src/store/calendars.ts';

const calendar = loadCalendars('calendars').get('CN')!;
const armed = '2026-01-05T02:00:00.000Z';

function timer(kind: TimerKind, text: string): TimerSpec {
  const spec = parseTimer(kind, text);
  if ('error' in spec) throw new Error(spec.error);
  return spec;
}
const dueOf = (kind: TimerKind, text: string, at = armed): string => firstDue(timer(kind, text), at, calendar).dueAt;

/** The due moments of a cycle, at most `most`. */
function dues(text: string, at = armed, most = 5): string[] {
  const spec = timer('cycle', text);
  const found: string[] = [];
  let due: TimerDue | null = firstDue(spec, at, calendar);
  while (due !== null && found.push(due.dueAt) < most) due = nextDue(spec, due.dueAt, found.length, calendar);
  return found;
}

void t.test('a date is due at its moment, also when it has passed', (t) => {
  t.equal(dueOf('date', '2026-10-01'), '2026-09-30T16:00:00.000Z');
  t.equal(dueOf('date', '2020-10-01'), '2020-09-30T16:00:00.000Z');
  t.end();
});

void t.test('a plain duration is an exact span from the moment armed', (t) => {
  t.equal(dueOf('duration', 'P7D', '2026-02-12T02:34:56.789Z'), '2026-02-19T02:34:56.789Z');
  t.equal(dueOf('duration', 'PT0S'), armed);
  t.match(firstDue(timer('duration', 'P7D'), armed, calendar), { legal: false, provisional: false });
  t.match(firstDue(timer('duration', 'P2Y'), armed, calendar), { provisional: false }, 'no calendar needed');
  t.end();
});

void t.test('months and years are those of Beijing time', (t) => {
  t.equal(
    dueOf('duration', 'P1M', '2026-01-30T16:00:00.000Z'),
    '2026-02-27T16:00:00.000Z',
    '31 January to 28 February',
  );
  t.equal(dueOf('duration', 'P1Y', '2024-02-28T16:00:00.000Z'), '2025-02-27T16:00:00.000Z', '29 to 28 February');
  t.equal(dueOf('duration', 'P1M1DT1H', '2026-01-05T02:00:00.000Z'), '2026-02-06T03:00:00.000Z');
  t.end();
});

void t.test('months agree with the time zone database', (t) => {
  const moment = fc.date({
    min: new Date('1992-01-01T00:00:00Z'),
    max: new Date('2200-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 1200 }), (date, months) => {
      const due = DateTime.fromJSDate(date, { zone: 'Asia/Shanghai' }).plus({ months });
      return dueOf('duration', `P${months}M`, date.toISOString()) === due.toUTC().toISO();
    }),
  );
  t.end();
});

void t.test('working days end at 24:00 Asia/Shanghai of their last day, whenever the day they start', (t) => {
  const first = firstDue(timer('duration', 'P7WD'), '2026-02-12T02:00:00.000Z', calendar);
  t.match(first, {
    dueAt: '2026-02-28T16:00:00.000Z',
    provisional: false,
    legal: true,
    explain: { due: '2026-02-28' },
  });
  t.equal(dueOf('duration', 'P7WD', '2026-02-11T16:00:00.000Z'), first.dueAt, 'first moment of the day');
  t.equal(dueOf('duration', 'P7WD', '2026-02-12T15:59:59.999Z'), first.dueAt, 'last moment of the day');
  t.equal(dueOf('duration', 'P7WD', '2026-02-12T16:00:00.000Z'), '2026-03-02T16:00:00.000Z', 'the day after');
  t.end();
});

void t.test('working days into an unpublished year are provisional', (t) => {
  const due = firstDue(timer('duration', 'P7WD'), '2026-12-25T02:00:00.000Z', calendar);
  t.match(due, { dueAt: '2027-01-05T16:00:00.000Z', provisional: true, legal: true, explain: { unpublished: [2027] } });
  t.end();
});

void t.test('a cycle without a start counts from the moment armed, then from each due moment', (t) => {
  t.same(dues('R3/PT1H'), ['2026-01-05T03:00:00.000Z', '2026-01-05T04:00:00.000Z', '2026-01-05T05:00:00.000Z']);
  t.equal(dues('R/PT10M', armed, 50).length, 50);
  t.same(dues('R1/PT1H'), ['2026-01-05T03:00:00.000Z']);
  t.end();
});

void t.test('a cycle of working days is due at the end of each of them', (t) => {
  t.same(dues('R4/P1WD', '2026-02-12T02:00:00.000Z'), [
    '2026-02-13T16:00:00.000Z',
    '2026-02-14T16:00:00.000Z',
    '2026-02-24T16:00:00.000Z',
    '2026-02-25T16:00:00.000Z',
  ]);
  t.same(dues('R/P2WD', '2026-09-28T02:00:00.000Z', 3), [
    '2026-09-30T16:00:00.000Z',
    '2026-10-09T16:00:00.000Z',
    '2026-10-12T16:00:00.000Z',
  ]);
  t.end();
});

void t.test('a cycle with a start is due at the start and after each length', (t) => {
  t.same(dues('R2/2026-02-01T00:00:00+08:00/P1D'), ['2026-01-31T16:00:00.000Z', '2026-02-01T16:00:00.000Z']);
  t.same(dues('R3/2026-02-01/2026-02-02'), dues('R3/2026-02-01/P1D'));
  t.same(
    dues('R4/2026-01-31T12:00:00Z/P1M').map((due) => due.slice(5, 10)),
    ['01-31', '02-28', '03-31', '04-30'],
    'the end of a month is kept',
  );
  t.end();
});

void t.test('a cycle with an end has its last moment there', (t) => {
  t.same(dues('R3/PT1H/2026-01-05T12:00:00Z'), [
    '2026-01-05T10:00:00.000Z',
    '2026-01-05T11:00:00.000Z',
    '2026-01-05T12:00:00.000Z',
  ]);
  t.same(dues('R/PT4H/2026-01-05T12:00:00Z'), [
    '2026-01-05T04:00:00.000Z',
    '2026-01-05T08:00:00.000Z',
    '2026-01-05T12:00:00.000Z',
  ]);
  t.same(
    dues('R/P1M/2026-03-31T00:00:00Z').map((due) => due.slice(0, 10)),
    ['2026-01-31', '2026-02-28', '2026-03-31'],
  );
  t.end();
});

void t.test('fixed moments before the timer was armed are not caught up', (t) => {
  t.same(dues('R5/2026-01-03T02:00:00Z/P1D'), [armed, '2026-01-06T02:00:00.000Z', '2026-01-07T02:00:00.000Z']);
  t.same(dues('R/2020-01-01T00:00:00Z/P1D', armed, 1), ['2026-01-06T00:00:00.000Z']);
  t.same(dues('R/2026-01-01T09:00:00/P1WD', armed, 2), ['2026-01-05T16:00:00.000Z', '2026-01-06T16:00:00.000Z']);
  t.end();
});

void t.test('a cycle whose moments have all passed is due once, at its last', (t) => {
  t.same(dues('R2/2025-01-01T00:00:00Z/P1D'), ['2025-01-02T00:00:00.000Z']);
  t.same(dues('R2/PT1H/2025-01-01T00:00:00Z'), ['2025-01-01T00:00:00.000Z']);
  t.same(dues('R2/2025-12-01T09:00:00/P1WD'), ['2025-12-02T16:00:00.000Z']);
  t.end();
});

void t.test('a cycle of working days with a start is due at the start, then at the end of days', (t) => {
  const spec = timer('cycle', 'R3/2026-12-30T09:00:00/P1WD');
  const first = firstDue(spec, armed, calendar);
  t.match(first, { dueAt: '2026-12-30T01:00:00.000Z', legal: false, provisional: false });
  t.match(nextDue(spec, first.dueAt, 1, calendar), {
    dueAt: '2026-12-31T16:00:00.000Z',
    legal: true,
    provisional: false,
  });
  t.match(nextDue(spec, '2026-12-31T16:00:00.000Z', 2, calendar), {
    dueAt: '2027-01-01T16:00:00.000Z',
    provisional: true,
  });
  t.equal(nextDue(spec, '2027-01-01T16:00:00.000Z', 3, calendar), null);
  t.end();
});

void t.test('only a cycle has a next moment', (t) => {
  t.equal(nextDue(timer('date', '2026-10-01'), '2026-09-30T16:00:00.000Z', 1, calendar), null);
  t.equal(nextDue(timer('duration', 'P7D'), armed, 1, calendar), null);
  t.end();
});

void t.test('the moments of a cycle ascend, and a bounded one ends after its number of times', (t) => {
  const length = fc.constantFrom('PT1S', 'PT7H', 'P1D', 'P3W', 'P1M', 'P1Y1DT1H', 'P1WD', 'P11WD');
  const anchor = fc.constantFrom('', '2026-01-05T02:00:00Z/', '2027-03-31T00:00:00/');
  fc.assert(
    fc.property(length, anchor, fc.integer({ min: 1, max: 8 }), (each, start, times) => {
      const found = dues(`R${times}/${start}${each}`, armed, 20);
      return found.length === times && found.every((due, index) => index === 0 || due > found[index - 1]!);
    }),
  );
  t.end();
});

void t.test('the moments of a cycle with an end are those that lie before it, at equal distance', (t) => {
  const hours = fc.integer({ min: 1, max: 400 });
  fc.assert(
    fc.property(hours, fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 1, max: 9 }), (each, ahead, times) => {
      const end = Date.parse(armed) + ahead * 3_600_000;
      const found = dues(`R${times}/PT${each}H/${new Date(end).toISOString()}`, armed, 20);
      const expected = Math.min(times, Math.floor(ahead / each) + 1);
      return found.length === expected && Date.parse(found.at(-1)!) === end;
    }),
  );
  t.end();
});

void t.test('years of a cycle are reached without counting them one by one', (t) => {
  t.equal(dues('R/1900-01-01T00:00:00Z/PT0.001S', armed, 1)[0], armed);
  t.equal(dues('R/PT0.001S/9999-12-31T00:00:00Z', armed, 1)[0], armed);
  t.equal(dues('R/1900-01-01T00:00:00Z/P1M', armed, 1)[0], '2026-02-01T00:00:00.000Z');
  t.same(dues('R/1900-01-02/P1WD', armed, 1), ['2026-01-05T16:00:00.000Z']);
  t.throws(() => firstDue(timer('duration', 'P100Y'), '9950-01-01T00:00:00.000Z', calendar), { message: /year 9999/ });
  t.end();
});
