import t from 'tap';
import type { FlowNode } from '../../src/bpmn/model.ts';
import { dueTimers } from '../../src/engine/waits.ts';
import { after, at, calendarOf, processModel, started, thursday, timer, trace, waitAt, waiting } from './models.ts';

function guarded(duration: string, interrupting: boolean, kind: 'duration' | 'cycle' = 'duration') {
  return processModel(
    {
      start: { type: 'startEvent' },
      work: { type: 'userTask' },
      limit: { type: 'boundaryEvent', attachedTo: 'work', interrupting, timer: timer(kind, duration) },
      late: { type: 'userTask' },
      end: { type: 'endEvent' },
    },
    ['start -> work', 'work -> end', 'limit -> late', 'late -> end'],
  );
}

t.test('an intermediate timer waits until it is due, then the token goes on', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      pause: { type: 'intermediateCatchEvent', timer: timer('duration', 'PT2H') },
      next: { type: 'userTask' },
    },
    ['start -> pause', 'pause -> next'],
  );
  const armed = started(model);
  t.strictSame(
    armed.opened.map(({ kind, dueAt }) => [kind, dueAt]),
    [['timer', '2026-03-05T11:00:00.000Z']],
  );
  t.strictSame(armed.events.at(-1), {
    type: 'timer.scheduled',
    elementId: 'pause',
    wait: 1,
    dueAt: '2026-03-05T11:00:00.000Z',
  });
  const dueAt = '2026-03-05T11:00:00.000Z';
  const fired = after(model, armed, [{ type: 'fire', wait: 1, dueAt, provisional: false }, at(dueAt)]);
  t.strictSame(fired.events[0], { type: 'timer.fired', elementId: 'pause', wait: 1, dueAt });
  t.strictSame(trace(fired).slice(1, 3), ['element.completed pause', 'flow.taken pause-next']);
  t.strictSame(fired.closed, [{ no: 1, as: 'fired' }]);
  t.strictSame(waiting(fired.state), ['task next']);
});

t.test('a task is due with the earliest of its boundary timers, 24:00 Beijing time for working days', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      work: { type: 'userTask' },
      limit: { type: 'boundaryEvent', attachedTo: 'work', interrupting: true, timer: timer('duration', 'P5WD') },
      reminder: { type: 'boundaryEvent', attachedTo: 'work', interrupting: false, timer: timer('duration', 'P30D') },
      end: { type: 'endEvent' },
    },
    ['start -> work', 'work -> end', 'limit -> end', 'reminder -> end'],
  );
  const done = started(model);
  t.strictSame(trace(done).slice(-3), ['task.created work', 'timer.scheduled limit', 'timer.scheduled reminder']);
  t.strictSame(
    done.opened.map(({ elementId, dueAt }) => [elementId, dueAt]),
    [
      ['work', '2026-03-12T16:00:00.000Z'],
      ['limit', '2026-03-12T16:00:00.000Z'],
      ['reminder', '2026-04-04T09:00:00.000Z'],
    ],
  );
  const completed = after(model, done, [{ type: 'complete', wait: 1, variables: {} }]);
  t.strictSame(trace(completed).slice(0, 4), [
    'task.completed work',
    'timer.cancelled limit',
    'timer.cancelled reminder',
    'element.completed work',
  ]);
  t.strictSame(completed.closed, [
    { no: 1, as: 'completed' },
    { no: 2, as: 'cancelled' },
    { no: 3, as: 'cancelled' },
  ]);
});

t.test('an interrupting timer breaks the task off and takes its token', async (t) => {
  const model = guarded('PT1H', true);
  const dueAt = '2026-03-05T10:00:00.000Z';
  const fired = after(model, started(model), [{ type: 'fire', wait: 2, dueAt, provisional: false }, at(dueAt)]);
  t.strictSame(trace(fired), [
    'timer.fired limit',
    'task.cancelled work',
    'element.cancelled work',
    'element.entered limit',
    'element.completed limit',
    'flow.taken limit-late',
    'element.entered late',
    'task.created late',
  ]);
  t.strictSame(fired.state.tokens, [{ id: 1, at: 'late' }]);
  t.strictSame(waiting(fired.state), ['task late']);
});

