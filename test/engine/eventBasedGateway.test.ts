import t from 'tap';
import { after, at, calendarOf, done, processModel, started, timer, trace, waitAt, waiting } from './models.ts';

const model = processModel(
  {
    start: { type: 'startEvent' },
    race: { type: 'eventBasedGateway' },
    paid: { type: 'intermediateCatchEvent', message: 'payment' },
    withdrawn: { type: 'intermediateCatchEvent', message: 'withdrawal' },
    late: { type: 'intermediateCatchEvent', timer: timer('duration', 'P5WD') },
    a: { type: 'userTask' },
    b: { type: 'userTask' },
    c: { type: 'userTask' },
  },
  ['start -> race', 'race -> paid', 'race -> withdrawn', 'race -> late', 'paid -> a', 'withdrawn -> b', 'late -> c'],
);

t.test('one token waits for every event behind the gateway', async (t) => {
  const first = started(model);
  t.strictSame(waiting(first.state), ['message paid', 'message withdrawn', 'timer late']);
  t.strictSame(first.state.tokens, [{ id: 1, at: 'race' }]);
});

t.test('the first message takes the token and ends the other waits', async (t) => {
  const done1 = done(model, started(model), 'withdrawn', { why: 'moved' });
  t.strictSame(trace(done1), [
    'message.received withdrawn',
    'message.cancelled paid',
    'timer.cancelled late',
    'element.completed race',
    'flow.taken race-withdrawn',
    'element.entered withdrawn',
    'element.completed withdrawn',
    'flow.taken withdrawn-b',
    'element.entered b',
    'task.created b',
  ]);
  t.strictSame(waiting(done1.state), ['task b']);
  t.strictSame(done1.closed, [
    { no: 2, as: 'completed' },
    { no: 1, as: 'cancelled' },
    { no: 3, as: 'cancelled' },
  ]);
});

t.test('the timer wins when nothing came before', async (t) => {
  const first = started(model);
  const dueAt = first.opened.find(({ kind }) => kind === 'timer')!.dueAt!;
  const late = after(model, first, [{ type: 'fire', wait: waitAt(first.state, 'late'), dueAt, provisional: false }]);
  t.strictSame(waiting(late.state), ['task c']);
  t.strictSame(trace(late).slice(0, 6), [
    'timer.fired late',
    'message.cancelled paid',
    'message.cancelled withdrawn',
    'element.completed race',
    'flow.taken race-late',
    'element.entered late',
  ]);
});

t.test('a timer whose calendar is missing stops alone; a message still wins, and ends its incident', async (t) => {
  const short = at('2026-12-31T01:00:00.000Z', { calendar: calendarOf(2026) });
  const first = started(model, {}, short);
  const { no, dueAt } = first.opened.find(({ kind }) => kind === 'timer')!;
  const now = at(dueAt!, { calendar: calendarOf(2026) });
  const stopped = after(model, first, [{ type: 'fire', wait: no, dueAt: dueAt!, provisional: true }, now]);
  t.strictSame(waiting(stopped.state), ['incident late', 'message paid', 'message withdrawn']);
  const paid = done(model, stopped, 'paid');
  t.strictSame(waiting(paid.state), ['task a']);
  const known = at(dueAt!, { calendar: calendarOf(2026, 2027) });
  const settled = after(model, stopped, [{ type: 'retry', wait: waitAt(stopped.state, 'late') }, known]);
  t.strictSame(waiting(settled.state), ['task c']);
});

t.test('receive tasks wait behind the gateway too', async (t) => {
  const tasks = processModel(
    {
      start: { type: 'startEvent' },
      race: { type: 'eventBasedGateway' },
      one: { type: 'receiveTask', message: 'one' },
      two: { type: 'receiveTask', message: 'two' },
      end: { type: 'endEvent' },
    },
    ['start -> race', 'race -> one', 'race -> two', 'one -> end', 'two -> end'],
  );
  const end = done(tasks, started(tasks), 'two');
  t.equal(end.status, 'completed');
  t.strictSame(trace(end).slice(1, 6), [
    'message.cancelled one',
    'element.completed race',
    'flow.taken race-two',
    'element.entered two',
    'element.completed two',
  ]);
});

t.test('cancelling the case ends the race', async (t) => {
  const done1 = after(model, started(model), [{ type: 'cancel' }]);
  t.strictSame(trace(done1), [
    'message.cancelled paid',
    'message.cancelled withdrawn',
    'timer.cancelled late',
    'element.cancelled race',
    'case.cancelled *',
  ]);
});
