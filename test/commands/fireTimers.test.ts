import t from 'tap';
import {
  accepted,
  bodyOf,
  contextAt,
  eventTypes,
  noAt,
  person,
  reloaded,
  startedCase,
  waitingFor,
  withLimit,
} from '../helpers/casebook.ts';
import { calendarOf, processModel, timer } from '../engine/models.ts';
import { completeTask } from '../../src/commands/completeTask.ts';
import { fireTimers } from '../../src/commands/fireTimers.ts';
import { maxFirings } from '../../src/commands/caseStep.ts';
import { retryIncident } from '../../src/commands/retryIncident.ts';
import type { CaseContext } from '../../src/commands/context.ts';
import type { CaseChangeset } from '../../src/domain/changeset.ts';
import type { ProcessModel } from '../../src/bpmn/model.ts';

const hanna = person('hanna', 'handler');
const lea = person('lea', 'leader');

/** The worker's context: nobody has asked for it. */
function clockAt(now: string, process: ProcessModel): CaseContext {
  return { ...contextAt(now, process, hanna), actor: undefined } as CaseContext;
}

function fired(changeset: CaseChangeset): string[] {
  return (bodyOf(changeset).events ?? [])
    .filter((event) => event.type === 'timer.fired')
    .map((event) => `${event.elementId!} ${event.dueAt!.slice(5, 16)}`);
}

/** A case with an intermediate timer in each branch. */
function branches(lengths: Record<string, string>): ProcessModel {
  return processModel(
    {
      start: { type: 'startEvent' },
      ...Object.fromEntries(
        Object.entries(lengths).map(([id, text]) => [
          id,
          { type: 'intermediateCatchEvent' as const, timer: timer('duration', text) },
        ]),
      ),
      stay: { type: 'userTask' },
    },
    ['start -> stay', ...Object.keys(lengths).map((id) => `start -> ${id}`)],
  );
}

t.test('nothing due: nothing is written', async (t) => {
  const before = startedCase(withLimit);
  const early = fireTimers(before, null, clockAt('2026-03-02T01:59:59.999Z', withLimit));
  t.strictSame(early, { kind: 'unchanged', answer: null });
});

t.test('a due timer is fired by the service itself, as of its due moment', async (t) => {
  const before = startedCase(withLimit);
  const changeset = accepted(fireTimers(before, null, clockAt('2026-03-02T07:00:00.000Z', withLimit)));
  t.equal(changeset.actor, null);
  t.match(bodyOf(changeset), { command: 'fireTimer', actor: { system: 'timer' }, at: '2026-03-02T07:00:00.000Z' });
  t.strictSame(fired(changeset), ['late 03-02T02:00']);
  t.strictSame(changeset.close, [
    { no: noAt(before, 'late', 'timer'), as: 'fired' },
    { no: noAt(before, 'examine'), as: 'cancelled' },
  ]);
  t.strictSame(waitingFor(reloaded(changeset, before)), ['task overdue']);
});

t.test('fired a second time there is nothing left', async (t) => {
  const before = startedCase(withLimit);
  const context = clockAt('2026-03-02T07:00:00.000Z', withLimit);
  const after = reloaded(accepted(fireTimers(before, null, context)), before);
  t.match(fireTimers(after, null, context), { kind: 'unchanged' });
});

t.test('several are fired in due order, equal ones in the order they were opened', async (t) => {
  const process = branches({ twoHours: 'PT2H', oneHour: 'PT1H', sixtyMinutes: 'PT60M', threeHours: 'PT3H' });
  const before = startedCase(process);
  const changeset = accepted(fireTimers(before, null, clockAt('2026-03-02T03:30:00.000Z', process)));
  t.strictSame(fired(changeset), ['oneHour 03-02T02:00', 'sixtyMinutes 03-02T02:00', 'twoHours 03-02T03:00']);
  t.strictSame(waitingFor(reloaded(changeset, before)), ['task stay', 'timer threeHours']);
});

t.test('a timer that another one opens counts from the due moment, and is fired too when it is due', async (t) => {
  const chain = processModel(
    {
      start: { type: 'startEvent' },
      first: { type: 'intermediateCatchEvent', timer: timer('duration', 'PT1H') },
      second: { type: 'intermediateCatchEvent', timer: timer('duration', 'PT1H') },
      third: { type: 'intermediateCatchEvent', timer: timer('duration', 'PT1H') },
    },
    ['start -> first', 'first -> second', 'second -> third'],
  );
  const before = startedCase(chain);
  const changeset = accepted(fireTimers(before, null, clockAt('2026-03-02T03:59:00.000Z', chain)));
  t.strictSame(fired(changeset), ['first 03-02T02:00', 'second 03-02T03:00']);
  t.match(changeset.open, [{ elementId: 'third', dueAt: '2026-03-02T04:00:00.000Z' }]);
  t.strictSame(changeset.close, [{ no: 1, as: 'fired' }], 'the second came and went within the command');
});

t.test('a case that is late stands where a punctual one does: each repetition before the limit counts', async (t) => {
  const reminded = processModel(
    {
      start: { type: 'startEvent' },
      examine: { type: 'userTask' },
      hint: { type: 'boundaryEvent', attachedTo: 'examine', interrupting: false, timer: timer('cycle', 'R/PT1H') },
      remind: { type: 'userTask' },
      late: { type: 'boundaryEvent', attachedTo: 'examine', interrupting: true, timer: timer('duration', 'PT150M') },
      overdue: { type: 'userTask' },
    },
    ['start -> examine', 'hint -> remind', 'late -> overdue'],
  );
  const before = startedCase(reminded);
  const changeset = accepted(fireTimers(before, null, clockAt('2026-03-09T01:00:00.000Z', reminded)));
  t.strictSame(fired(changeset), ['hint 03-02T02:00', 'hint 03-02T03:00', 'late 03-02T03:30']);
  t.strictSame(waitingFor(reloaded(changeset, before)), ['task remind', 'task remind', 'task overdue']);
});

