import fc from 'fast-check';
import t from 'tap';
import type { ClockEvent, ClockLimit } from '../../src/domain/clock.ts';
import { clockDue, clockState, explainClock, hasEnded } from '../../src/domain/clock.ts';
import { worksOn } from '../../src/domain/calendar.ts';
import { addWorkingDays } from '../../src/domain/deadline.ts';
import { dateOfDay, DAY_MS, dayOfDate, endOfDay, millisOf } from '../../src/domain/legalTime.ts';
import { calendar } from './lawCast.ts';
import { at, clockOf, extend, pause, resume } from './clockCast.ts';

const dueOf = (on: string, days: number, events: ClockEvent[] = [], limit: Partial<ClockLimit> = {}) =>
  clockDue(clockOf(on, days, events, limit), calendar);

void t.test('without pauses a clock ends as its limit does', (t) => {
  t.same(dueOf('2026-02-12', 7), {
    due: '2026-02-28',
    dueAt: '2026-02-28T16:00:00.000Z',
    provisional: false,
    count: 7,
    unpublished: [],
    paused: [],
    carried: false,
  });
  t.match(dueOf('2026-09-25', 20), { due: '2026-10-29' });
  t.end();
});

void t.test('of a pause only the working days that lie in it wholly are left out', (t) => {
  t.match(dueOf('2026-03-02', 5), { due: '2026-03-09' });
  t.match(dueOf('2026-03-02', 5, [pause('2026-03-03'), resume('2026-03-05', '15:00')]), {
    due: '2026-03-10',
    paused: ['2026-03-04'],
  });
  t.match(dueOf('2026-03-02', 5, [pause('2026-03-03'), resume('2026-03-03', '15:00')]), {
    due: '2026-03-09',
    paused: [],
  });
  t.match(dueOf('2026-03-02', 5, [pause('2026-03-03'), resume('2026-03-04', '15:00')]), {
    due: '2026-03-09',
    paused: [],
  });
  t.end();
});

void t.test('a day is whole from 00:00 to 24:00 in Shanghai', (t) => {
  t.match(dueOf('2026-03-02', 5, [pause('2026-03-04', '00:00'), resume('2026-03-05', '00:00')]), {
    due: '2026-03-10',
    paused: ['2026-03-04'],
  });
  t.match(dueOf('2026-03-02', 5, [pause('2026-03-04', '00:01'), resume('2026-03-05', '00:00')]), { due: '2026-03-09' });
  t.match(dueOf('2026-03-02', 5, [pause('2026-03-04', '00:00'), resume('2026-03-04', '23:59')]), { due: '2026-03-09' });
  t.end();
});

void t.test('a make-up Saturday in a pause is a working day that is left out, a rest day is none', (t) => {
  t.match(dueOf('2026-02-12', 7, [pause('2026-02-13'), resume('2026-02-15')]), {
    due: '2026-03-02',
    paused: ['2026-02-14'],
  });
  t.match(dueOf('2026-02-12', 7, [pause('2026-02-14'), resume('2026-02-24')]), { due: '2026-02-28', paused: [] });
  t.match(dueOf('2026-09-29', 7, [pause('2026-09-30'), resume('2026-10-09')]), {
    due: '2026-10-15',
    paused: ['2026-10-08'],
  });
  t.end();
});

void t.test('several pauses add up, and pauses without a gap are one', (t) => {
  const two = [pause('2026-03-03'), resume('2026-03-05'), pause('2026-03-09'), resume('2026-03-12')];
  t.match(dueOf('2026-03-02', 10, two), { due: '2026-03-19', paused: ['2026-03-04', '2026-03-10', '2026-03-11'] });
  const touching = [
    pause('2026-03-03'),
    resume('2026-03-04', '12:00'),
    pause('2026-03-04', '12:00'),
    resume('2026-03-05'),
  ];
  t.match(dueOf('2026-03-02', 5, touching), { due: '2026-03-10', paused: ['2026-03-04'] });
  const gap = [pause('2026-03-03'), resume('2026-03-04', '12:00'), pause('2026-03-04', '12:01'), resume('2026-03-05')];
  t.match(dueOf('2026-03-02', 5, gap), { due: '2026-03-09', paused: [] });
  t.end();
});

