import t from 'tap';
import {
  accepted,
  bodyOf,
  contextAt,
  eventTypes,
  monday,
  noAt,
  oneTask,
  person,
  reloaded,
  startedCase,
  withLimit,
} from '../helpers/casebook.ts';
import { cancelCase } from '../../src/commands/cancelCase.ts';
import { commitmentOf } from '../../src/ledger/commitment.ts';
import { fireTimers } from '../../src/commands/fireTimers.ts';
import { processModel, timer } from '../engine/models.ts';

const lea = person('lea', 'leader');
const asked = { reason: '张三 has withdrawn', revision: null };

t.test('cancelling ends the case and closes whatever it waits for', async (t) => {
  const before = startedCase(withLimit);
  const changeset = accepted(cancelCase(before, asked, contextAt(monday, withLimit, lea)));
  const close = [
    { no: noAt(before, 'examine'), as: 'cancelled' },
    { no: noAt(before, 'late', 'timer'), as: 'cancelled' },
  ];
  t.match(changeset, { status: 'cancelled', open: [], close, answer: { case: { state: 'cancelled' }, tasks: [] } });
  t.match(bodyOf(changeset), { command: 'cancelCase', actor: { person: 'lea' } });
  t.strictSame(eventTypes(changeset), ['task.cancelled', 'timer.cancelled', 'element.cancelled', 'case.cancelled']);
  const after = reloaded(changeset, before);
  t.match(after, { endedAt: monday, waits: [] });
});

t.test('the reason is a commitment on the record, nothing else', async (t) => {
  const changeset = accepted(cancelCase(startedCase(oneTask), asked, contextAt(monday, oneTask, lea)));
  t.notMatch(changeset.record.body + changeset.state + JSON.stringify(changeset.answer), /张三|withdrawn/);
  const [reason] = changeset.personal;
  t.match(reason, { name: 'cancelReason', value: '"张三 has withdrawn"', salt: /^[0-9a-f]{32}$/ });
  t.strictSame(bodyOf(changeset).commitments, {
    cancelReason: commitmentOf('cancelReason', reason!.value, reason!.salt),
  });
});

t.test('a case is not cancelled by just anybody, nor twice, nor on an old revision', async (t) => {
  const before = startedCase(oneTask);
  t.match(cancelCase(before, asked, contextAt(monday, oneTask, person('clara', 'clerk'))), { code: 'forbidden' });
  const context = contextAt(monday, oneTask, lea);
  t.match(cancelCase(before, { ...asked, revision: 5 }, context), { code: 'stale-revision' });
  const over = reloaded(accepted(cancelCase(before, asked, context)), before);
  t.match(cancelCase(over, asked, context), { code: 'case-closed', detail: /is cancelled/ });
  t.match(cancelCase({ ...before, status: 'suspended' }, asked, context), { code: 'case-closed' });
});

t.test('limits that have passed come first, and may have ended the case', async (t) => {
  const before = startedCase(withLimit);
  const late = '2026-03-02T03:00:00.000Z';
  const events = eventTypes(accepted(cancelCase(before, asked, contextAt(late, withLimit, lea))));
  t.ok(events.indexOf('timer.fired') < events.indexOf('case.cancelled') && events.includes('timer.fired'));

  const ending = processModel(
    { start: { type: 'startEvent' }, wait: { type: 'intermediateCatchEvent', timer: timer('duration', 'PT1H') } },
    ['start -> wait'],
  );
  const refused = cancelCase(startedCase(ending), asked, contextAt(late, ending, lea));
  t.match(refused, { code: 'case-closed', detail: /A limit has passed, and case .* is completed already/ });
});

t.test('a case that runs in a circle can be cancelled, however many timers are due', async (t) => {
  const circle = processModel(
    { start: { type: 'startEvent' }, wait: { type: 'intermediateCatchEvent', timer: timer('duration', 'PT0S') } },
    ['start -> wait', 'wait -> wait'],
  );
  const before = startedCase(circle);
  t.match(fireTimers(before, null, contextAt(monday, circle, lea)), { status: 'running' });
  t.match(cancelCase(before, asked, contextAt(monday, circle, lea)), { status: 'cancelled', open: [] });
});
