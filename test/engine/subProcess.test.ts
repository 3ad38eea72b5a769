import t from 'tap';
import { maxTokens } from '../../src/engine/incidents.ts';
import { maxDepth } from '../../src/engine/scopes.ts';
import {
  after,
  at,
  done,
  processModel,
  started,
  thursday,
  timer,
  trace,
  waitAt,
  waiting,
  type Shape,
} from './models.ts';

const task: Shape = { type: 'userTask' };
const hour = timer('duration', 'PT1H');
const model = processModel(
  {
    start: { type: 'startEvent' },
    sub: { type: 'subProcess' },
    limit: { type: 'boundaryEvent', attachedTo: 'sub', interrupting: true, timer: hour },
    bell: { type: 'boundaryEvent', attachedTo: 'sub', interrupting: false, timer: hour },
    in: { type: 'startEvent', scope: 'sub' },
    split: { type: 'parallelGateway', scope: 'sub' },
    a: { ...task, scope: 'sub' },
    inner: { type: 'subProcess', scope: 'sub' },
    innerIn: { type: 'startEvent', scope: 'inner' },
    b: { ...task, scope: 'inner' },
    innerOut: { type: 'endEvent', scope: 'inner' },
    out: { type: 'endEvent', scope: 'sub' },
    next: task,
    late: task,
    ring: task,
  },
  [
    'start -> sub',
    'in -> split',
    'split -> a',
    'split -> inner',
    'innerIn -> b',
    'b -> innerOut',
    'a -> out',
    'inner -> out',
    'sub -> next',
    'limit -> late',
    'bell -> ring',
  ],
);

t.test('tokens run inside while the token of the sub-process stays; it goes on when none is left', async (t) => {
  const first = started(model);
  t.strictSame(waiting(first.state), ['task a', 'task b', 'timer bell', 'timer limit']);
  t.match(first.state, {
    tokens: [
      { id: 1, at: 'sub' },
      { id: 3, at: 'a', scope: 2 },
      { id: 4, at: 'inner', scope: 2 },
      { id: 6, at: 'b', scope: 5 },
    ],
    scopes: [
      { id: 2, token: 1, at: 'sub' },
      { id: 5, token: 4, at: 'inner' },
    ],
  });
  const half = done(model, first, 'a');
  t.strictSame(trace(half).slice(-2), ['element.entered out', 'element.completed out']);
  t.strictSame(waiting(half.state), ['task b', 'timer bell', 'timer limit']);
  const whole = done(model, half, 'b');
  t.strictSame(trace(whole).slice(2), [
    'flow.taken b-innerOut',
    'element.entered innerOut',
    'element.completed innerOut',
    'element.completed inner',
    'flow.taken inner-out',
    'element.entered out',
    'element.completed out',
    'timer.cancelled limit',
    'timer.cancelled bell',
    'element.completed sub',
    'flow.taken sub-next',
    'element.entered next',
    'task.created next',
  ]);
  t.strictSame(whole.state.tokens, [{ id: 1, at: 'next' }]);
  t.strictSame(whole.state.scopes, []);
  t.equal(done(model, whole, 'next').status, 'completed');
});

t.test('an interrupting boundary event ends everything inside at once, from the inside out', async (t) => {
  const first = started(model);
  const fired = { type: 'fire', wait: waitAt(first.state, 'limit'), dueAt: '2026-03-05T10:00:00.000Z' } as const;
  const late = after(model, first, [{ ...fired, provisional: false }]);
  t.strictSame(trace(late), [
    'timer.fired limit',
    'task.cancelled a',
    'element.cancelled a',
    'task.cancelled b',
    'element.cancelled b',
    'element.cancelled inner',
    'timer.cancelled bell',
    'element.cancelled sub',
    'element.entered limit',
    'element.completed limit',
    'flow.taken limit-late',
    'element.entered late',
    'task.created late',
  ]);
  t.strictSame(late.state.tokens, [{ id: 1, at: 'late' }]);
  t.strictSame(late.state.scopes, []);
});

t.test('another boundary event leaves what goes on inside alone; its token is outside', async (t) => {
  const first = started(model);
  const fired = { type: 'fire', wait: waitAt(first.state, 'bell'), dueAt: '2026-03-05T10:00:00.000Z' } as const;
  const rung = after(model, first, [{ ...fired, provisional: false }]);
  t.strictSame(waiting(rung.state), ['task a', 'task b', 'task ring', 'timer limit']);
  t.notOk(Object.hasOwn(rung.state.tokens.at(-1)!, 'scope'));
  const inside = done(model, done(model, rung, 'a'), 'b');
  t.strictSame(waiting(inside.state), ['task next', 'task ring']);
});

