import t from 'tap';
import { circumstancesOf, newCircumstances } from '../../src/domain/circumstances.ts';

t.test('a hearing that was held weighs on the decision, one that was abandoned does not', async (t) => {
  const step = { key: 'hold-hearing', variables: {} };
  t.strictSame(circumstancesOf({ ...step, outcome: 'held' }), ['hearing']);
  t.strictSame(circumstancesOf({ ...step, outcome: 'abandoned' }), []);
  t.strictSame(circumstancesOf({ ...step, key: 'examine', outcome: 'held' }), [], 'another step');
});

t.test('a case is complex when somebody says exactly that', async (t) => {
  const complex = (value: boolean | string) =>
    circumstancesOf({ key: null, outcome: undefined, variables: { complex: value } });
  t.strictSame(complex(true), ['complex']);
  t.strictSame(complex(false), []);
  t.strictSame(complex('true'), []);
});

t.test('what the case knows already is not new, nor is anything told twice', async (t) => {
  t.strictSame(newCircumstances(['hearing'], ['hearing', 'complex', 'complex']), ['complex']);
  t.strictSame(newCircumstances([], []), []);
});
