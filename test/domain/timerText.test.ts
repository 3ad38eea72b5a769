import fc from 'fast-check';
import t from 'tap';
import { parseTimer } from '../../src/domain/timerText.ts';
import type { TimerKind } from '../../src/domain/timerText.ts';

const hour = 3_600_000;
const day = 24 * hour;
const span = (months: number, millis: number) => ({ unit: 'span', months, millis });
const refusal = (kind: TimerKind, text: string): string => {
  const read = parseTimer(kind, text);
  return 'error' in read ? read.error : `accepted ${JSON.stringify(read)}`;
};

void t.test('a duration of any ISO 8601 units is read', (t) => {
  const accepted: [string, unknown][] = [
    ['PT0S', span(0, 0)],
    ['P7D', span(0, 7 * day)],
    ['P2W', span(0, 14 * day)],
    ['PT36H', span(0, 36 * hour)],
    ['P1M', span(1, 0)],
    ['PT1M', span(0, 60_000)],
    ['P1Y2M3DT4H5M6S', span(14, 3 * day + 4 * hour + 5 * 60_000 + 6000)],
    ['P1YT1S', span(12, 1000)],
    ['P0003D', span(0, 3 * day)],
    ['PT0.5H', span(0, hour / 2)],
    ['PT1,5S', span(0, 1500)],
    ['P1DT0.25H', span(0, 24.25 * hour)],
    ['P1.5W', span(0, 10.5 * day)],
    ['P1.5Y', span(18, 0)],
    ['P100Y', span(1200, 0)],
    [' \n P7D\t', span(0, 7 * day)],
  ];
  for (const [text, length] of accepted) t.same(parseTimer('duration', text), { kind: 'duration', length }, text);
  t.end();
});

void t.test('working days are read, whole and on their own', (t) => {
  const days = (count: number) => ({ kind: 'duration', length: { unit: 'workingDays', days: count } });
  t.same(parseTimer('duration', 'P7WD'), days(7));
  t.same(parseTimer('duration', 'P9999WD'), days(9999));
  t.match(refusal('duration', 'P0WD'), /write P1WD to P9999WD/);
  t.match(refusal('duration', 'P10000WD'), /write P1WD to P9999WD/);
  for (const text of ['P1.5WD', 'P1DT1WD', 'P1M7WD', 'PT7WD', 'P7WDT1H', 'PWD']) {
    t.match(refusal('duration', text), /working days are whole and stand alone; write an ISO 8601 duration/, text);
  }
  t.end();
});

void t.test('a text that is no duration is refused with what is accepted', (t) => {
  const help = /write an ISO 8601 duration like P30D, PT36H, P1Y6M or P2W, or working days like P7WD$/;
  for (const text of [
    'P',
    'PT',
    'P1DT',
    '7D',
    'P7',
    'p7d',
    'P1D1M',
    'PT1S1H',
    'P1D P1D',
    'P0003-06-04',
    'P1H',
    'PT1D',
    'P.5D',
    'P1.D',
    'soon',
    '${x}',
    'P１D',
    'P1D\u0000',
  ]) {
    t.match(refusal('duration', text), help, text);
  }
  t.match(refusal('duration', ''), /has no text; write/);
  t.match(refusal('duration', '-P1D'), /never negative/);
  t.match(refusal('duration', 'P-1D'), /never negative/);
  t.match(refusal('duration', 'P1W2D'), /weeks stand alone/);
  t.match(refusal('duration', 'P1.5DT1H'), /only the smallest unit/);
  t.match(refusal('duration', 'P0.5M'), /no fixed length/);
  t.match(refusal('duration', 'P0.3Y'), /no fixed length/);
  t.end();
});

void t.test('a length over 100 years is refused', (t) => {
  for (const text of ['P101Y', 'P100Y1D', 'P1201M', 'P36526D', 'PT9999999999S', `P${'9'.repeat(190)}D`]) {
    t.match(refusal('duration', text), /longer than 100 years/, text.slice(0, 20));
  }
  t.match(refusal('cycle', 'R/P101Y'), /longer than 100 years/);
  t.match(refusal('cycle', 'R/2026-01-01/2127-01-01'), /longer than 100 years/);
  t.end();
});

