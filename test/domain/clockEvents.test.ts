import fc from 'fast-check';
import t from 'tap';
import { clockDue, clockState, type Clock } from '../../src/domain/clock.ts';
import {
  extendClock,
  pauseClock,
  requireExtensionWithin,
  requireGround,
  requireHeld,
  requireNotEnded,
  requireOrder,
  requireState,
  resumeClock,
  startClock,
  stopClock,
} from '../../src/domain/clockEvents.ts';
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts';
import { at, clockOf, decisionLimit, extend, pause } from './clockCast.ts';
import { calendar, codeOf, granted } from './lawCast.ts';

const running = clockOf('2026-03-02', 20);
const paused = clockOf('2026-03-02', 20, [pause('2026-03-05')]);
const stopped = clockOf('2026-03-02', 20, [{ type: 'stop', at: at('2026-03-05') }]);
const extension = { count: 10, reason: 'complex', askedBy: 'handler', approvedBy: 'leader', at: at('2026-03-20') };

void t.test('a clock starts on an earlier day, as deemed acceptance does, or on a day to come', (t) => {
  const clock = startClock('decision', decisionLimit, '2026-02-12', at('2026-03-02'));
  t.match(clock.events, [{ type: 'start', on: '2026-02-12', limit: decisionLimit }]);
  const later = startClock('court-application', { ...decisionLimit, count: 1 }, '2026-03-09', at('2026-03-02'));
  t.equal(clockDue(later, calendar)?.due, '2026-03-10');
  t.end();
});

void t.test('events are appended, and what was there is kept', (t) => {
  const still = granted(pauseClock(running, 'hearing', at('2026-03-05')));
  const on = granted(resumeClock(still, 'hearing', at('2026-03-06')));
  const longer = granted(extendClock(on, extension, calendar));
  const done = granted(stopClock(longer, at('2026-03-25')));
  t.same(
    done.events.map(({ type }) => type),
    ['start', 'pause', 'resume', 'extend', 'stop'],
  );
  t.same(done.events.slice(0, 3), on.events);
  t.equal(running.events.length, 1);
  t.end();
});

void t.test('a clock runs, stands still or has stopped, and each step fits one of them', (t) => {
  t.same([running, paused, stopped].map(clockState), ['running', 'paused', 'stopped']);
  t.equal(clockState(clockOf('2026-03-02', 20, [pause('2026-03-05'), extend(1, '2026-03-06')])), 'paused');
  const later = at('2026-03-06');
  t.equal(codeOf(pauseClock(paused, 'appraisal', later)), 'ok', 'a second ground');
  t.equal(codeOf(pauseClock(stopped, 'hearing', later)), 'conflict');
  t.equal(codeOf(resumeClock(running, 'hearing', later)), 'conflict');
  t.equal(codeOf(resumeClock(stopped, 'hearing', later)), 'conflict');
  t.equal(codeOf(stopClock(stopped, later)), 'conflict');
  t.equal(codeOf(extendClock(stopped, { ...extension, at: later }, calendar)), 'conflict');
  t.equal(codeOf(extendClock(paused, { ...extension, at: later }, calendar)), 'ok');
  t.equal(codeOf(stopClock(paused, later)), 'ok');
  t.match(requireState(stopped, ['running'], 'paused'), { detail: 'Clock decision is stopped and cannot be paused.' });
  t.end();
});

void t.test('nothing is put in before what has happened', (t) => {
  const early = at('2026-03-04');
  t.equal(codeOf(requireOrder(paused, early)), 'conflict');
  t.equal(codeOf(resumeClock(paused, 'hearing', early)), 'conflict');
  t.equal(codeOf(stopClock(paused, early)), 'conflict');
  t.equal(codeOf(extendClock(paused, { ...extension, at: early }, calendar)), 'conflict');
  t.equal(codeOf(pauseClock(running, 'hearing', at('2026-03-01'))), 'conflict');
  t.equal(codeOf(resumeClock(paused, 'hearing', at('2026-03-05'))), 'ok', 'in the same moment');
  t.end();
});

void t.test('a clock pauses on the grounds of its law; legal review is none', (t) => {
  t.match(requireGround(running, 'legalReview'), { code: 'conflict', detail: /行政许可法 42.*hearing, inspection/ });
  t.equal(codeOf(pauseClock(running, 'legalReview', at('2026-03-05'))), 'conflict');
  t.match(requireGround(clockOf('2026-03-02', 5, [], { pauses: [] }), 'hearing'), { detail: /never pauses/ });
  t.equal(codeOf(requireGround(running, 'hearing')), 'ok');
  t.end();
});

void t.test('only a ground that holds ends', (t) => {
  t.match(requireHeld(paused, 'appraisal'), {
    code: 'conflict',
    detail: /not stand still for appraisal, but for hearing/,
  });
  t.equal(codeOf(requireHeld(paused, 'hearing')), 'ok');
  t.equal(codeOf(resumeClock(paused, 'appraisal', at('2026-03-06'))), 'conflict');
  t.end();
});

