import t from 'tap';
import { after, at, done, processModel, started, thursday, timer, waitAt, waiting, type Shape } from './models.ts';

const task: Shape = { type: 'userTask' };
const fork: Shape = { type: 'inclusiveGateway' };

/** A split into a, b and c by `n`, and the join behind them. */
function diamond() {
  return processModel(
    { start: { type: 'startEvent' }, split: fork, a: task, b: task, c: task, join: fork, next: task },
    [
      'start -> split',
      'split -> a : n > 0',
      'split -> b : n > 1',
      'split -> c : default',
      'a -> join',
      'b -> join',
      'c -> join',
      'join -> next',
    ],
  );
}

t.test('every flow whose condition holds is taken, the default only where none holds', async (t) => {
  t.strictSame(waiting(started(diamond(), { n: 2 }).state), ['task a', 'task b']);
  t.strictSame(waiting(started(diamond(), { n: 1 }).state), ['task a']);
  t.strictSame(waiting(started(diamond(), { n: 0 }).state), ['task c']);
});

t.test('the join waits for every token that is on its way, and for no other', async (t) => {
  const model = diamond();
  const half = done(model, started(model, { n: 2 }), 'b');
  t.strictSame(waiting(half.state), ['task a']);
  t.strictSame(waiting(done(model, half, 'a').state), ['task next']);
  t.strictSame(waiting(done(model, started(model, { n: 1 }), 'a').state), ['task next'], 'one branch alone passes');
  const end = done(model, done(model, half, 'a'), 'next');
  t.equal(end.status, 'completed');
});

t.test('a condition without an answer, and no flow to take, are incidents that a retry undoes', async (t) => {
  const model = processModel({ start: { type: 'startEvent' }, split: fork, a: task, b: task }, [
    'start -> split',
    'split -> a : n > 0',
    'split -> b : n > 1',
  ]);
  t.match(started(model).opened, [
    { kind: 'incident', elementId: 'split', incident: { code: 'undecidable-condition' } },
  ]);
  const none = started(model, { n: -1 });
  t.match(none.opened, [{ kind: 'incident', elementId: 'split', incident: { code: 'no-flow-to-take' } }]);
  const mended = { ...none, state: { ...none.state, variables: { n: 3 } } };
  const retried = after(model, mended, [{ type: 'retry', wait: waitAt(none.state, 'split') }]);
  t.strictSame(waiting(retried.state), ['task a', 'task b']);
});

t.test('a token upstream that can also reach a flow with a token does not hold the join up', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      a: task,
      loop: task,
      choice: { type: 'exclusiveGateway' },
      join: fork,
      next: task,
    },
    [
      'start -> split',
      'split -> a',
      'split -> loop',
      'a -> join',
      'loop -> choice',
      'choice -> a : n > 0',
      'choice -> join : default',
      'join -> next',
    ],
  );
  const passed = done(model, started(model, { n: 0 }), 'a');
  t.strictSame(waiting(passed.state), ['task loop', 'task next'], 'loop can come by a-join, which has a token');
});

t.test('the way back of a loop through the join itself does not count', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      join: fork,
      work: task,
      again: { type: 'exclusiveGateway' },
      end: { type: 'endEvent' },
    },
    ['start -> join', 'join -> work', 'work -> again', 'again -> join : n > 0', 'again -> end : default'],
  );
  const first = started(model, { n: 2 });
  t.strictSame(waiting(first.state), ['task work']);
  const second = done(model, first, 'work');
  t.strictSame(waiting(second.state), ['task work']);
  t.equal(done(model, second, 'work', { n: 0 }).status, 'completed');
});

t.test('a token whose activity has a boundary event towards the join is waited for', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      a: task,
      b: task,
      late: { type: 'boundaryEvent', attachedTo: 'b', interrupting: true, timer: timer('duration', 'PT1H') },
      join: fork,
      next: task,
      end: { type: 'endEvent' },
    },
    ['start -> split', 'split -> a', 'split -> b', 'a -> join', 'late -> join', 'b -> end', 'join -> next'],
  );
  const half = done(model, started(model), 'a');
  t.strictSame(waiting(half.state), ['task b', 'timer late']);
  t.strictSame(waiting(done(model, half, 'b').state), ['task next'], 'b took the other way');
  const dueAt = '2026-03-05T10:00:00.000Z';
  const fired = after(model, half, [
    { type: 'fire', wait: waitAt(half.state, 'late', 'timer'), dueAt, provisional: false },
    at(dueAt),
  ]);
  t.strictSame(waiting(fired.state), ['task next']);
});

t.test('joins are asked for each scope by itself', async (t) => {
  const inside = <S extends Shape>(shape: S) => ({ ...shape, scope: 'sub' });
  const model = processModel(
    {
      start: { type: 'startEvent' },
      both: { type: 'parallelGateway' },
      sub: { type: 'subProcess' },
      begin: inside({ type: 'startEvent' }),
      split: inside({ type: 'parallelGateway' }),
      a: inside(task),
      b: inside(task),
      inner: inside(fork),
      last: inside(task),
      aside: task,
      outer: fork,
      next: task,
    },
    [
      'start -> both',
      'both -> sub',
      'both -> sub',
      'both -> aside',
      'begin -> split',
      'split -> a',
      'split -> b',
      'a -> inner',
      'b -> inner',
      'inner -> last',
      'sub -> outer',
      'aside -> outer',
      'outer -> next',
    ].filter((flow, index, all) => all.indexOf(flow) === index),
  );
  const aside = done(model, started(model), 'aside');
  t.strictSame(waiting(aside.state), ['task a', 'task b'], 'a sub-process at work is upstream as a whole');
  const a = done(model, aside, 'a');
  t.strictSame(waiting(a.state), ['task b']);
  const b = done(model, a, 'b');
  t.strictSame(waiting(b.state), ['task last']);
  t.strictSame(waiting(done(model, b, 'last').state), ['task next']);
});

t.test('two joins that wait for each other starve with one incident', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      a: fork,
      b: fork,
      backA: { type: 'manualTask' },
      backB: { type: 'manualTask' },
    },
    ['start -> split', 'split -> a', 'split -> b', 'a -> backA', 'b -> backB', 'backA -> b', 'backB -> a'],
  );
  const stuck = started(model);
  t.match(stuck.opened, [{ kind: 'incident', incident: { code: 'join-starved' } }]);
  t.equal(stuck.opened.length, 1);
  t.equal(after(model, stuck, [{ type: 'cancel' }]).status, 'cancelled');
});

t.test('a token that was stopped before the join is waited for', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      pass: { type: 'manualTask' },
      join: fork,
      next: task,
    },
    ['start -> split', 'split -> join', 'split -> pass', 'pass -> join', 'join -> next'],
  );
  const stopped = started(model, {}, at(thursday, { maxSteps: 4 }));
  t.strictSame(waiting(stopped.state), ['incident join']);
  const on = after(model, stopped, [{ type: 'retry', wait: 1 }]);
  t.strictSame(waiting(on.state), ['task next']);
});