void t.test('while the clock stands still there is no due date', (t) => {
  const open = clockOf('2026-03-02', 5, [pause('2026-03-03')]);
  t.equal(clockDue(open, calendar), null);
  t.equal(clockState(open), 'paused');
  t.equal(dueOf('2026-03-02', 5, [pause('2026-03-09', '23:59')]), null, 'in the last minute');
  t.end();
});

void t.test('a pause after the end changes nothing', (t) => {
  t.match(dueOf('2026-03-02', 5, [pause('2026-03-10', '00:00')]), { due: '2026-03-09' });
  t.match(dueOf('2026-03-02', 5, [pause('2026-03-11'), resume('2026-03-20')]), { due: '2026-03-09' });
  t.end();
});

void t.test('a limit does not end in a pause: it is carried to the next working day that ends running', (t) => {
  const cut = [pause('2026-03-09', '10:00'), resume('2026-03-10', '15:00')];
  t.match(dueOf('2026-03-02', 5, cut), { due: '2026-03-10', paused: [], carried: true });
  const overWeekend = [
    pause('2026-03-09', '10:00'),
    resume('2026-03-13', '20:00'),
    pause('2026-03-13', '21:00'),
    resume('2026-03-14'),
  ];
  t.match(dueOf('2026-03-02', 5, overWeekend), { due: '2026-03-16', carried: true }, 'Saturday is no working day');
  const toMidnight = [pause('2026-03-09', '10:00'), resume('2026-03-10', '00:00')];
  t.match(dueOf('2026-03-02', 5, toMidnight), { due: '2026-03-10', carried: true });
  t.end();
});

void t.test('an extension lengthens the limit by its days', (t) => {
  t.match(dueOf('2026-03-02', 20, [extend(10, '2026-03-20')]), {
    due: addWorkingDays('2026-03-02', 30, calendar).due,
    count: 30,
  });
  const both = [pause('2026-03-03'), resume('2026-03-05'), extend(10, '2026-03-20')];
  t.match(dueOf('2026-03-02', 20, both), { due: addWorkingDays('2026-03-02', 31, calendar).due });
  t.end();
});

void t.test('natural days count every day, and roll only where the law says so', (t) => {
  const natural = { unit: 'naturalDay' as const, rolls: true };
  t.match(
    dueOf('2026-07-03', 90, [], natural),
    { due: '2026-10-08' },
    '1 October is a holiday, so are the next six days',
  );
  t.match(dueOf('2026-07-03', 90, [], { ...natural, rolls: false }), { due: '2026-10-01', provisional: false });
  t.match(dueOf('2026-03-02', 15, [pause('2026-03-06'), resume('2026-03-09')], natural), {
    due: '2026-03-19',
    paused: ['2026-03-07', '2026-03-08'],
  });
  t.match(dueOf('2026-10-04', 90, [], natural), { provisional: true, unpublished: [2027] }, 'rolls into 2027');
  t.match(dueOf('2026-12-01', 90, [], { ...natural, rolls: false }), { due: '2027-03-01', provisional: false });
  t.end();
});

