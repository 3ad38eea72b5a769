import t from 'tap';
import {
  after,
  at,
  caseModel,
  done,
  processModel,
  started,
  timer,
  trace,
  waitAt,
  waiting,
  type Shape,
} from '../models.ts';

const inside = (start: Shape, scope?: string): Record<string, Shape> => ({
  handler: { type: 'eventSubProcess', ...(scope !== undefined && { scope }) },
  begin: { ...start, scope: 'handler' },
  handle: { type: 'userTask', scope: 'handler' },
});
const process = (start: Shape) =>
  processModel(
    { start: { type: 'startEvent' }, work: { type: 'userTask' }, end: { type: 'endEvent' }, ...inside(start) },
    ['start -> work', 'work -> end', 'begin -> handle'],
  );
const beside = { type: 'startEvent', interrupting: false } as const;
const off = { type: 'startEvent', interrupting: true } as const;

void t.test('an interrupting one ends everything else in its process; with it the case ends', (t) => {
  const model = process({ ...off, message: 'stop' });
  const stopped = done(model, started(model), 'begin');
  t.same(waiting(stopped.state), ['task handle']);
  t.notOk(
    stopped.state.tokens.some((token) => token.listens),
    'nobody listens any more',
  );
  t.equal(done(model, stopped, 'handle').status, 'completed');
  t.end();
});

void t.test('one that does not interrupt runs as often as it happens, and the case waits for it', (t) => {
  const model = process({ ...beside, signal: 'news' });
  const twice = done(model, done(model, started(model), 'begin'), 'begin');
  t.same(waiting(twice.state), ['signal begin', 'task handle', 'task handle', 'task work']);
  const one = done(model, done(model, twice, 'handle'), 'work');
  t.same([one.status, waiting(one.state)], ['running', ['signal begin', 'task handle']]);
  const ended = done(model, one, 'handle');
  t.same([ended.status, ended.state.tokens, ended.state.waits], ['completed', [], []]);
  t.ok(trace(ended).includes('signal.cancelled begin'));
  t.end();
});

void t.test('a case whose process ends has no listeners left', (t) => {
  const model = process({ ...off, timer: timer('duration', 'PT1H') });
  const ended = done(model, started(model), 'work');
  t.same([ended.status, ended.state.tokens, ended.state.waits], ['completed', [], []]);
  t.end();
});

void t.test('a timer starts it, by a cycle again and again', (t) => {
  const model = process({ ...beside, timer: timer('cycle', 'R2/PT1H') });
  const first = started(model);
  const fire = (from: typeof first, dueAt: string) =>
    after(model, from, [{ type: 'fire', wait: waitAt(from.state, 'begin'), dueAt, provisional: false }, at(dueAt)]);
  const once = fire(first, '2026-03-05T10:00:00.000Z');
  t.match(once.opened, [{ kind: 'timer', dueAt: '2026-03-05T11:00:00.000Z' }, { kind: 'task' }]);
  const twice = fire(once, '2026-03-05T11:00:00.000Z');
  t.same(waiting(twice.state), ['task handle', 'task handle', 'task work']);
  t.end();
});

void t.test('a condition starts it each time that it becomes true', (t) => {
  const model = process({ ...beside, condition: 'risk = "high"' });
  t.same(waiting(started(model).state), ['condition begin', 'task work']);
  t.same(waiting(started(model, { risk: 'high' }).state), ['condition begin', 'task handle', 'task work']);
  t.end();
});

const throwing = (end: Shape, start: Shape, boundary?: Shape) =>
  processModel(
    {
      start: { type: 'startEvent' },
      sub: { type: 'subProcess' },
      in: { type: 'startEvent', scope: 'sub' },
      fork: { type: 'parallelGateway', scope: 'sub' },
      other: { type: 'userTask', scope: 'sub' },
      out: { ...end, scope: 'sub' },
      ...inside(start, 'sub'),
      ...(boundary !== undefined && { boundary }),
      outside: { type: 'userTask' },
      next: { type: 'userTask' },
    },
    [
      'start -> sub',
      'in -> fork',
      'fork -> other',
      'fork -> out',
      'begin -> handle',
      'sub -> next',
      ...(boundary === undefined ? [] : ['boundary -> outside']),
    ],
  );

