import t from 'tap';
import { after, done, processModel, started, waitAt, waiting, type Shape } from './models.ts';

const task: Shape = { type: 'userTask' };

/** Three parallel tasks before a complex gateway; what leaves it is in `flows`. */
function three(activationCondition: string | undefined, flows: readonly string[], shapes: Record<string, Shape> = {}) {
  return processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      a: task,
      b: task,
      c: task,
      gate: { type: 'complexGateway', ...(activationCondition !== undefined && { activationCondition }) },
      next: task,
      ...shapes,
    },
    ['start -> split', 'split -> a', 'split -> b', 'split -> c', 'a -> gate', 'b -> gate', 'c -> gate', ...flows],
  );
}

t.test('two of three: activated by the second token, reset by the third without another', async (t) => {
  const model = three('activationCount >= 2', ['gate -> next']);
  const one = done(model, started(model), 'a');
  t.strictSame(waiting(one.state), ['task b', 'task c']);
  const two = done(model, one, 'b');
  t.strictSame(waiting(two.state), ['task c', 'task next']);
  t.strictSame(two.state.resets, [{ at: 'gate', consumed: ['a-gate', 'b-gate'] }]);
  const all = done(model, two, 'c');
  t.strictSame(waiting(all.state), ['task next']);
  t.notOk(all.state.resets);
  t.equal(done(model, all, 'next').status, 'completed');
});

t.test('a reset that nothing can come for any more happens by itself, and the gateway starts anew', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      again: { type: 'exclusiveGateway' },
      split: { type: 'parallelGateway' },
      a: task,
      b: task,
      gate: { type: 'complexGateway', activationCondition: 'activationCount >= 1' },
      round: task,
      way: { type: 'exclusiveGateway' },
      end: { type: 'endEvent' },
      off: { type: 'exclusiveGateway' },
    },
    [
      'start -> again',
      'again -> split',
      'split -> a',
      'split -> b',
      'a -> gate',
      'b -> off',
      'off -> gate : n > 0',
      'off -> end : default',
      'gate -> round',
      'round -> way',
      'way -> again : n < 5',
      'way -> end : default',
    ],
  );
  const first = done(model, started(model, { n: 0 }), 'a');
  t.strictSame(waiting(first.state), ['task b', 'task round']);
  const reset = done(model, first, 'b');
  t.strictSame(waiting(reset.state), ['task round']);
  t.notOk(reset.state.resets, 'nothing comes along off-gate before the next round through the gateway itself');
  const second = done(model, reset, 'round');
  t.strictSame(waiting(done(model, second, 'a').state), ['task b', 'task round'], 'activated again');
});

t.test('conditions behind it are asked at activation and at reset, and can tell which it is', async (t) => {
  const model = three(
    'activationCount >= 1',
    ['gate -> next : waitingForStart', 'gate -> late : not(waitingForStart)'],
    { late: task },
  );
  const one = done(model, started(model), 'b');
  t.strictSame(waiting(one.state), ['task a', 'task c', 'task next']);
  const two = done(model, one, 'a');
  t.strictSame(waiting(two.state), ['task c', 'task next'], 'the reset waits for c');
  t.strictSame(waiting(done(model, two, 'c').state), ['task late', 'task next']);
});

t.test('the tokens on a flow are known by its id', async (t) => {
  const gate: Record<string, Shape> = {
    start: { type: 'startEvent' },
    split: { type: 'parallelGateway' },
    a: task,
    b: task,
    gate: { type: 'complexGateway', activationCondition: 'fromB > 0' },
    next: task,
  };
  const model = processModel(gate, [
    'start -> split',
    'split -> a',
    'split -> b',
    'a -> gate',
    'b -> gate',
    'gate -> next',
  ]);
  const { 'b-gate': flow, ...others } = model.flows;
  const named = {
    ...model,
    flows: { ...others, fromB: { ...flow!, id: 'fromB' } },
    nodes: {
      ...model.nodes,
      b: { ...model.nodes['b']!, outgoing: ['fromB'] },
      gate: { ...model.nodes['gate']!, incoming: ['a-gate', 'fromB'] },
    },
  };
  const half = done(named, started(named), 'a');
  t.strictSame(waiting(half.state), ['task b']);
  t.strictSame(waiting(done(named, half, 'b').state), ['task next']);
});

t.test('without a condition any token activates it; one incoming flow splits like an inclusive gateway', async (t) => {
  t.strictSame(
    waiting(done(three(undefined, ['gate -> next']), started(three(undefined, ['gate -> next'])), 'c').state),
    ['task a', 'task b', 'task next'],
  );
  const split = processModel(
    { start: { type: 'startEvent' }, gate: { type: 'complexGateway' }, a: task, b: task, c: task },
    ['start -> gate', 'gate -> a : n > 0', 'gate -> b : n > 1', 'gate -> c : default'],
  );
  t.strictSame(waiting(started(split, { n: 2 }).state), ['task a', 'task b']);
  t.strictSame(waiting(started(split, { n: 0 }).state), ['task c']);
});

t.test(
  'what cannot be decided, and an activation without a flow to take, are incidents that a retry undoes',
  async (t) => {
    const model = three('enough', ['gate -> next : go']);
    const unknown = done(model, started(model, { go: true }), 'a');
    t.strictSame(waiting(unknown.state), ['incident gate', 'task b', 'task c']);
    const known = done(model, unknown, 'b', { enough: true, go: false });
    t.strictSame(waiting(known.state), ['incident gate', 'task c'], 'an open incident is answered first');
    const shut = after(model, known, [{ type: 'retry', wait: waitAt(known.state, 'gate') }]);
    t.match(shut.opened, [{ kind: 'incident', incident: { code: 'no-flow-to-take' } }]);
    const open = done(model, shut, 'c', { go: true });
    const passed = after(model, open, [{ type: 'retry', wait: waitAt(open.state, 'gate') }]);
    t.strictSame(waiting(passed.state), ['task next']);
  },
);

t.test('an activation condition that stays false starves', async (t) => {
  const model = three('activationCount > 5', ['gate -> next']);
  const stuck = done(model, done(model, done(model, started(model), 'a'), 'b'), 'c');
  t.match(stuck.opened, [{ kind: 'incident', incident: { code: 'join-starved', message: /activation condition/ } }]);
});