void t.test('a date is a moment, in Asia/Shanghai unless it has an offset', (t) => {
  t.same(parseTimer('date', '2026-10-01'), { kind: 'date', at: '2026-09-30T16:00:00.000Z' });
  t.same(parseTimer('date', '2026-10-01T09:00:00'), { kind: 'date', at: '2026-10-01T01:00:00.000Z' });
  t.same(parseTimer('date', '2026-10-01T09:00:00Z'), { kind: 'date', at: '2026-10-01T09:00:00.000Z' });
  for (const text of ['2026-02-29', '2026-10', '2026-10-01T25:00:00Z', '1899-01-01', '10000-01-01', 'P7D']) {
    t.match(refusal('date', text), /is no moment of the years 1900 to 9999; write a date like 2026-10-01/, text);
  }
  t.end();
});

void t.test('a cycle is read with its number of times, and its start or end', (t) => {
  const cycle = { kind: 'cycle', times: null, start: null, end: null };
  const oneDay = span(0, day);
  t.same(parseTimer('cycle', 'R3/PT1H'), { ...cycle, times: 3, length: span(0, hour) });
  t.same(parseTimer('cycle', 'R/PT10M'), { ...cycle, length: span(0, 600_000) });
  t.same(parseTimer('cycle', 'R/P1WD'), { ...cycle, length: { unit: 'workingDays', days: 1 } });
  const start = '2025-12-31T16:00:00.000Z';
  t.same(parseTimer('cycle', 'R2/2026-01-01T00:00:00+08:00/P1D'), { ...cycle, times: 2, start, length: oneDay });
  t.same(parseTimer('cycle', 'R2/P1D/2026-01-01'), { ...cycle, times: 2, end: start, length: oneDay });
  t.same(parseTimer('cycle', 'R/2026-01-01/2026-01-02'), { ...cycle, start, length: oneDay });
  t.end();
});

void t.test('a text that is no cycle is refused with what is accepted', (t) => {
  for (const text of ['R', 'R/', 'PT1H', 'R-1/PT1H', 'R3', 'R3/PT1H/2026-01-01/P1D', 'r/PT1H', '0 0 * * *']) {
    t.match(refusal('cycle', text), /is no repeating timer; write R3\/PT1H/, text);
  }
  t.match(refusal('cycle', 'R0/PT1H'), /repeats 0 times; write R1 to R1000000, or R\//);
  t.match(refusal('cycle', 'R1000001/PT1H'), /repeats 1000001 times/);
  t.match(refusal('cycle', 'R/PT0S'), /repeats without pause/);
  t.match(refusal('cycle', 'R/PT0.0001S'), /repeats without pause/);
  t.match(refusal('cycle', 'R/P0WD'), /write P1WD to P9999WD/);
  t.match(refusal('cycle', 'R/P1X'), /is no duration/);
  t.match(refusal('cycle', 'R/2026-02-30/P1D'), /is no start of a repeating timer/);
  t.match(refusal('cycle', 'R/P1D/2026-02-30'), /is no end of a repeating timer/);
  t.match(refusal('cycle', 'R/2026-01-01/2026-02-30'), /is no end of a repeating timer/);
  t.match(refusal('cycle', 'R/2026-01-01/2026-01-01'), /does not come after the start/);
  t.match(refusal('cycle', 'R/P1WD/2026-01-01'), /working days count forward: write a start/);
  t.end();
});

void t.test('what is read is plain data that survives being stored', (t) => {
  for (const [kind, text] of [
    ['date', '2026-10-01'],
    ['duration', 'P7WD'],
    ['cycle', 'R3/2026-01-01/PT1H'],
  ] as const) {
    const spec = parseTimer(kind, text);
    t.same(JSON.parse(JSON.stringify(spec)), spec);
  }
  t.end();
});

void t.test('any text is answered, at most 200 characters of it are read, and the answer stays short', (t) => {
  const kinds = fc.constantFrom<TimerKind>('date', 'duration', 'cycle');
  const alike = fc.stringMatching(/^[PRTWYMDHSZ0-9.,:+/-]{0,210}$/);
  fc.assert(
    fc.property(kinds, fc.oneof(fc.string({ maxLength: 300, unit: 'binary' }), alike), (kind, text) => {
      const read = parseTimer(kind, text);
      return 'error' in read ? read.error.length < 500 : text.trim().length <= 200;
    }),
    { numRuns: 2000 },
  );
  t.match(refusal('duration', `P${'1'.repeat(200)}D`), /201 characters is too long|202 characters is too long/);
  t.match(refusal('cycle', `R/${'P'.repeat(1_000_000)}`), /too long/);
  t.end();
});
