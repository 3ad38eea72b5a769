import t from 'tap';
import { assertionsOf, hasFailed, verdictOf } from './verdict.ts';

const held = ['# Subtest: a rule', '    ok 1 - should be equal', '    1..1', 'ok 1 - a rule # time=2ms', '1..1'].join(
  '\n',
);
const failed = [
  '# Subtest: a rule',
  '    not ok 1 - should be equal',
  '      ---',
  '      diff: |',
  '        -separation',
  '        +ok',
  '      ...',
  '    1..1',
  'not ok 1 - a rule # time=2ms',
].join('\n');
/** What tap prints of a test function that threw. */
const thrown = (type: string) =>
  [
    '# Subtest: a rule',
    '    not ok 1 - no such thing',
    '      ---',
    `      type: ${type}`,
    '      tapCaught: returnedPromiseRejection',
    '      ...',
    '    1..1',
    'not ok 1 - a rule # time=2ms',
  ].join('\n');

t.test('a test that fails an assertion has noticed', async (t) => {
  t.equal(verdictOf(1, failed), 'killed');
  t.equal(verdictOf(1, thrown('Error')), 'killed', 'an assertion that throws');
  t.equal(verdictOf(null, failed), 'killed', 'it was stopped when it had told enough');
});

t.test('a test that is green has not', async (t) => {
  t.equal(verdictOf(0, held), 'survived');
});

t.test('a program that fell over says nothing about a rule', async (t) => {
  t.equal(verdictOf(1, ''), 'broken', 'it did not load');
  t.equal(verdictOf(1, held), 'broken', 'it ended badly after its tests');
  for (const type of ['TypeError', 'ReferenceError', 'SyntaxError'])
    t.equal(verdictOf(1, thrown(type)), 'broken', type);
});

t.test('a test that does not end has told nothing', async (t) => {
  t.equal(verdictOf(null, ''), 'hung');
  t.equal(verdictOf(null, held), 'hung');
});

t.test('a failure counts once its details are there', async (t) => {
  t.equal(hasFailed(failed.slice(0, failed.indexOf('      ...'))), false);
  t.equal(hasFailed(failed), true);
});

t.test('assertions are counted, subtests are not', async (t) => {
  t.equal(assertionsOf(held), 1);
  t.equal(assertionsOf(failed), 0);
  t.equal(assertionsOf('ok 1 - nothing # time=1ms\n1..1'), 0);
});
