import t from 'tap';
import { limitText, readLimit, spokenLimit, type LimitLength } from '../../src/domain/limit.ts';

const limits: [string, LimitLength, string][] = [
  ['P20WD', { count: 20, unit: 'workingDay' }, '20 working days'],
  ['P90D', { count: 90, unit: 'naturalDay' }, '90 natural days'],
  ['P1D', { count: 1, unit: 'naturalDay' }, '1 natural day'],
  ['P3M', { count: 3, unit: 'month' }, '3 months'],
  ['PT24H', { count: 24, unit: 'hour' }, '24 hours'],
];

t.test('a limit is read, written and spoken', async (t) => {
  for (const [text, length, spoken] of limits) {
    t.strictSame(readLimit(text), length);
    t.equal(limitText(length), text);
    t.equal(spokenLimit(length), spoken);
  }
});

t.test('what is no limit of the law is not read', async (t) => {
  for (const text of ['', 'P0WD', 'P10000D', 'P1Y', 'P1W', 'P1M2D', 'PT1M', 'P1.5D', 'p3m', 'P3M ', 'PT24H1M', '20']) {
    t.equal(readLimit(text), undefined, text);
  }
});
