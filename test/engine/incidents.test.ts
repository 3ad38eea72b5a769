import t from 'tap';
import type { Incident } from '../../src/domain/wait.ts';
import { after, at, processModel, started, thursday, timer, trace, waitAt, waiting } from './models.ts';

const choice = processModel(
  {
    start: { type: 'startEvent' },
    split: { type: 'manualTask' },
    gate: { type: 'exclusiveGateway' },
    aside: { type: 'userTask' },
    next: { type: 'userTask' },
  },
  ['start -> split', 'split -> gate', 'split -> aside', 'gate -> next : amount > 100'],
);

t.test('a gateway without a flow to take stops its token; others go on; retry asks again', async (t) => {
  const stopped = started(choice, { amount: 1 });
  t.strictSame(waiting(stopped.state), ['incident gate', 'task aside']);
  const { incident, no } = stopped.opened.find((wait) => wait.kind === 'incident')!;
  t.equal(incident?.code, 'no-flow-to-take');
  t.match(incident?.nextAction, /^Retry when/);
  t.strictSame(
    stopped.events.find((event) => event.type === 'incident.raised'),
    { type: 'incident.raised', elementId: 'gate', wait: no, code: 'no-flow-to-take', message: incident?.message },
  );
  const corrected = after(
    choice,
    stopped,
    [{ type: 'complete', wait: waitAt(stopped.state, 'aside'), variables: { amount: 500 } }],
    [{ type: 'retry', wait: no }],
  );
  t.strictSame(trace(corrected).slice(0, 3), [
    'incident.resolved gate',
    'element.completed gate',
    'flow.taken gate-next',
  ]);
  t.strictSame(waiting(corrected.state), ['task next']);
});

t.test('a condition on a missing variable or on text is undecidable, never silently false', async (t) => {
  for (const variables of [{}, { amount: 'much' }, { amount: null }]) {
    const stopped = started(choice, variables);
    t.equal(stopped.opened.find((wait) => wait.kind === 'incident')?.incident?.code, 'undecidable-condition');
  }
});

t.test('a flow out of an activity that cannot be decided stops the token there, its task stays done', async (t) => {
  const model = processModel(
    { start: { type: 'startEvent' }, work: { type: 'userTask' }, next: { type: 'userTask' } },
    ['start -> work', 'work -> next : ready'],
  );
  const unknown = after(model, started(model), [{ type: 'complete', wait: 1, variables: {} }]);
  t.strictSame(trace(unknown), ['task.completed work', 'incident.raised work']);
  t.equal(unknown.opened[0]?.incident?.code, 'undecidable-condition');
  const none = after(model, started(model), [{ type: 'complete', wait: 1, variables: { ready: false } }]);
  t.equal(none.opened[0]?.incident?.code, 'no-flow-to-take');
  const again = after(model, none, [{ type: 'retry', wait: 2 }]);
  t.strictSame(trace(again), ['incident.resolved work', 'incident.raised work']);
});

t.test('a condition that does not compile is undecidable', async (t) => {
  const model = processModel(
    { start: { type: 'startEvent' }, gate: { type: 'exclusiveGateway' }, end: { type: 'endEvent' } },
    ['start -> gate', 'gate -> end : ((('],
  );
  t.equal(started(model).opened[0]?.incident?.code, 'undecidable-condition');
});

const external = processModel(
  {
    start: { type: 'startEvent' },
    call: { type: 'serviceTask', service: { topic: 'credit-check' } },
    limit: { type: 'boundaryEvent', attachedTo: 'call', interrupting: true, timer: timer('duration', 'P1D') },
    next: { type: 'userTask' },
    late: { type: 'userTask' },
  },
  ['start -> call', 'call -> next', 'limit -> late'],
);
const gaveUp: Incident = { code: 'service-failed', message: 'No answer.', nextAction: 'Retry when it answers.' };

t.test('a service task waits for a worker by topic, until its boundary timer', async (t) => {
  const offered = started(external);
  t.match(offered.opened[0], { kind: 'service', topic: 'credit-check', dueAt: '2026-03-06T09:00:00.000Z' });
  const done = after(external, offered, [{ type: 'complete', wait: 1, variables: { credit: 'good' } }]);
  t.strictSame(trace(done).slice(0, 3), ['service.completed call', 'timer.cancelled limit', 'element.completed call']);
  t.strictSame(done.state.variables, { credit: 'good' });
});

t.test('a worker that gave up leaves an incident; retry offers the task again; its limit runs on', async (t) => {
  const failed = after(external, started(external), [{ type: 'fail', wait: 1, incident: gaveUp }]);
  t.strictSame(trace(failed), ['service.cancelled call', 'incident.raised call']);
  t.strictSame(failed.closed, [{ no: 1, as: 'cancelled' }]);
  t.strictSame(failed.opened[0]?.incident, gaveUp);
  t.strictSame(waiting(failed.state), ['incident call', 'timer limit']);
  const retried = after(external, failed, [{ type: 'retry', wait: 3 }]);
  t.strictSame(trace(retried), ['incident.resolved call', 'service.created call']);
  t.strictSame(waiting(retried.state), ['service call', 'timer limit']);
  const dueAt = '2026-03-06T09:00:00.000Z';
  const late = after(external, failed, [{ type: 'fire', wait: 2, dueAt, provisional: false }, at(dueAt)]);
  t.strictSame(trace(late).slice(0, 3), ['timer.fired limit', 'incident.cancelled call', 'element.cancelled call']);
  t.strictSame(waiting(late.state), ['task late']);
});

t.test('fail and fire on another kind of wait are faults of the caller', async (t) => {
  const offered = started(external);
  t.throws(() => after(external, offered, [{ type: 'fail', wait: 2, incident: gaveUp }]), /Wait 2 is a timer; fail/);
  const fire = { type: 'fire', wait: 1, dueAt: thursday, provisional: false } as const;
  t.throws(() => after(external, offered, [fire]), /Wait 1 is a service; fire/);
  t.throws(
    () => after(external, offered, [{ type: 'complete', wait: 2, variables: {} }]),
    /Wait 2 is a timer; complete/,
  );
});

t.test('cancelling a case ends its incidents', async (t) => {
  const done = after(choice, started(choice, { amount: 1 }), [{ type: 'cancel' }]);
  t.strictSame(trace(done).sort(), [
    'case.cancelled *',
    'element.cancelled aside',
    'element.cancelled gate',
    'incident.cancelled gate',
    'task.cancelled aside',
  ]);
});