void t.test('pauses that overlap are one: the clock runs again when the last ground is gone', (t) => {
  const test = [pause('2026-03-03', '10:00', 'inspection'), pause('2026-03-04', '10:00', 'hearing')];
  const overlapping = [...test, resume('2026-03-06', '10:00', 'inspection')];
  t.equal(clockState(clockOf('2026-03-02', 5, overlapping)), 'paused');
  t.equal(dueOf('2026-03-02', 5, overlapping), null);
  const both = [...overlapping, resume('2026-03-10', '10:00', 'hearing')];
  t.equal(clockState(clockOf('2026-03-02', 5, both)), 'running');
  t.match(dueOf('2026-03-02', 5, both), {
    due: '2026-03-13',
    paused: ['2026-03-04', '2026-03-05', '2026-03-06', '2026-03-09'],
  });
  const inside = [...test, resume('2026-03-05', '10:00', 'hearing'), resume('2026-03-10', '10:00', 'inspection')];
  t.match(dueOf('2026-03-02', 5, inside), dueOf('2026-03-02', 5, both)!, 'one inside the other');
  const twice = [pause('2026-03-03'), pause('2026-03-04'), resume('2026-03-05')];
  t.equal(clockState(clockOf('2026-03-02', 5, twice)), 'paused', 'the same ground twice');
  t.end();
});

void t.test('months end on the day of the same number, or the last of a shorter month', (t) => {
  const months = { unit: 'month' as const, rolls: false };
  t.match(dueOf('2026-01-31', 3, [], months), { due: '2026-04-30', provisional: false });
  t.match(dueOf('2025-11-30', 3, [], months), { due: '2026-02-28' });
  t.match(dueOf('2026-03-15', 12, [], months), { due: '2027-03-15' });
  t.match(dueOf('2026-07-01', 3, [], { ...months, rolls: true }), { due: '2026-10-08' }, 'the holiday rolls');
  t.match(dueOf('2026-03-02', 1, [pause('2026-03-06'), resume('2026-03-09')], months), { due: '2026-04-04' });
  t.match(explainClock(clockOf('2026-01-31', 3, [], months), calendar), [
    '2026-01-31 + 3 months = 2026-04-30, ends at 24:00 Asia/Shanghai',
  ]);
  t.end();
});

void t.test('hours are counted to the minute, without the time of a pause', (t) => {
  const hours = { unit: 'hour' as const };
  t.match(dueOf('2026-03-06', 24, [], hours), { due: '2026-03-07', dueAt: at('2026-03-07', '10:00') });
  const events = [pause('2026-03-06', '12:00'), resume('2026-03-06', '15:30')];
  t.match(dueOf('2026-03-06', 24, events, hours), { dueAt: at('2026-03-07', '13:30') });
  t.equal(dueOf('2026-03-06', 24, [pause('2026-03-06', '12:00')], hours), null);
  t.match(dueOf('2026-03-06', 24, [pause('2026-03-07', '10:00')], hours), { dueAt: at('2026-03-07', '10:00') });
  t.match(explainClock(clockOf('2026-03-06', 24, [], hours), calendar), [
    `${at('2026-03-06')} + 24 hours = ${at('2026-03-07')}`,
  ]);
  t.end();
});

void t.test('a provisional end has no legal effect', (t) => {
  const provisional = dueOf('2026-12-21', 20)!;
  t.match(provisional, { provisional: true, unpublished: [2027] });
  t.equal(hasEnded(provisional, '2028-01-01T00:00:00.000Z'), false);
  t.equal(hasEnded({ ...provisional, provisional: false }, '2028-01-01T00:00:00.000Z'), true);
  t.end();
});

void t.test('a limit is over at 24:00 of its last day, not before', (t) => {
  const end = dueOf('2026-02-12', 7)!;
  t.equal(hasEnded(end, '2026-02-28T15:59:59.999Z'), false);
  t.equal(hasEnded(end, '2026-02-28T16:00:00.000Z'), true);
  t.end();
});

void t.test('a limit without days, or beyond the year 9999, is none', (t) => {
  for (const days of [0, -1, 1.5, NaN, 100_000]) t.throws(() => dueOf('2026-03-02', days), RangeError);
  t.throws(() => dueOf('9999-12-30', 5), RangeError);
  t.end();
});

