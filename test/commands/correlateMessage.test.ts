import t from 'tap';
import { accepted, bodyOf, contextAt, monday, person, reloaded, startedCase, waitingFor } from '../helpers/casebook.ts';
import { correlateMessage } from '../../src/commands/correlateMessage.ts';
import { maxFirings } from '../../src/commands/caseStep.ts';
import { processModel, timer } from '../engine/models.ts';

const clara = person('clara', 'clerk');
const model = processModel(
  {
    start: { type: 'startEvent' },
    race: { type: 'eventBasedGateway' },
    paid: { type: 'intermediateCatchEvent', message: 'payment' },
    late: { type: 'intermediateCatchEvent', timer: timer('duration', 'PT1H') },
    file: { type: 'userTask' },
    remind: { type: 'receiveTask', message: 'payment' },
    guard: { type: 'boundaryEvent', attachedTo: 'remind', interrupting: true, message: 'withdrawal' },
    end: { type: 'endEvent' },
  },
  ['start -> race', 'race -> paid', 'race -> late', 'paid -> file', 'late -> remind', 'guard -> end'],
);
const asked = { name: 'payment', variables: {}, revision: null };

t.test('the one catcher is completed, the waits beside it are cancelled, one record says so', async (t) => {
  const before = startedCase(model);
  const context = contextAt(monday, model, clara);
  const changeset = accepted(correlateMessage(before, { ...asked, variables: { amount: 5 } }, context));
  t.strictSame(changeset.close, [
    { no: 1, as: 'completed' },
    { no: 2, as: 'cancelled' },
  ]);
  t.match(changeset.open, [{ kind: 'task', elementId: 'file' }]);
  t.match(bodyOf(changeset), {
    command: 'correlateMessage',
    actor: { person: 'clara' },
    variables: { amount: 5 },
    events: [{ type: 'message.received', name: 'payment', wait: 1 }],
  });
  t.match(changeset.answer, { case: { revision: 2, state: 'running' }, tasks: [{ elementId: 'file' }] });
});

t.test('personal data of a message reaches the record as a commitment only', async (t) => {
  const context = { ...contextAt(monday, model, clara), privacy: { kind: 'enforcement' as const, properties: {} } };
  const changeset = accepted(correlateMessage(startedCase(model), { ...asked, variables: { payer: '张三' } }, context));
  t.notMatch(changeset.record.body, /张三/);
  t.match(changeset.personal, [{ name: 'payer', value: '"张三"' }]);
});

t.test('a limit that has passed comes first: its message is the one that is waited for then', async (t) => {
  const before = startedCase(model);
  const onTheDot = contextAt('2026-03-02T02:00:00.000Z', model, clara);
  const changeset = accepted(correlateMessage(before, asked, onTheDot));
  t.match(
    bodyOf(changeset).events?.filter(({ type }) => type === 'timer.fired' || type === 'message.received'),
    [{ elementId: 'late' }, { elementId: 'remind' }],
  );
  t.equal(changeset.status, 'completed');
  const withdrawn = accepted(correlateMessage(before, { ...asked, name: 'withdrawal' }, onTheDot));
  t.equal(withdrawn.status, 'completed', 'a catcher that opened on the way counts');
});

t.test('no catcher, several, a stale revision, a closed case, a wrong role are five answers', async (t) => {
  const before = startedCase(model);
  const context = contextAt(monday, model, clara);
  t.match(correlateMessage(before, { ...asked, name: 'letter' }, context), { code: 'no-subscriber' });
  t.match(correlateMessage(before, { ...asked, revision: 9 }, context), { code: 'stale-revision' });
  t.match(correlateMessage({ ...before, status: 'suspended' }, asked, context), { code: 'case-closed' });
  t.match(correlateMessage(before, asked, contextAt(monday, model, person('m', 'monitor'))), { code: 'forbidden' });
  const both = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      a: { type: 'receiveTask', message: 'payment' },
      b: { type: 'receiveTask', message: 'payment' },
    },
    ['start -> split', 'split -> a', 'split -> b'],
  );
  t.match(correlateMessage(startedCase(both), asked, contextAt(monday, both, clara)), {
    code: 'ambiguous-message',
    detail: /a \(.*\.1\), b \(.*\.2\)/,
  });
});

t.test('more due timers than one command fires are asked to be caught up with first', async (t) => {
  const bell = processModel(
    {
      start: { type: 'startEvent' },
      wait: { type: 'receiveTask', message: 'payment' },
      ring: { type: 'boundaryEvent', attachedTo: 'wait', interrupting: false, timer: timer('cycle', 'R/PT1M') },
      end: { type: 'endEvent' },
    },
    ['start -> wait', 'wait -> end', 'ring -> end'],
  );
  const before = startedCase(bell);
  const later = new Date(Date.parse(monday) + (maxFirings + 1) * 60_000).toISOString();
  t.match(correlateMessage(before, asked, contextAt(later, bell, clara)), { code: 'try-again' });
  const soon = accepted(correlateMessage(before, asked, contextAt('2026-03-02T01:02:00.000Z', bell, clara)));
  t.strictSame(waitingFor(reloaded(soon, before)), []);
});
