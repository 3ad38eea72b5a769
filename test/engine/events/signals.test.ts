import t from 'tap';
import { after, caseModel, done, processModel, started, trace, waitAt, waiting } from '../models.ts';

void t.test('a signal reaches everything that waits for its name, in every process of the case', (t) => {
  const called = processModel(
    { cs: { type: 'startEvent' }, far: { type: 'intermediateCatchEvent', signal: 'go' }, ce: { type: 'endEvent' } },
    ['cs -> far', 'far -> ce'],
    'called',
  );
  const model = caseModel(
    processModel(
      {
        start: { type: 'startEvent' },
        fork: { type: 'parallelGateway' },
        first: { type: 'intermediateCatchEvent', signal: 'go' },
        other: { type: 'intermediateCatchEvent', signal: 'other' },
        call: { type: 'callActivity', calledElement: 'called' },
        ready: { type: 'userTask' },
        send: { type: 'intermediateThrowEvent', signal: 'go' },
        a: { type: 'userTask' },
        b: { type: 'userTask' },
        c: { type: 'userTask' },
      },
      [
        'start -> fork',
        'fork -> first',
        'fork -> other',
        'fork -> call',
        'fork -> ready',
        'ready -> send',
        'send -> c',
        'first -> a',
        'call -> b',
      ],
    ),
    called,
  );
  const waits = started(model);
  t.same(waiting(waits.state), ['signal far', 'signal first', 'signal other', 'task ready']);
  const thrown = done(model, waits, 'ready');
  t.same(waiting(thrown.state), ['signal other', 'task a', 'task b', 'task c']);
  t.same(thrown.signals, ['go']);
  t.ok(trace(thrown).includes('signal.received far'));
  t.end();
});

void t.test(
  'parallel branches come to where they wait before a signal is thrown; who waits later does not get it',
  (t) => {
    const model = processModel(
      {
        start: { type: 'startEvent' },
        fork: { type: 'parallelGateway' },
        send: { type: 'intermediateThrowEvent', signal: 'go' },
        late: { type: 'intermediateCatchEvent', signal: 'go' },
        step: { type: 'manualTask' },
        wait: { type: 'intermediateCatchEvent', signal: 'go' },
        task: { type: 'userTask' },
      },
      ['start -> fork', 'fork -> send', 'send -> late', 'fork -> step', 'step -> wait', 'wait -> task'],
    );
    const at = started(model);
    t.same(waiting(at.state), ['signal late', 'task task']);
    const again = done(model, at, 'late', { x: 1 });
    t.same(waiting(again.state), ['task task']);
    t.same(again.changed, { x: 1 });
    t.end();
  },
);

void t.test('a signal end event reaches the boundary of the sub-process that it would have ended', (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      sub: { type: 'subProcess' },
      in: { type: 'startEvent', scope: 'sub' },
      out: { type: 'endEvent', signal: 'stop', scope: 'sub' },
      stopped: { type: 'boundaryEvent', attachedTo: 'sub', interrupting: true, signal: 'stop' },
      normal: { type: 'userTask' },
      broken: { type: 'userTask' },
    },
    ['start -> sub', 'in -> out', 'sub -> normal', 'stopped -> broken'],
  );
  const at = started(model);
  t.same(waiting(at.state), ['task broken']);
  t.same(at.state.scopes, []);
  t.end();
});

void t.test('a boundary signal that does not interrupt happens each time', (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      task: { type: 'userTask' },
      news: { type: 'boundaryEvent', attachedTo: 'task', interrupting: false, signal: 'news' },
      read: { type: 'userTask' },
    },
    ['start -> task', 'news -> read'],
  );
  const once = done(model, started(model), 'news');
  const twice = done(model, once, 'news');
  t.same(waiting(twice.state), ['signal news', 'task read', 'task read', 'task task']);
  t.throws(() => after(model, twice, [{ type: 'signal', wait: waitAt(twice.state, 'task'), variables: {} }]), /signal/);
  t.end();
});

void t.test('behind an event-based gateway a signal or a condition ends the waiting for the others', (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      race: { type: 'eventBasedGateway' },
      go: { type: 'intermediateCatchEvent', signal: 'go' },
      paid: { type: 'intermediateCatchEvent', condition: 'paid = true' },
      told: { type: 'intermediateCatchEvent', message: 'told' },
      a: { type: 'userTask' },
      b: { type: 'userTask' },
      c: { type: 'userTask' },
    },
    ['start -> race', 'race -> go', 'race -> paid', 'race -> told', 'go -> a', 'paid -> b', 'told -> c'],
  );
  const at = started(model);
  t.same(waiting(at.state), ['condition paid', 'message told', 'signal go']);
  t.same(waiting(done(model, at, 'go').state), ['task a']);
  t.same(waiting(done(model, at, 'told').state), ['task c']);
  t.same(waiting(started(model, { paid: true }).state), ['task b'], 'true from the beginning');
  t.end();
});