t.test('two tokens at one sub-process are two scopes that know nothing of each other', async (t) => {
  const twice = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'manualTask' },
      sub: { type: 'subProcess' },
      in: { type: 'startEvent', scope: 'sub' },
      fork: { type: 'parallelGateway', scope: 'sub' },
      a: { ...task, scope: 'sub' },
      b: { ...task, scope: 'sub' },
      join: { type: 'parallelGateway', scope: 'sub' },
      one: { type: 'manualTask' },
      two: { type: 'manualTask' },
    },
    ['start -> split', 'split -> one', 'split -> two', 'one -> sub', 'two -> sub', 'in -> fork'].concat([
      'fork -> a',
      'fork -> b',
      'a -> join',
      'b -> join',
    ]),
  );
  const first = started(twice);
  t.strictSame(waiting(first.state), ['task a', 'task a', 'task b', 'task b']);
  const scopes = new Map(first.state.tokens.map(({ id, scope }) => [id, scope]));
  const of = (element: string, index: number) =>
    first.state.waits
      .filter(({ at }) => at === element)
      .toSorted((x, y) => scopes.get(x.token)! - scopes.get(y.token)!)[index]!.no;
  const crossed = after(
    twice,
    first,
    [{ type: 'complete', wait: of('a', 0), variables: {} }],
    [{ type: 'complete', wait: of('b', 1), variables: {} }],
  );
  t.strictSame(waiting(crossed.state), ['task a', 'task b'], 'a of one and b of the other do not join');
  const rest = done(twice, done(twice, crossed, 'a'), 'b');
  t.equal(rest.status, 'completed');
});

t.test('a sub-process without room for a token, or too deep, stops with an incident and starts on retry', async (t) => {
  const shapes: Record<string, Shape> = { start: { type: 'startEvent' } };
  const flows: string[] = [];
  for (let depth = 0; depth <= maxDepth; depth += 1) {
    const scope = depth === 0 ? {} : { scope: `s${depth - 1}` };
    shapes[`s${depth}`] = { type: 'subProcess', ...scope };
    shapes[`in${depth}`] = { type: 'startEvent', scope: `s${depth}` };
    flows.push(`${depth === 0 ? 'start' : `in${depth - 1}`} -> s${depth}`);
  }
  const deep = processModel(shapes, flows);
  const stopped = started(deep);
  t.match(stopped.opened, [
    { kind: 'incident', elementId: `s${maxDepth}`, incident: { code: 'limit-reached', message: /inside 50 others/ } },
  ]);
  t.equal(after(deep, stopped, [{ type: 'cancel' }]).state.scopes.length, 0);

  const ids = Array.from({ length: maxTokens - 1 }, (_, index) => `u${index}`);
  const crowded = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      ...Object.fromEntries(ids.map((id) => [id, task])),
      sub: { type: 'subProcess' },
      in: { type: 'startEvent', scope: 'sub' },
      work: { ...task, scope: 'sub' },
    },
    ['start -> split', ...ids.map((id) => `split -> ${id}`), 'split -> sub', 'in -> work'],
  );
  const full = started(crowded);
  t.match(full.opened.at(-1), { kind: 'incident', elementId: 'sub', incident: { message: /more than 1000 tokens/ } });
  const room = done(crowded, full, 'u0');
  const retried = after(crowded, room, [{ type: 'retry', wait: waitAt(room.state, 'sub') }]);
  t.ok(waiting(retried.state).includes('task work'));
});

t.test('a step limit inside a sub-process stops its tokens only', async (t) => {
  const circle = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      aside: task,
      sub: { type: 'subProcess' },
      in: { type: 'startEvent', scope: 'sub' },
      a: { type: 'manualTask', scope: 'sub' },
      b: { type: 'manualTask', scope: 'sub' },
    },
    ['start -> split', 'split -> aside', 'split -> sub', 'in -> a', 'a -> b', 'b -> a'],
  );
  const stopped = started(circle, {}, at(thursday, { maxSteps: 100 }));
  t.strictSame(waiting(stopped.state).length, 2);
  t.match(stopped.opened.at(-1), { kind: 'incident', incident: { code: 'limit-reached' } });
});