void t.test('the reckoning is told line by line', (t) => {
  const events = [pause('2026-02-13'), resume('2026-02-15'), extend(1, '2026-02-25')];
  t.same(explainClock(clockOf('2026-02-12', 7, events), calendar), [
    '2026-02-12 (Thursday) + 8 working days = 2026-03-03 (Tuesday), ends at 24:00 Asia/Shanghai',
    'start day not counted: 2026-02-12',
    'not counted: 2026-02-15 to 2026-02-23 春节, 9 days [国办发明电〔2025〕7号]',
    'not counted: 2026-03-01 Sunday [国务院关于职工工作时间的规定 第七条]',
    'counted although a weekend: 2026-02-14 春节 [国办发明电〔2025〕7号]',
    'counted although a weekend: 2026-02-28 春节 [国办发明电〔2025〕7号]',
    'basis: 行政许可法 42',
    'extended by 1 working day at 2026-02-25T02:00:00.000Z, approved by leader',
    'paused for hearing: 2026-02-13T02:00:00.000Z to 2026-02-15T02:00:00.000Z',
    'left out: 2026-02-14',
  ]);
  t.match(explainClock(clockOf('2026-03-02', 5, [pause('2026-03-03')]), calendar), [
    '2026-03-02 + 5 working days: the clock stands still, so there is no due date yet',
    'basis: 行政许可法 42',
    'paused for hearing: 2026-03-03T02:00:00.000Z to this moment',
  ]);
  const cut = clockOf('2026-03-02', 5, [pause('2026-03-09'), resume('2026-03-10', '15:00')]);
  t.match(explainClock(cut, calendar).at(-1), /cut by a pause/);
  t.match(
    explainClock(clockOf('2026-07-03', 90, [], { unit: 'naturalDay', rolls: true }), calendar)[0],
    /^2026-07-03 \+ 90 natural days = 2026-10-08/,
  );
  t.end();
});

const startDay = dayOfDate('2026-01-05');
const anyOn = fc.integer({ min: startDay, max: dayOfDate('2026-06-30') }).map(dateOfDay);
const anyDays = fc.integer({ min: 1, max: 30 });
/** Lengths of running and standing still, in minutes, one after the other. */
const anySpells = fc.array(fc.tuple(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 20_000 })), {
  maxLength: 4,
});
const anyUnit = fc.constantFrom<Partial<ClockLimit>>(
  { unit: 'workingDay' },
  { unit: 'naturalDay', rolls: true },
  { unit: 'naturalDay', rolls: false },
);

function eventsOf(on: string, spells: readonly (readonly [number, number])[]): ClockEvent[] {
  let now = millisOf(at(on));
  return spells.flatMap(([running, still]): ClockEvent[] => {
    const from = (now += running * 60_000);
    const to = (now += still * 60_000);
    const [pausedAt, resumedAt] = [new Date(from).toISOString(), new Date(to).toISOString()];
    return [
      { type: 'pause', at: pausedAt, ground: 'hearing' },
      { type: 'resume', at: resumedAt, ground: 'hearing' },
    ];
  });
}

void t.test('the due date is that of an oracle that counts milliseconds of standing still', (t) => {
  let moved = 0;
  let carried = 0;
  fc.assert(
    fc.property(anyOn, anyDays, anySpells, anyUnit, (on, days, spells, unit) => {
      const events = eventsOf(on, spells);
      const still = (from: number, to: number) =>
        events.reduce((sum, event, index) => {
          if (event.type !== 'pause') return sum;
          const end = Math.min(to, millisOf(events[index + 1]!.at));
          return sum + Math.max(0, end - Math.max(from, millisOf(event.at)));
        }, 0);
      let counted = 0;
      let day = dayOfDate(on);
      const ofItsKind = () => worksOn(day, calendar) || unit.unit === 'naturalDay';
      const mayEnd = () => worksOn(day, calendar) || unit.rolls === false;
      do {
        day += 1;
        if (counted < days && ofItsKind() && still(endOfDay(day - 1), endOfDay(day)) < DAY_MS) counted += 1;
      } while (counted < days || still(endOfDay(day) - 1, endOfDay(day)) > 0 || !mayEnd());
      const found = dueOf(on, days, events, unit);
      if (found!.paused.length > 0) moved += 1;
      if (found!.carried) carried += 1;
      return found!.due === dateOfDay(day);
    }),
    { numRuns: 3000 },
  );
  t.ok(moved > 100 && carried > 10, `${moved} moved, ${carried} carried`);
  t.end();
});