t.test('a timer that does not interrupt adds a token; the task stays', async (t) => {
  const model = guarded('PT1H', false);
  const dueAt = '2026-03-05T10:00:00.000Z';
  const fired = after(model, started(model), [{ type: 'fire', wait: 2, dueAt, provisional: false }, at(dueAt)]);
  t.strictSame(waiting(fired.state), ['task late', 'task work']);
  t.strictSame(fired.state.tokens, [
    { id: 1, at: 'work' },
    { id: 2, at: 'late' },
  ]);
});

t.test('a cycle is armed again from the moment it was due, not from now, until its firings are used up', async (t) => {
  const model = guarded('R2/PT1H', false, 'cycle');
  const armed = started(model);
  const late = at('2026-03-05T10:40:00.000Z');
  const first = after(model, armed, [
    { type: 'fire', wait: 2, dueAt: '2026-03-05T10:00:00.000Z', provisional: false },
    late,
  ]);
  t.equal(first.opened.find((wait) => wait.kind === 'timer')?.dueAt, '2026-03-05T11:00:00.000Z');
  t.equal(first.state.waits.find((wait) => wait.kind === 'timer')?.fired, 1);
  const wait = waitAt(first.state, 'limit');
  const second = after(model, first, [
    { type: 'fire', wait, dueAt: '2026-03-05T11:00:00.000Z', provisional: false },
    late,
  ]);
  t.strictSame(waiting(second.state), ['task late', 'task late', 'task work']);
});

t.test('what follows a timer that fires late takes effect as of its due moment', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      pause: { type: 'intermediateCatchEvent', timer: timer('duration', 'PT1H') },
      next: { type: 'intermediateCatchEvent', timer: timer('duration', 'PT1H') },
    },
    ['start -> pause', 'pause -> next'],
  );
  const fired = after(model, started(model), [
    { type: 'fire', wait: 1, dueAt: '2026-03-05T10:00:00.000Z', provisional: false },
    at('2026-03-09T00:00:00.000Z'),
  ]);
  t.strictSame(
    fired.opened.map(({ since, dueAt }) => ({ since, dueAt })),
    [{ since: '2026-03-09T00:00:00.000Z', dueAt: '2026-03-05T11:00:00.000Z' }],
  );
});

t.test(
  'a limit into an unpublished year is provisional: coming due raises an incident, the task stays open',
  async (t) => {
    const model = guarded('P5WD', true);
    const december = at('2026-12-28T02:00:00.000Z', { calendar: calendarOf(2026) });
    const armed = started(model, {}, december);
    t.strictSame(
      armed.opened.map(({ provisional }) => provisional),
      [true, true],
    );
    t.strictSame(armed.events.at(-1)?.provisional, true);
    const { dueAt } = armed.opened[1]!;
    const late = at('2027-01-05T02:00:00.000Z', { calendar: calendarOf(2026) });
    const stopped = after(model, armed, [{ type: 'fire', wait: 2, dueAt: dueAt!, provisional: true }, late]);
    t.strictSame(trace(stopped), ['timer.cancelled limit', 'incident.raised limit']);
    t.strictSame(stopped.closed, [{ no: 2, as: 'cancelled' }]);
    t.equal(stopped.opened[0]?.incident?.code, 'calendar-missing');
    t.strictSame(waiting(stopped.state), ['incident limit', 'task work']);

    t.test('retry without the calendar raises it again', async (t) => {
      const again = after(model, stopped, [{ type: 'retry', wait: 3 }, late]);
      t.strictSame(trace(again), ['incident.resolved limit', 'incident.raised limit']);
      t.strictSame(again.closed, [{ no: 3, as: 'completed' }]);
    });
    t.test('retry with the calendar fires a timer that is due, as of its settled moment', async (t) => {
      const published = at('2027-01-05T02:00:00.000Z', { calendar: calendarOf(2026, 2027) });
      const fired = after(model, stopped, [{ type: 'retry', wait: 3 }, published]);
      t.strictSame(trace(fired).slice(0, 5), [
        'incident.resolved limit',
        'timer.scheduled limit',
        'timer.fired limit',
        'task.cancelled work',
        'element.cancelled work',
      ]);
      t.equal(fired.events[2]?.dueAt, '2027-01-04T16:00:00.000Z');
      t.strictSame(waiting(fired.state), ['task late']);
      t.strictSame(
        fired.opened.map((wait) => wait.elementId),
        ['late'],
      );
    });
    t.test(
      'retry with a calendar that moves the due date arms the timer again, from where it counted before',
      async (t) => {
        const notice = { title: 'Test', number: null, published: '2026-11-01', url: 'https://example.org' };
        const { buildCalendar } = await import('../../src/domain/calendar.ts');
        const days = [{ date: '2027-01-04', name: '元旦', kind: 'off' as const }];
        const moved = buildCalendar([
          { region: 'CN', year: 2026, notice, days: [] },
          { region: 'CN', year: 2027, notice, days },
        ]);
        const armedAgain = after(model, stopped, [
          { type: 'retry', wait: 3 },
          at('2027-01-05T02:00:00.000Z', { calendar: moved }),
        ]);
        t.strictSame(trace(armedAgain), ['incident.resolved limit', 'timer.scheduled limit']);
        t.equal(armedAgain.opened[0]?.dueAt, '2027-01-05T16:00:00.000Z');
        t.equal(armedAgain.opened[0]?.provisional, false);
      },
    );
    t.test('completing the task ends the incident with it', async (t) => {
      const done = after(model, stopped, [{ type: 'complete', wait: 1, variables: {} }, late]);
      t.strictSame(trace(done).slice(0, 2), ['task.completed work', 'incident.cancelled limit']);
      t.equal(done.status, 'completed');
    });
  },
);

