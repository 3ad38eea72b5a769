import t from 'tap';
import { after, at, done, processModel, started, timer, trace, waitAt, waiting, type Shape } from '../models.ts';
import type { Trigger } from '../../../src/bpmn/eventModel.ts';

const paid: Trigger = { message: 'paid' };
const go: Trigger = { signal: 'go' };
const soon: Trigger = { timer: timer('duration', 'PT1H') };
const catching = (shape: object) =>
  processModel(
    {
      start: { type: 'startEvent' },
      wait: { type: 'intermediateCatchEvent', ...shape } as Shape,
      next: { type: 'userTask' },
    },
    ['start -> wait', 'wait -> next'],
  );

void t.test('multiple: the first trigger is enough, the others are waited for no more', (t) => {
  const model = catching({ triggers: [paid, go, soon], parallel: false });
  const begun = started(model);
  t.same(waiting(begun.state), ['message wait', 'signal wait', 'timer wait']);
  t.match(begun.opened, [{ topic: 'paid' }, { topic: 'go' }, { dueAt: '2026-03-05T10:00:00.000Z' }]);
  const dueAt = '2026-03-05T10:00:00.000Z';
  const fired = { type: 'fire', wait: waitAt(begun.state, 'wait', 'timer'), dueAt, provisional: false } as const;
  for (const ended of [done(model, begun, 'wait'), after(model, begun, [fired, at(dueAt)])])
    t.same(waiting(ended.state), ['task next']);
  t.end();
});

void t.test('parallel multiple: all triggers are needed, in any order', (t) => {
  const model = catching({ triggers: [paid, go, { condition: 'ready = true' }], parallel: true });
  const begun = started(model);
  const signalled = after(model, begun, [
    { type: 'signal', wait: waitAt(begun.state, 'wait', 'signal'), variables: { ready: true } },
  ]);
  t.same(waiting(signalled.state), ['message wait']);
  t.same(trace(signalled), ['signal.received wait', 'condition.met wait']);
  t.same(waiting(done(model, signalled, 'wait').state), ['task next']);
  t.end();
});

void t.test('on a boundary that does not interrupt, they are waited for again', (t) => {
  const guarded = (parallel: boolean) =>
    processModel(
      {
        start: { type: 'startEvent' },
        task: { type: 'userTask' },
        either: { type: 'boundaryEvent', attachedTo: 'task', interrupting: false, triggers: [paid, go], parallel },
        seen: { type: 'userTask' },
      },
      ['start -> task', 'either -> seen'],
    );
  const any = guarded(false);
  const once = done(any, started(any), 'either');
  t.same(waiting(once.state), ['message either', 'signal either', 'task seen', 'task task']);
  const both = guarded(true);
  const half = done(both, started(both), 'either');
  t.same(waiting(half.state), ['signal either', 'task task']);
  t.same(waiting(done(both, half, 'either').state), ['message either', 'signal either', 'task seen', 'task task']);
  t.end();
});

void t.test('behind an event-based gateway a parallel multiple event is chosen when it is whole', (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      race: { type: 'eventBasedGateway' },
      both: { type: 'intermediateCatchEvent', triggers: [paid, go], parallel: true },
      late: { type: 'intermediateCatchEvent', ...soon },
      a: { type: 'userTask' },
      b: { type: 'userTask' },
    },
    ['start -> race', 'race -> both', 'race -> late', 'both -> a', 'late -> b'],
  );
  const half = done(model, started(model), 'both');
  t.same(waiting(half.state), ['signal both', 'timer late']);
  t.same(waiting(done(model, half, 'both').state), ['task a']);
  t.end();
});

void t.test('an event with several results throws them all; an error comes last', (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      send: { type: 'intermediateThrowEvent', results: [{ message: 'm' }, { signal: 's' }, { escalation: 'e' }] },
      sub: { type: 'subProcess' },
      in: { type: 'startEvent', scope: 'sub' },
      out: { type: 'endEvent', results: [{ throws: 'bad' }, { signal: 'last' }], scope: 'sub' },
      bad: { type: 'boundaryEvent', attachedTo: 'sub', interrupting: true, catches: 'bad' },
      end: { type: 'endEvent', results: [{ message: 'bye' }, { terminate: true }] },
    },
    ['start -> send', 'send -> sub', 'in -> out', 'bad -> end'],
  );
  const ended = started(model);
  t.equal(ended.status, 'completed');
  t.same(ended.signals, ['s', 'last']);
  t.same(
    ended.messages.map(({ name, elementId }) => [name, elementId]),
    [
      ['m', 'send'],
      ['bye', 'end'],
    ],
  );
  t.ok(trace(ended).includes('escalation.thrown send'));
  t.end();
});

void t.test('links lead on to their target, from several places; a none throw event is passed', (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      fork: { type: 'parallelGateway' },
      mark: { type: 'intermediateThrowEvent' },
      out: { type: 'intermediateThrowEvent', link: 'on' },
      off: { type: 'intermediateThrowEvent', link: 'on' },
      in: { type: 'intermediateCatchEvent', link: 'on' },
      next: { type: 'userTask' },
    },
    ['start -> fork', 'fork -> mark', 'mark -> out', 'fork -> off', 'out -> in', 'off -> in', 'in -> next'],
  );
  const begun = started(model);
  t.same(waiting(begun.state), ['task next', 'task next']);
  t.notOk(trace(begun).includes('flow.taken out-in'), 'a link is no flow of the file');
  t.end();
});
