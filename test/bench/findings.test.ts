import t from 'tap';
import { failures, markdown, type Finding } from '../../bench/lab/findings.ts';
import { interleaved, median, medianRatio, percentile, type Stretch } from '../../bench/lab/measure.ts';

const found = (...findings: Finding[]) => ({ question: 'How fast?', calibration: 90, findings, notes: [] });
const stretch = (count: number): Stretch => ({ count, seconds: 1, latencies: [], calibration: 90, cpuUs: 0 });

t.test('a figure beyond its gate fails the bench', async (t) => {
  const slow: Finding = { what: 'ratio', value: 1.99, unit: '×', gate: { atLeast: 2 } };
  const big: Finding = { what: 'WAL', value: 6001, unit: 'bytes', gate: { atMost: 6000 } };
  const extra: Finding = { what: 'statements', value: 3, unit: '', gate: { atLeast: 2, atMost: 2 } };
  const fine: Finding = { what: 'lost', value: 0, unit: '', gate: { atMost: 0 } };
  t.same(failures(found(slow, big, extra, fine)), [slow, big, extra]);
  t.match(markdown(found(slow)), '| ratio | 1.99 × | ≥ 2: MISSED |  |');
  t.match(markdown(found(extra)), '| exactly 2: MISSED |');
  t.match(markdown(found(fine)), '| ≤ 0: held |');
});

t.test('a figure that is no number fails its gate', async (t) => {
  const nothing: Finding = { what: 'ratio', value: Number.NaN, unit: '×', gate: { atLeast: 2 } };
  t.same(failures(found(nothing)), [nothing]);
});

t.test('a target is printed and fails nothing', async (t) => {
  const slow: Finding = { what: 'in process', value: 900, unit: '/s', target: { atLeast: 1500 } };
  t.same(failures(found(slow)), []);
  t.match(markdown(found(slow)), '≥ 1,500: not reached');
});

t.test('medians and percentiles', async (t) => {
  t.equal(median([3, 1, 2]), 2);
  t.equal(median([4, 1, 2, 3]), 2.5);
  t.equal(percentile([1, 2, 3, 4], 0.99), 4);
});

t.test('ratios are taken within a round, so that a drift of the machine leaves them alone', async (t) => {
  t.equal(medianRatio([100, 50, 20].map(stretch), [50, 25, 10].map(stretch)), 2);
});

t.test('variants take turns, in both orders', async (t) => {
  const order: string[] = [];
  const variant = (name: string) => async () => {
    order.push(name);
    return stretch(1);
  };
  const measured = await interleaved(2, { a: variant('a'), b: variant('b') });
  t.same(order, ['a', 'b', 'b', 'a']);
  t.equal(measured.a.length, 2);
});
