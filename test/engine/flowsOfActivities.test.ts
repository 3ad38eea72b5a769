import t from 'tap';
import { maxTokens } from '../../src/engine/incidents.ts';
import { done, processModel, started, trace, waiting, type Shape } from './models.ts';

const task: Shape = { type: 'userTask' };
const start: Shape = { type: 'startEvent' };

t.test('an activity is left by the flows whose conditions hold, and by its default where none does', async (t) => {
  const model = processModel({ start, work: task, a: task, b: task, always: task, other: task }, [
    'start -> work',
    'work -> a : n > 0',
    'work -> b : n > 1',
    'work -> always',
    'work -> other : default',
  ]);
  const left = (n: number) => waiting(done(model, started(model), 'work', { n }).state);
  t.strictSame(left(2), ['task a', 'task always', 'task b']);
  t.strictSame(left(1), ['task a', 'task always']);
  t.strictSame(left(0), ['task always', 'task other']);
});

t.test('an activity without a flow to take stops with an incident', async (t) => {
  const model = processModel({ start, work: task, a: task }, ['start -> work', 'work -> a : n > 0']);
  const stuck = done(model, started(model), 'work', { n: 0 });
  t.match(stuck.opened, [{ kind: 'incident', elementId: 'work', incident: { code: 'no-flow-to-take' } }]);
});

t.test('each token that comes along one of several flows starts the activity', async (t) => {
  const model = processModel({ start, split: { type: 'parallelGateway' }, a: task, b: task, work: task }, [
    'start -> split',
    'split -> a',
    'split -> b',
    'a -> work',
    'b -> work',
  ]);
  const both = done(model, done(model, started(model), 'a'), 'b');
  t.strictSame(waiting(both.state), ['task work', 'task work']);
});

t.test('an activity with a start quantity waits for so many tokens', async (t) => {
  const model = processModel(
    {
      start,
      split: { type: 'parallelGateway' },
      a: task,
      b: task,
      c: task,
      work: { type: 'userTask', startQuantity: 2 },
      end: { type: 'endEvent' },
    },
    ['start -> split', 'split -> a', 'split -> b', 'split -> c', 'a -> work', 'b -> work', 'c -> work', 'work -> end'],
  );
  const one = done(model, started(model), 'a');
  t.strictSame(waiting(one.state), ['task b', 'task c']);
  t.notOk(trace(one).includes('element.entered work'), 'it is not entered yet');
  const two = done(model, one, 'b');
  t.strictSame(waiting(two.state), ['task c', 'task work']);
  const stuck = done(model, done(model, two, 'work'), 'c');
  t.match(stuck.opened, [{ kind: 'incident', incident: { code: 'join-starved', message: /starts with 2 tokens/ } }]);
});

t.test('an activity with a completion quantity sends so many tokens along each flow', async (t) => {
  const model = processModel(
    {
      start,
      make: { type: 'userTask', completionQuantity: 3 },
      pack: { type: 'userTask', startQuantity: 3 },
      check: task,
    },
    ['start -> make', 'make -> pack', 'make -> check'],
  );
  const made = done(model, started(model), 'make');
  t.strictSame(waiting(made.state), ['task check', 'task check', 'task check', 'task pack']);
});

t.test('a completion quantity beyond all limits is an incident at the activity, at once', async (t) => {
  const model = processModel({ start, make: { type: 'userTask', completionQuantity: 1e9 }, next: task }, [
    'start -> make',
    'make -> next',
  ]);
  const stuck = done(model, started(model), 'make');
  t.match(stuck.opened, [{ kind: 'incident', elementId: 'make', incident: { code: 'limit-reached' } }]);
  t.ok(stuck.state.tokens.length < maxTokens);
});
