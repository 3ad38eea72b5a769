import t from 'tap';
import { advance } from '../../src/engine/advance.ts';
import { at, done, processModel, started, thursday, timer, trace, waiting } from './models.ts';
import { startTriggers } from '../../src/bpmn/starts.ts';
import type { ProcessModel } from '../../src/bpmn/model.ts';

const flow = (id: string, source: string, target: string) => ({
  id,
  name: null,
  source,
  target,
  condition: null,
  outcome: null,
});
/** Started by hand, at a moment, by a message or by a signal; all lead to one task. */
const many: ProcessModel = (() => {
  const base = processModel({ none: { type: 'startEvent' }, work: { type: 'userTask' } }, ['none -> work']);
  const start = (id: string) => ({
    type: 'startEvent' as const,
    id,
    name: null,
    incoming: [],
    outgoing: [`${id}-work`],
  });
  return {
    ...base,
    nodes: {
      ...base.nodes,
      monthly: { ...start('monthly'), timer: timer('cycle', 'R/P1D') },
      ordered: { ...start('ordered'), message: 'order' },
      alarm: { ...start('alarm'), signal: 'flood' },
    },
    flows: {
      ...base.flows,
      'monthly-work': flow('monthly-work', 'monthly', 'work'),
      'ordered-work': flow('ordered-work', 'ordered', 'work'),
      'alarm-work': flow('alarm-work', 'alarm', 'work'),
    },
  };
})();
const race = (instantiate: 'exclusive' | 'parallel'): ProcessModel => {
  const model = processModel(
    {
      gate: { type: 'eventBasedGateway' },
      paid: { type: 'intermediateCatchEvent', message: 'paid' },
      sent: { type: 'intermediateCatchEvent', message: 'sent' },
      join: { type: 'parallelGateway' },
      work: { type: 'userTask' },
    },
    instantiate === 'parallel'
      ? ['gate -> paid', 'gate -> sent', 'paid -> join', 'sent -> join', 'join -> work']
      : ['gate -> paid', 'gate -> sent', 'paid -> work', 'sent -> work'],
  );
  return {
    ...model,
    nodes: {
      ...model.nodes,
      gate: { ...model.nodes['gate'], type: 'eventBasedGateway', instantiate } as ProcessModel['nodes'][string],
    },
  };
};

void t.test('the triggers of a process are its start events that are none start events not', (t) => {
  t.match(startTriggers(many), [
    { kind: 'timer', elementId: 'monthly' },
    { kind: 'message', elementId: 'ordered', name: 'order' },
    { kind: 'signal', elementId: 'alarm', name: 'flood' },
  ]);
  t.match(startTriggers(race('parallel')), [
    { kind: 'message', elementId: 'paid', name: 'paid' },
    { kind: 'message', elementId: 'sent', name: 'sent' },
  ]);
  t.end();
});

void t.test('a case starts at the event that has happened, and at no other', (t) => {
  const byHand = started(many);
  t.same(trace(byHand).slice(0, 3), ['case.started *', 'element.entered none', 'element.completed none']);
  const byMessage = advance(
    many,
    null,
    { type: 'start', variables: { a: 1 }, at: 'ordered', name: 'order' },
    at(thursday),
  );
  t.same(trace(byMessage), [
    'case.started *',
    'message.received ordered',
    'element.entered ordered',
    'element.completed ordered',
    'flow.taken ordered-work',
    'element.entered work',
    'task.created work',
  ]);
  t.same(byMessage.state.variables, { a: 1 });
  const bySignal = advance(many, null, { type: 'start', variables: {}, at: 'alarm', name: 'flood' }, at(thursday));
  t.match(bySignal.events[1], { type: 'signal.received', elementId: 'alarm', name: 'flood' });
  t.throws(() => advance(many, null, { type: 'start', variables: {}, at: 'nowhere' }, at(thursday)), /nowhere/);
  t.end();
});

void t.test('a late timer start takes effect as of its due moment', (t) => {
  const dueAt = '2026-03-02T09:00:00.000Z';
  const base = processModel(
    { start: { type: 'startEvent' }, wait: { type: 'intermediateCatchEvent', timer: timer('duration', 'P1D') } },
    ['start -> wait'],
  );
  const late = advance(base, null, { type: 'start', variables: {}, at: 'start', dueAt }, at(thursday));
  t.equal(late.opened[0]?.dueAt, '2026-03-03T09:00:00.000Z', 'a day after it was due, not after it was started');
  const timed = advance(many, null, { type: 'start', variables: {}, at: 'monthly', dueAt }, at(thursday));
  t.match(timed.events[1], { type: 'timer.fired', elementId: 'monthly', dueAt });
  t.end();
});

void t.test('an instantiating receive task is passed by the message that starts the case', (t) => {
  const model = processModel({ order: { type: 'receiveTask', message: 'order' }, work: { type: 'userTask' } }, [
    'order -> work',
  ]);
  const begun = advance(model, null, { type: 'start', variables: {}, at: 'order', name: 'order' }, at(thursday));
  t.same(waiting(begun.state), ['task work']);
  t.same(trace(begun).slice(1, 4), ['element.entered order', 'message.received order', 'element.completed order']);
  t.end();
});

void t.test('an exclusive gateway that starts a case forgets its other events', (t) => {
  const begun = advance(race('exclusive'), null, { type: 'start', variables: {}, at: 'sent' }, at(thursday));
  t.same(waiting(begun.state), ['task work']);
  t.same(trace(begun).slice(1, 5), [
    'element.entered gate',
    'element.completed gate',
    'flow.taken gate-sent',
    'element.entered sent',
  ]);
  t.end();
});

void t.test('a parallel gateway that starts a case waits for its other events too', (t) => {
  const model = race('parallel');
  const begun = advance(model, null, { type: 'start', variables: {}, at: 'sent' }, at(thursday));
  t.same(waiting(begun.state), ['message paid']);
  t.same(waiting(done(model, begun, 'paid').state), ['task work']);
  t.end();
});