void t.test('an extension is approved by another, with a reason', (t) => {
  t.equal(codeOf(extendClock(running, { ...extension, approvedBy: 'handler' }, calendar)), 'separation');
  t.equal(codeOf(extendClock(running, { ...extension, reason: ' ' }, calendar)), 'bad-request');
  t.equal(codeOf(extendClock(running, extension, calendar)), 'ok');
  t.end();
});

void t.test('an extension stays within what the law allows, in days and times', (t) => {
  for (const days of [0, 11, -1, 0.5, NaN])
    t.equal(codeOf(requireExtensionWithin(running, days)), 'conflict', `${days}`);
  t.equal(codeOf(requireExtensionWithin(running, 10)), 'ok');
  t.equal(codeOf(requireExtensionWithin(clockOf('2026-03-02', 20, [extend(4, '2026-03-05')]), 4)), 'conflict', 'once');
  const twice = { extension: { count: 10, times: 2 } };
  const first = clockOf('2026-03-02', 20, [extend(4, '2026-03-05')], twice);
  t.equal(codeOf(requireExtensionWithin(first, 6)), 'ok');
  t.match(requireExtensionWithin(first, 7), { detail: /10 working days at most, in 2 extension\(s\); so far by 4/ });
  t.match(requireExtensionWithin(clockOf('2026-03-02', 20, [], { extension: null }), 1), {
    detail: /cannot be extended/,
  });
  t.equal(codeOf(extendClock(running, { ...extension, count: 11 }, calendar)), 'conflict');
  t.end();
});

void t.test('what is over is not extended, unless its end is provisional', (t) => {
  const end = clockDue(running, calendar)!;
  t.equal(codeOf(extendClock(running, { ...extension, at: end.dueAt }, calendar)), 'conflict');
  t.equal(codeOf(requireNotEnded('decision', end, end.dueAt)), 'conflict');
  t.equal(codeOf(requireNotEnded('decision', { ...end, provisional: true }, end.dueAt)), 'ok');
  t.equal(codeOf(requireNotEnded('decision', null, end.dueAt)), 'ok', 'it stands still');
  t.end();
});

void t.test('no walk breaks the order of events or the limits of extension, and due dates only move away', (t) => {
  const steps = fc.constantFrom('pause', 'resume', 'extend', 'stop', 'pause', 'resume');
  const anyMove = fc.tuple(steps, fc.integer({ min: -600, max: 9000 }), fc.integer({ min: 0, max: 6 }));
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(anyMove, { maxLength: 25 }), (moves) => {
      let clock = clockOf('2026-03-02', 20, [], { extension: { count: 10, times: 3 } });
      let now = Date.parse(at('2026-03-02'));
      for (const [step, minutes, days] of moves) {
        now += minutes * 60_000;
        const after = moved(clock, step, new Date(now).toISOString(), days);
        if (isRefusal(after)) continue;
        const [due, dueAfter] = [clockDue(clock, calendar)?.due, clockDue(after, calendar)?.due];
        if (due !== undefined && dueAfter !== undefined && dueAfter < due) return false;
        if (after.events.length !== clock.events.length + 1) return false;
        clock = after;
        seen.add(step);
      }
      let open = 0;
      const balanced = clock.events.every(({ type }) => {
        if (type === 'pause') open += 1;
        if (type === 'resume') open -= 1;
        return open >= 0;
      });
      const ordered = clock.events.every((event, index) => index === 0 || event.at >= clock.events[index - 1]!.at);
      const extended = clock.events.flatMap((event) => (event.type === 'extend' ? [event.count] : []));
      const stops = clock.events.findIndex(({ type }) => type === 'stop');
      const within = extended.length <= 3 && extended.reduce((sum, days) => sum + days, 0) <= 10;
      return balanced && ordered && within && (stops === -1 || stops === clock.events.length - 1);
    }),
    { numRuns: 2000 },
  );
  t.equal(seen.size, 4);
  t.end();
});

void t.test('stopping a clock that stands still leaves the day it would have ended', (t) => {
  const ended = granted(stopClock(paused, at('2026-03-10')));
  t.equal(
    clockDue(ended, calendar)?.due,
    clockDue(granted(resumeClock(paused, 'hearing', at('2026-03-10'))), calendar)?.due,
  );
  t.end();
});

function moved(clock: Clock, step: string, when: string, days: number): Clock | Refusal {
  switch (step) {
    case 'pause':
      return pauseClock(clock, 'hearing', when);
    case 'resume':
      return resumeClock(clock, 'hearing', when);
    case 'extend':
      return extendClock(clock, { ...extension, count: days, at: when }, calendar);
    default:
      return stopClock(clock, when);
  }
}