t.test('a provisional timer that comes due after its calendar arrived is settled without an incident', async (t) => {
  const model = guarded('P5WD', true);
  const armed = started(model, {}, at('2026-12-28T02:00:00.000Z', { calendar: calendarOf(2026) }));
  const fired = after(model, armed, [
    { type: 'fire', wait: 2, dueAt: armed.opened[1]!.dueAt!, provisional: true },
    at('2027-01-05T02:00:00.000Z', { calendar: calendarOf(2026, 2027) }),
  ]);
  t.strictSame(trace(fired).slice(0, 3), ['timer.cancelled limit', 'timer.scheduled limit', 'timer.fired limit']);
  t.strictSame(waiting(fired.state), ['task late']);
});

t.test('a timer that cannot be reckoned is an incident of its own; the task goes on', async (t) => {
  const model = guarded('P100Y', true);
  const end = at('9950-01-01T00:00:00.000Z');
  const done = started(model, {}, end);
  t.strictSame(waiting(done.state), ['incident limit', 'task work']);
  t.equal(done.opened[0]?.dueAt, null);
  t.equal(done.opened[1]?.incident?.code, 'timer-unusable');
  const again = after(model, done, [{ type: 'retry', wait: 2 }, end]);
  t.strictSame(waiting(again.state), ['incident limit', 'task work']);
  t.equal(again.opened[0]?.no, 3);
});

t.test('due timers come in due order, ties by number, and only what is open and due', async (t) => {
  const limit = (attachedTo: string, text: string) =>
    ({ type: 'boundaryEvent', attachedTo, interrupting: false, timer: timer('duration', text) }) as const;
  const model = processModel(
    {
      start: { type: 'startEvent' },
      work: { type: 'userTask' },
      b: limit('work', 'PT2H'),
      a: limit('work', 'PT1H'),
      c: limit('work', 'PT1H'),
      d: limit('work', 'PT9H'),
    },
    ['start -> work'],
  );
  const done = started(model);
  const due = dueTimers(done.state, done.opened, '2026-03-05T11:00:00.000Z');
  const name = (no: number) => done.opened.find((wait) => wait.no === no)?.elementId;
  t.strictSame(
    due.map(({ wait }) => name(wait)),
    ['a', 'c', 'b'],
  );
  t.strictSame(due[0], { wait: waitAt(done.state, 'a'), dueAt: '2026-03-05T10:00:00.000Z', provisional: false });
  t.strictSame(dueTimers(done.state, done.opened, thursday), []);
  const closed = { ...done.state, waits: [] };
  t.strictSame(dueTimers(closed, done.opened, '2026-03-06T11:00:00.000Z'), []);
});

t.test('a timer of another kind of node is a fault of the caller', async (t) => {
  const model = guarded('PT1H', true);
  const { start } = model.nodes as Record<string, FlowNode>;
  const broken = { ...model, nodes: { ...model.nodes, limit: { ...start!, id: 'limit' } } };
  const fire = { type: 'fire', wait: 2, dueAt: thursday, provisional: false } as const;
  t.throws(() => after(broken, started(model), [fire]), /Element limit waits for nothing/);
});