void t.test(
  'no event but the start brings the end nearer: pausing, pausing longer and extending only move it away',
  (t) => {
    fc.assert(
      fc.property(anyOn, anyDays, anySpells, anyUnit, fc.nat(9000), anyDays, (on, days, spells, unit, longer, more) => {
        const events = eventsOf(on, spells);
        const before = dueOf(on, days, [], unit)!.due;
        const { due, carried } = dueOf(on, days, events, unit)!;
        const last = spells.at(-1);
        const stretched = last === undefined ? [] : [...spells.slice(0, -1), [last[0], last[1] + longer] as const];
        const after = dueOf(on, days, eventsOf(on, stretched), unit)!.due;
        const extended = dueOf(on, days, [...events, extend(more, '2026-12-01')], unit)!;
        const further = unit.unit === 'workingDay' && !carried ? extended.due > due : extended.due >= due;
        return before <= due && due <= after && further && extended.count === days + more;
      }),
      { numRuns: 2000 },
    );
    t.end();
  },
);

void t.test('a later start never ends earlier', (t) => {
  fc.assert(
    fc.property(anyOn, fc.nat(40), anyDays, anyUnit, (on, later, days, unit) => {
      const moved = dateOfDay(dayOfDate(on) + later);
      return dueOf(on, days, [], unit)!.due <= dueOf(moved, days, [], unit)!.due;
    }),
  );
  t.end();
});

void t.test(
  'a clock stands still until every ground has ended, each by its own name and as often as it was given',
  (t) => {
    const inspection = (day: string, event: typeof pause) => event(day, '00:00', 'inspection');
    const overlapping = [pause('2026-03-03', '00:00'), inspection('2026-03-04', pause)];
    t.match(dueOf('2026-03-02', 5, [...overlapping, resume('2026-03-05', '00:00'), inspection('2026-03-07', resume)]), {
      due: '2026-03-13',
      paused: ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'],
    });
    t.match(dueOf('2026-03-02', 5, [...overlapping, inspection('2026-03-05', resume), resume('2026-03-07', '00:00')]), {
      paused: ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'],
    });
    const within = [
      pause('2026-03-03', '00:00'),
      pause('2026-03-05', '10:00', 'inspection'),
      resume('2026-03-05', '12:00'),
    ];
    t.match(dueOf('2026-03-02', 5, [...within, inspection('2026-03-06', resume)]), {
      paused: ['2026-03-03', '2026-03-04', '2026-03-05'],
    });
    const crossed = clockOf('2026-03-02', 5, [
      ...overlapping,
      inspection('2026-03-05', resume),
      resume('2026-03-07', '00:00'),
    ]);
    t.ok(
      explainClock(crossed, calendar).includes(
        `paused for hearing: ${at('2026-03-03', '00:00')} to ${at('2026-03-07', '00:00')}`,
      ),
    );
    const twice = [pause('2026-03-03', '00:00'), pause('2026-03-04', '00:00'), resume('2026-03-05', '00:00')];
    t.equal(dueOf('2026-03-02', 5, twice), null);
    t.match(dueOf('2026-03-02', 5, [...twice, resume('2026-03-06', '00:00')]), {
      paused: ['2026-03-03', '2026-03-04', '2026-03-05'],
    });
    t.end();
  },
);

void t.test('a stop ends a pause, and the clock has stopped', (t) => {
  const stopped = clockOf('2026-03-02', 5, [
    pause('2026-03-03', '00:00'),
    { type: 'stop', at: at('2026-03-05', '00:00') },
  ]);
  t.equal(clockState(stopped), 'stopped');
  t.match(clockDue(stopped, calendar), { due: '2026-03-11', paused: ['2026-03-03', '2026-03-04'] });
  t.end();
});
