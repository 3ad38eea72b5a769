import t from 'tap';
import { maxTokens } from '../../src/engine/incidents.ts';
import { advance } from '../../src/engine/advance.ts';
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

t.test('a message event and a receive task wait for their message, which brings variables', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      catch: { type: 'intermediateCatchEvent', message: 'payment' },
      receive: { type: 'receiveTask', message: 'letter' },
      limit: { type: 'boundaryEvent', attachedTo: 'receive', interrupting: true, timer: timer('duration', 'P1D') },
      late: task,
      end: { type: 'endEvent' },
    },
    ['start -> catch', 'catch -> receive', 'receive -> end', 'limit -> late'],
  );
  const first = started(model);
  t.match(first.opened, [{ kind: 'message', elementId: 'catch', topic: 'payment', dueAt: null }]);
  t.strictSame(first.events.at(-1), { type: 'message.awaited', elementId: 'catch', wait: 1, name: 'payment' });
  const paid = done(model, first, 'catch', { amount: 200 });
  t.strictSame(paid.events[0], { type: 'message.received', elementId: 'catch', wait: 1, name: 'payment' });
  t.strictSame(trace(paid).slice(0, 4), [
    'message.received catch',
    'element.completed catch',
    'flow.taken catch-receive',
    'element.entered receive',
  ]);
  t.match(paid.opened[0], { kind: 'message', topic: 'letter', dueAt: '2026-03-06T09:00:00.000Z' });
  t.strictSame(paid.changed, { amount: 200 });
  t.strictSame(paid.closed, [{ no: 1, as: 'completed' }]);
  const end = done(model, paid, 'receive');
  t.strictSame(trace(end).slice(0, 3), [
    'message.received receive',
    'timer.cancelled limit',
    'element.completed receive',
  ]);
  t.equal(end.status, 'completed');
  const dueAt = '2026-03-06T09:00:00.000Z';
  const late = after(model, paid, [{ type: 'fire', wait: waitAt(paid.state, 'limit'), dueAt, provisional: false }]);
  t.strictSame(trace(late).slice(0, 3), [
    'timer.fired limit',
    'message.cancelled receive',
    'element.cancelled receive',
  ]);
});

const guarded = processModel(
  {
    start: { type: 'startEvent' },
    work: task,
    stop: { type: 'boundaryEvent', attachedTo: 'work', interrupting: true, message: 'withdrawn' },
    tell: { type: 'boundaryEvent', attachedTo: 'work', interrupting: false, message: 'supplement' },
    next: task,
    stopped: task,
    read: task,
  },
  ['start -> work', 'work -> next', 'stop -> stopped', 'tell -> read'],
);

t.test('an interrupting message breaks the activity off', async (t) => {
  const first = started(guarded);
  t.strictSame(waiting(first.state), ['message stop', 'message tell', 'task work']);
  const stopped = done(guarded, first, 'stop');
  t.strictSame(trace(stopped).slice(0, 5), [
    'message.received stop',
    'task.cancelled work',
    'message.cancelled tell',
    'element.cancelled work',
    'element.entered stop',
  ]);
  t.strictSame(waiting(stopped.state), ['task stopped']);
});

t.test('another message comes as often as it is sent while the activity lasts', async (t) => {
  const once = done(guarded, started(guarded), 'tell');
  t.strictSame(waiting(once.state), ['message stop', 'message tell', 'task read', 'task work']);
  const twice = done(guarded, once, 'tell');
  t.equal(waiting(twice.state).filter((wait) => wait === 'task read').length, 2);
  const end = done(guarded, twice, 'work');
  t.strictSame(trace(end).slice(0, 4), [
    'task.completed work',
    'message.cancelled stop',
    'message.cancelled tell',
    'element.completed work',
  ]);
});

t.test('a message at the limit of tokens stops as an incident; retry lets its token in and waits again', async (t) => {
  let full = started(guarded);
  while (full.state.tokens.length < maxTokens) full = done(guarded, full, 'tell');
  const over = done(guarded, full, 'tell');
  t.match(over.opened, [{ kind: 'incident', elementId: 'tell', incident: { code: 'limit-reached' } }]);
  const room = done(guarded, over, 'read');
  const retried = after(guarded, room, [{ type: 'retry', wait: waitAt(room.state, 'tell') }]);
  t.match(retried.opened, [
    { kind: 'message', elementId: 'tell' },
    { kind: 'task', elementId: 'read' },
  ]);
});

t.test('receiving at another kind of wait, or completing a message, is a fault of the caller', async (t) => {
  const { state } = started(guarded);
  const context = at(thursday);
  const [work, stop] = [waitAt(state, 'work'), waitAt(state, 'stop')];
  t.throws(
    () => advance(guarded, state, { type: 'receive', wait: work, variables: {} }, context),
    /is a task; receive/,
  );
  t.throws(() => advance(guarded, state, { type: 'complete', wait: stop, variables: {} }, context), /is a message;/);
});
