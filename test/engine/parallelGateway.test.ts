import t from 'tap';
import { maxTokens } from '../../src/engine/incidents.ts';
import { after, at, done, processModel, started, thursday, trace, waitAt, waiting, type Shape } from './models.ts';

const task: Shape = { type: 'userTask' };
const pair = processModel(
  {
    start: { type: 'startEvent' },
    split: { type: 'parallelGateway' },
    a: task,
    b: task,
    join: { type: 'parallelGateway' },
    next: task,
  },
  ['start -> split', 'split -> a', 'split -> b', 'a -> join', 'b -> join', 'join -> next'],
);

t.test('a split sends one token along each flow, a join waits for all of them', async (t) => {
  const split = started(pair);
  t.strictSame(waiting(split.state), ['task a', 'task b']);
  const half = done(pair, split, 'b');
  t.strictSame(waiting(half.state), ['task a']);
  t.match(half.state.tokens, [
    { id: 1, at: 'a' },
    { id: 2, at: 'join', heldOn: 'b-join' },
  ]);
  t.strictSame(trace(half).slice(-2), ['flow.taken b-join', 'element.entered join']);
  const whole = done(pair, half, 'a');
  t.strictSame(trace(whole).slice(-5), [
    'element.entered join',
    'element.completed join',
    'flow.taken join-next',
    'element.entered next',
    'task.created next',
  ]);
  t.strictSame(whole.state.tokens, [{ id: 1, at: 'next' }]);
});

/** `twice` sends two tokens along the flow a-join. */
const uneven = processModel(
  {
    start: { type: 'startEvent' },
    split: { type: 'parallelGateway' },
    twice: { type: 'manualTask' },
    a: task,
    b: task,
    join: { type: 'parallelGateway' },
    next: task,
  },
  [
    'start -> split',
    'split -> twice',
    'split -> b',
    'twice -> a',
    'twice -> b',
    'a -> join',
    'b -> join',
    'join -> next',
  ],
);

t.test('two tokens on one flow do not stand in for the other flow; the surplus stays held', async (t) => {
  const first = started(uneven);
  t.strictSame(waiting(first.state), ['task a', 'task b', 'task b']);
  const twoOnB = done(uneven, done(uneven, first, 'b'), 'b');
  t.strictSame(waiting(twoOnB.state), ['task a'], 'two tokens on b-join alone do not pass');
  const passed = done(uneven, twoOnB, 'a');
  t.strictSame(waiting(passed.state), ['task next']);
  t.match(
    passed.state.tokens.find(({ at }) => at === 'join'),
    { heldOn: 'b-join' },
  );
  const end = done(uneven, passed, 'next');
  t.equal(end.status, 'running', 'the surplus token keeps the case open');
  t.match(end.opened, [{ kind: 'incident', elementId: 'join', incident: { code: 'join-starved', message: /a-join/ } }]);
});

t.test('a join behind a choice starves: an incident names the flow, retry finds it unchanged', async (t) => {
  const wrong = processModel(
    {
      start: { type: 'startEvent' },
      choice: { type: 'exclusiveGateway' },
      a: { type: 'manualTask' },
      b: { type: 'manualTask' },
      join: { type: 'parallelGateway' },
      end: { type: 'endEvent' },
    },
    ['start -> choice', 'choice -> a : n > 1', 'choice -> b : default', 'a -> join', 'b -> join', 'join -> end'],
  );
  const stuck = started(wrong, { n: 5 });
  t.equal(stuck.status, 'running');
  t.match(stuck.opened, [
    { kind: 'incident', elementId: 'join', incident: { message: /waits for a token on b-join/ } },
  ]);
  const again = after(wrong, stuck, [{ type: 'retry', wait: waitAt(stuck.state, 'join') }]);
  t.strictSame(trace(again), ['incident.resolved join', 'element.entered join', 'incident.raised join']);
  t.strictSame(waiting(again.state), waiting(stuck.state));
  t.equal(after(wrong, again, [{ type: 'cancel' }]).status, 'cancelled');
});

t.test('a gateway can join and split at once, and end what it joins', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      both: { type: 'parallelGateway' },
      a: task,
      b: task,
      last: { type: 'parallelGateway' },
    },
    ['start -> split', 'split -> both', 'split -> a', 'a -> both', 'both -> b', 'both -> last', 'b -> last'],
  );
  const joined = done(model, started(model), 'a');
  t.strictSame(waiting(joined.state), ['task b']);
  const end = done(model, joined, 'b');
  t.equal(end.status, 'completed');
  t.strictSame(end.state.tokens, []);
});

t.test('a loop passes a join again and again', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      again: { type: 'exclusiveGateway' },
      split: { type: 'parallelGateway' },
      a: task,
      b: task,
      join: { type: 'parallelGateway' },
      enough: { type: 'exclusiveGateway' },
      end: { type: 'endEvent' },
    },
    [
      'start -> again',
      'again -> split',
      'split -> a',
      'split -> b',
      'a -> join',
      'b -> join',
      'join -> enough',
      'enough -> end : n > 2',
      'enough -> again : default',
    ],
  );
  let round = started(model, { n: 0 });
  for (let n = 1; n <= 3; n += 1) {
    t.strictSame(waiting(round.state), ['task a', 'task b']);
    round = done(model, done(model, round, n % 2 === 0 ? 'a' : 'b', { n }), n % 2 === 0 ? 'b' : 'a');
  }
  t.equal(round.status, 'completed');
});

t.test('a token that is stopped on its way into a join does not count before it goes on', async (t) => {
  const straight = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      join: { type: 'parallelGateway' },
      next: task,
    },
    ['start -> split', 'split -> join', 'join -> next'],
  );
  t.strictSame(waiting(started(straight).state), ['task next'], 'one incoming flow is no join');
  const both = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      pass: { type: 'manualTask' },
      join: { type: 'parallelGateway' },
      next: task,
    },
    ['start -> split', 'split -> join', 'split -> pass', 'pass -> join', 'join -> next'],
  );
  // start, split, join along split-join, pass; then the token from pass is stopped before the join
  const stopped = started(both, {}, at(thursday, { maxSteps: 4 }));
  t.strictSame(waiting(stopped.state), ['incident join']);
  t.match(stopped.opened, [{ incident: { code: 'limit-reached' } }]);
  const on = after(both, stopped, [{ type: 'retry', wait: 1 }]);
  t.strictSame(waiting(on.state), ['task next']);
});

t.test('a split beyond the number of tokens a case may have stops at the gateway; retry splits', async (t) => {
  const ids = Array.from({ length: maxTokens }, (_, index) => `u${index}`);
  const model = processModel(
    {
      start: { type: 'startEvent' },
      first: { type: 'parallelGateway' },
      aside: task,
      split: { type: 'parallelGateway' },
      ...Object.fromEntries(ids.map((id) => [id, task])),
    },
    ['start -> first', 'first -> aside', 'first -> split', ...ids.map((id) => `split -> ${id}`)],
  );
  const full = started(model);
  t.strictSame(waiting(full.state), ['incident split', 'task aside']);
  const room = done(model, full, 'aside');
  const split = after(model, room, [{ type: 'retry', wait: waitAt(room.state, 'split') }]);
  t.equal(split.state.tokens.length, maxTokens);
});