t.test(`one command fires ${maxFirings} timers at most; work waits until the case has caught up`, async (t) => {
  const everyMinute = processModel(
    {
      start: { type: 'startEvent' },
      examine: { type: 'userTask' },
      hint: { type: 'boundaryEvent', attachedTo: 'examine', interrupting: false, timer: timer('cycle', 'R150/PT1M') },
      end: { type: 'endEvent' },
    },
    ['start -> examine', 'hint -> end'],
  );
  const before = startedCase(everyMinute);
  const now = '2026-03-02T09:00:00.000Z';
  const complete = { no: noAt(before, 'examine'), variables: {}, revision: null };
  const busy = completeTask(before, complete, contextAt(now, everyMinute, hanna));
  t.match(busy, { code: 'try-again', detail: /many timers to catch up with/ });

  const first = accepted(fireTimers(before, null, clockAt(now, everyMinute)));
  const half = reloaded(first, before);
  const second = accepted(fireTimers(half, null, clockAt(now, everyMinute)));
  t.strictSame([fired(first).length, fired(second).length], [maxFirings, 50]);
  const done = completeTask(reloaded(second, half), complete, contextAt(now, everyMinute, hanna));
  t.match(done, { status: 'completed' });
});

t.test('firing ends for a command that has taken its steps, and goes on with the next', async (t) => {
  const process = branches({ a: 'PT1H', b: 'PT1H', c: 'PT1H', d: 'PT1H' });
  const before = startedCase(process);
  const tired = { ...clockAt('2026-03-02T03:00:00.000Z', process), maxSteps: 3 };
  const first = accepted(fireTimers(before, null, tired));
  t.strictSame(fired(first), ['a 03-02T02:00', 'b 03-02T02:00']);
  const second = accepted(fireTimers(reloaded(first, before), null, tired));
  t.strictSame(fired(second), ['c 03-02T02:00', 'd 03-02T02:00']);
});

t.test('a date without a published calendar never has a legal effect', async (t) => {
  const limit = processModel(
    {
      start: { type: 'startEvent' },
      examine: { type: 'userTask' },
      late: { type: 'boundaryEvent', attachedTo: 'examine', interrupting: true, timer: timer('duration', 'P1WD') },
      deemed: { type: 'userTask' },
    },
    ['start -> examine', 'late -> deemed'],
  );
  const before = startedCase(limit, '2026-12-31T01:00:00.000Z');
  t.match(before.waits, [{ dueAt: '2027-01-01T16:00:00.000Z', provisional: true }, { provisional: true }]);
  const now = '2027-03-01T01:00:00.000Z';
  const changeset = accepted(fireTimers(before, null, clockAt(now, limit)));
  t.notOk(eventTypes(changeset).includes('timer.fired'));
  const after = reloaded(changeset, before);
  t.strictSame(waitingFor(after), ['task examine', 'incident late']);
  t.match(after.waits, [
    {},
    { incident: { code: 'calendar-missing', nextAction: /holidays of that year, then retry/ } },
  ]);
  t.match(fireTimers(after, null, clockAt(now, limit)), { kind: 'unchanged' }, 'no incident upon the incident');

  const retry = { no: noAt(after, 'late', 'incident') };
  const known = { ...contextAt(now, limit, lea), calendar: calendarOf(2026, 2027) };
  const settled = accepted(retryIncident(after, retry, known));
  t.strictSame(fired(settled), ['late 01-01T16:00'], 'with the calendar it takes effect as of its true date');
  t.strictSame(waitingFor(reloaded(settled, after)), ['task deemed']);
});

t.test('a provisional date is counted anew when its calendar has come', async (t) => {
  const process = branches({ limit: 'P1WD' });
  const before = startedCase(process, '2026-12-31T01:00:00.000Z');
  const now = '2027-01-01T16:00:00.000Z';
  const calendar = calendarOf(2026, 2027);
  const holiday = {
    kind: 'off' as const,
    name: 'New Year',
    notice: { title: '', number: null, published: '', url: '' },
  };
  const newYear = { ...calendar, special: new Map([[Date.parse('2027-01-01T00:00:00Z') / 86_400_000, holiday]]) };
  const changeset = accepted(fireTimers(before, null, { ...clockAt(now, process), calendar: newYear }));
  t.strictSame(fired(changeset), []);
  t.match(changeset.open, [{ kind: 'timer', dueAt: '2027-01-04T16:00:00.000Z', provisional: false }]);
});

t.test('a case that is suspended or over has no timers to fire', async (t) => {
  const before = startedCase(withLimit);
  for (const status of ['suspended', 'completed', 'cancelled'] as const) {
    const context = clockAt('2026-03-03T01:00:00.000Z', withLimit);
    t.match(fireTimers({ ...before, status }, null, context), { kind: 'unchanged' });
  }
});

t.test('firing the last timer of a case completes it', async (t) => {
  const ending = processModel(
    { start: { type: 'startEvent' }, wait: { type: 'intermediateCatchEvent', timer: timer('duration', 'PT1H') } },
    ['start -> wait'],
  );
  const changeset = accepted(fireTimers(startedCase(ending), null, clockAt('2026-03-02T02:00:00.000Z', ending)));
  t.match(changeset, { status: 'completed', open: [], close: [{ no: 1, as: 'fired' }] });
});
