import t from 'tap';
import {
  accepted,
  bodyOf,
  contextAt,
  eventTypes,
  leased,
  monday,
  noAt,
  oneService,
  person,
  reloaded,
  startedCase,
  waitingFor,
  withOtherKey,
} from '../helpers/casebook.ts';
import { completeServiceTask, failServiceTask } from '../../src/commands/serviceTasks.ts';
import { processModel, timer } from '../engine/models.ts';
import type { PrivacyRules } from '../../src/domain/privacy.ts';

const hanna = person('hanna', 'handler');
const bert = person('bert', 'handler');
const until = '2026-03-02T01:05:00.000Z';
const context = contextAt(monday, oneService, hanna);
const held = leased(startedCase(oneService), 'hanna', 7, until);
const complete = { no: 1, lease: 7, variables: {} };
const fail = { no: 1, lease: 7, message: '张三 is not in the register' };

t.test('a worker that holds the task completes it, guarded by its lease', async (t) => {
  const changeset = accepted(completeServiceTask(held, { ...complete, variables: { entry: 5 } }, context));
  t.strictSame(changeset.close, [{ no: 1, as: 'completed', leaseNo: 7 }]);
  t.match(changeset, { status: 'completed', answer: { case: { revision: 2, state: 'completed' } } });
  t.match(bodyOf(changeset), { command: 'completeServiceTask', variables: { entry: 5 }, actor: { person: 'hanna' } });
  t.equal(eventTypes(changeset)[0], 'service.completed');
  t.equal(reloaded(changeset, held).status, 'completed');
});

t.test('a worker that names no lease is known by its person, by whichever key', async (t) => {
  const unnamed = { ...complete, lease: null };
  const changeset = accepted(completeServiceTask(held, unnamed, contextAt(monday, oneService, withOtherKey(hanna))));
  t.strictSame(changeset.close, [{ no: 1, as: 'completed', leaseNo: 7 }]);
});

t.test('a lease is lost to time, to another worker and to another person', async (t) => {
  const lost = { code: 'lease-lost', detail: /enter any more; fetch again/ };
  const inTime = contextAt('2026-03-02T01:04:59.999Z', oneService, hanna);
  t.notMatch(completeServiceTask(held, complete, inTime), { refused: true });
  t.match(completeServiceTask(held, complete, contextAt(until, oneService, hanna)), lost, 'expired');
  t.match(completeServiceTask(held, { ...complete, lease: 6 }, context), lost, 'handed out again since');
  t.match(completeServiceTask(startedCase(oneService), complete, context), lost, 'never fetched');
  const asBert = contextAt(monday, oneService, bert);
  t.match(completeServiceTask(held, { ...complete, lease: null }, asBert), lost, 'held by hanna');
  t.match(completeServiceTask(held, complete, asBert), lost, 'a number that was guessed');
  t.match(failServiceTask(held, fail, asBert), lost);
});

t.test('wrong number, wrong kind, wrong role and a stopped case', async (t) => {
  t.match(completeServiceTask(held, { ...complete, no: 2 }, context), { code: 'not-found' });
  t.match(completeServiceTask({ ...held, waits: [] }, complete, context), { code: 'task-closed' });
  const clara = contextAt(monday, oneService, person('clara', 'clerk'));
  t.match(completeServiceTask(held, complete, clara), { code: 'forbidden', detail: /service\.work/ });
  t.match(completeServiceTask({ ...held, status: 'suspended' }, complete, context), { code: 'case-closed' });
});

t.test('a failure becomes an incident; what the worker wrote is a commitment', async (t) => {
  const changeset = accepted(failServiceTask(held, fail, context));
  t.strictSame(changeset.close, [{ no: 1, as: 'cancelled', leaseNo: 7 }]);
  const after = reloaded(changeset, held);
  t.strictSame(waitingFor(after), ['incident enter']);
  t.match(changeset.open, [{ incident: { code: 'service-failed', message: /given up; .* handed out 1 times/ } }]);
  t.match(changeset.personal, [{ name: 'failure', value: '"张三 is not in the register"' }]);
  t.notMatch(changeset.record.body + changeset.state + JSON.stringify(changeset.open), /张三|register/);
  t.match(bodyOf(changeset), { command: 'failServiceTask', commitments: { failure: /^[0-9a-f]{64}$/ } });
});

t.test('variables of a worker are parted like those of a person', async (t) => {
  const privacy: PrivacyRules = { kind: 'enforcement', properties: { kind: { enum: ['shop'] } } };
  const variables = { kind: 'shop', owner: '张三' };
  const changeset = accepted(completeServiceTask(held, { ...complete, variables }, { ...context, privacy }));
  t.notMatch(changeset.record.body + changeset.state, /张三/);
  t.match(bodyOf(changeset), { variables: { kind: 'shop' }, commitments: { owner: /./ } });
  const wrong = completeServiceTask(held, { ...complete, variables: { kind: '李四' } }, { ...context, privacy });
  t.match(wrong, { code: 'invalid-variables' });
  t.notMatch(JSON.stringify(wrong), /李四/);
});

t.test('a limit that has passed comes first', async (t) => {
  const guarded = processModel(
    {
      start: { type: 'startEvent' },
      enter: { type: 'serviceTask', service: { topic: 'register' } },
      late: { type: 'boundaryEvent', attachedTo: 'enter', interrupting: true, timer: timer('duration', 'PT1M') },
      byHand: { type: 'userTask' },
    },
    ['start -> enter', 'late -> byHand'],
  );
  const before = leased(startedCase(guarded), 'hanna', 1, until);
  const command = { ...complete, no: noAt(before, 'enter', 'service'), lease: 1 };
  const late = contextAt('2026-03-02T01:01:00.000Z', guarded, hanna);
  t.match(completeServiceTask(before, command, late), { code: 'task-closed', detail: /A limit has passed/ });
});