void t.test('an error inside is caught before the boundary; what was inside ends, and the sub-process goes on', (t) => {
  const boundary = { type: 'boundaryEvent', attachedTo: 'sub', interrupting: true, catches: 'bad' } as const;
  const model = throwing({ type: 'endEvent', throws: 'bad' }, { ...off, catches: null }, boundary);
  const caught = started(model);
  t.same(waiting(caught.state), ['task handle']);
  t.same(waiting(done(model, caught, 'handle').state), ['task next']);
  const elsewhere = throwing({ type: 'endEvent', throws: 'bad' }, { ...off, catches: 'worse' }, boundary);
  t.same(waiting(started(elsewhere).state), ['task outside']);
  const nowhere = throwing({ type: 'endEvent', throws: 'bad' }, { ...off, catches: 'worse' });
  t.match(started(nowhere).opened, [{ kind: 'task' }, { kind: 'incident', incident: { code: 'uncaught-error' } }]);
  t.end();
});

void t.test('an escalation inside starts it beside or instead', (t) => {
  const raise = { type: 'endEvent', escalation: 'late' } as const;
  t.same(waiting(started(throwing(raise, { ...beside, escalation: 'late' })).state), ['task handle', 'task other']);
  t.same(waiting(started(throwing(raise, { ...off, escalation: null })).state), ['task handle']);
  t.end();
});

void t.test('what an event sub-process throws does not start it again, but goes outwards', (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      sub: { type: 'subProcess' },
      in: { type: 'startEvent', scope: 'sub' },
      out: { type: 'endEvent', throws: 'bad', scope: 'sub' },
      handler: { type: 'eventSubProcess', scope: 'sub' },
      begin: { ...off, catches: 'bad', scope: 'handler' },
      again: { type: 'endEvent', throws: 'bad', scope: 'handler' },
      boundary: { type: 'boundaryEvent', attachedTo: 'sub', interrupting: true, catches: 'bad' },
      outside: { type: 'userTask' },
    },
    ['start -> sub', 'in -> out', 'begin -> again', 'boundary -> outside'],
  );
  const caught = started(model);
  t.same([waiting(caught.state), caught.state.tokens.length, caught.state.scopes], [['task outside'], 1, []]);
  t.end();
});

void t.test('in a called process too, and what a boundary breaks off stops listening', (t) => {
  const called = process({ ...beside, message: 'more' });
  const model = caseModel(
    processModel(
      {
        s: { type: 'startEvent' },
        call: { type: 'callActivity', calledElement: 'process' },
        stop: { type: 'boundaryEvent', attachedTo: 'call', interrupting: true, message: 'stop' },
        e: { type: 'endEvent' },
      },
      ['s -> call', 'call -> e', 'stop -> e'],
      'outer',
    ),
    called,
  );
  const more = done(model, started(model), 'begin');
  t.same(waiting(more.state), ['message begin', 'message stop', 'task handle', 'task work']);
  t.same(JSON.parse(JSON.stringify(more.state)), more.state);
  const stopped = done(model, more, 'stop');
  t.same([stopped.status, stopped.state.tokens, stopped.state.scopes, stopped.state.waits], ['completed', [], [], []]);
  t.end();
});

void t.test('a terminate end and a cancelled case leave no listeners', (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      work: { type: 'userTask' },
      stop: { type: 'endEvent', terminate: true },
      ...inside({ ...beside, signal: 'news' }),
    },
    ['start -> work', 'work -> stop', 'begin -> handle'],
  );
  const busy = done(model, started(model), 'begin');
  for (const ended of [done(model, busy, 'work'), after(model, busy, [{ type: 'cancel' }])])
    t.same([ended.state.tokens, ended.state.scopes, ended.state.waits], [[], [], []]);
  t.end();
});
