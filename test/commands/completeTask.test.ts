import t from 'tap';
import { accepted, bodyOf, contextAt, eventTypes, monday, person, reloaded, startedCase } from '../helpers/casebook.ts';
import { claimTask } from '../../src/commands/claimTask.ts';
import { completeTask } from '../../src/commands/completeTask.ts';
import { processModel, timer } from '../engine/models.ts';
import { recordHash } from '../../src/ledger/chain.ts';

const hanna = person('hanna', 'handler');
const bert = person('bert', 'handler');
const mona = person('mona', 'monitor');

const twoTasks = processModel(
  {
    start: { type: 'startEvent' },
    examine: { type: 'userTask', role: 'handler', outcomes: ['good', 'bad'] },
    file: { type: 'userTask' },
    end: { type: 'endEvent' },
  },
  ['start -> examine', 'examine -> file', 'file -> end'],
);

const withLimit = processModel(
  {
    start: { type: 'startEvent' },
    examine: { type: 'userTask' },
    late: { type: 'boundaryEvent', attachedTo: 'examine', interrupting: true, timer: timer('duration', 'PT1H') },
    end: { type: 'endEvent' },
    overdue: { type: 'userTask' },
  },
  ['start -> examine', 'examine -> end', 'late -> overdue'],
);

const asked = { no: 1, variables: {}, outcome: 'good', revision: null };

t.test('completing a task closes it, opens the next and appends one record to the chain', async (t) => {
  const before = startedCase(twoTasks);
  const changeset = accepted(
    completeTask(before, { ...asked, variables: { amount: 5 } }, contextAt(monday, twoTasks, hanna)),
  );
  t.same(changeset.close, [{ no: 1, as: 'completed' }]);
  t.match(changeset.open, [{ no: 2, kind: 'task', elementId: 'file' }]);
  t.match(changeset.answer, { case: { revision: 2, state: 'running' }, tasks: [{ elementId: 'file', state: 'open' }] });
  const body = bodyOf(changeset);
  t.equal(body.prev, before.head);
  t.equal(body.seq, 2);
  t.equal(recordHash(changeset.record.body), changeset.record.hash);
  t.match(body, { command: 'completeTask', actor: { person: 'hanna' }, variables: { amount: 5 } });
  t.match(eventTypes(changeset), [
    'task.completed',
    'element.completed',
    'flow.taken',
    'element.entered',
    'task.created',
  ]);
});

t.test('the history is numbered without gaps over commands', async (t) => {
  const before = startedCase(twoTasks);
  const first = accepted(completeTask(before, asked, contextAt(monday, twoTasks, hanna)));
  const second = accepted(
    completeTask(reloaded(first, before), { no: 2, variables: {}, revision: null }, contextAt(monday, twoTasks, hanna)),
  );
  const { firstEvent = 0, events = [] } = bodyOf(first);
  t.equal(bodyOf(second).firstEvent, firstEvent + events.length);
  t.equal(second.status, 'completed');
});

t.test('who may not complete a task is told why', async (t) => {
  const before = startedCase(twoTasks);
  t.match(completeTask(before, asked, contextAt(monday, twoTasks, mona)), { code: 'forbidden' });
  t.match(completeTask(before, asked, contextAt(monday, twoTasks, person('clara', 'clerk'))), { code: 'forbidden' });
  const claimed = reloaded(
    accepted(claimTask(before, { no: 1, revision: null }, contextAt(monday, twoTasks, bert))),
    before,
  );
  t.match(completeTask(claimed, asked, contextAt(monday, twoTasks, hanna)), { code: 'task-claimed', detail: /bert/ });
  t.notMatch(completeTask(claimed, asked, contextAt(monday, twoTasks, bert)), { refused: true });
});

t.test('a role that has run out does not count', async (t) => {
  const former = { ...hanna, roles: [{ role: 'handler' as const, from: '2020-01-01', to: '2026-03-01' }] };
  t.match(completeTask(startedCase(twoTasks), asked, contextAt(monday, twoTasks, former)), { code: 'forbidden' });
});

t.test('an outcome has to be one that the step declares', async (t) => {
  const before = startedCase(twoTasks);
  const context = contextAt(monday, twoTasks, hanna);
  t.match(completeTask(before, { ...asked, outcome: 'great' }, context), {
    code: 'invalid-outcome',
    detail: /good, bad/,
  });
  t.match(completeTask(before, { no: 1, variables: {}, revision: null }, context), { code: 'invalid-outcome' });
});

t.test('completing twice, an unknown task and a stale revision are three answers', async (t) => {
  const before = startedCase(twoTasks);
  const after = reloaded(accepted(completeTask(before, asked, contextAt(monday, twoTasks, hanna))), before);
  t.match(completeTask(after, asked, contextAt(monday, twoTasks, hanna)), { code: 'task-closed' });
  t.match(completeTask(before, { ...asked, no: 99 }, contextAt(monday, twoTasks, hanna)), { code: 'not-found' });
  t.match(completeTask(before, { ...asked, revision: 7 }, contextAt(monday, twoTasks, hanna)), {
    code: 'stale-revision',
  });
});

t.test('a case that is suspended or over is not worked on', async (t) => {
  const suspended = { ...startedCase(twoTasks), status: 'suspended' as const };
  t.match(completeTask(suspended, asked, contextAt(monday, twoTasks, hanna)), { code: 'case-closed' });
});

t.test('a limit that has passed comes first: the late completion is refused', async (t) => {
  const before = startedCase(withLimit);
  const command = { no: before.waits.find((wait) => wait.kind === 'task')!.no, variables: {}, revision: null };
  const inTime = contextAt('2026-03-02T01:59:59.999Z', withLimit, hanna);
  t.notMatch(completeTask(before, command, inTime), { refused: true });
  const onTheDot = contextAt('2026-03-02T02:00:00.000Z', withLimit, hanna);
  t.match(completeTask(before, command, onTheDot), { code: 'task-closed', detail: /A limit has passed/ });
});

t.test('personal data reaches state and record only as a salted commitment', async (t) => {
  const before = startedCase(twoTasks);
  const context = {
    ...contextAt(monday, twoTasks, hanna),
    privacy: { kind: 'enforcement' as const, properties: { kind: { type: 'string', enum: ['shop', 'stall'] } } },
  };
  const variables = { kind: 'shop', applicant: '张三', amount: 3 };
  const changeset = accepted(completeTask(before, { ...asked, variables }, context));
  t.notMatch(changeset.state, /张三/);
  t.notMatch(changeset.record.body, /张三/);
  t.match(changeset.state, /shop/);
  t.match(changeset.personal, [{ name: 'applicant', value: '"张三"' }]);
  t.match(bodyOf(changeset), { variables: { kind: 'shop', amount: 3 }, commitments: { applicant: /^[0-9a-f]{64}$/ } });
  const wrong = completeTask(before, { ...asked, variables: { kind: '李四' } }, context);
  t.match(wrong, { code: 'invalid-variables', errors: [{ pointer: '/variables/kind' }] });
  t.notMatch(JSON.stringify(wrong), /李四/);
});

t.test('a value that turns personal takes its plain predecessor out of the state', async (t) => {
  const privacy = { kind: 'enforcement' as const, properties: {} };
  const before = startedCase(twoTasks);
  const context = { ...contextAt(monday, twoTasks, hanna), privacy };
  const first = accepted(completeTask(before, { ...asked, variables: { floor: 3 } }, context));
  const second = { no: 2, variables: { floor: 'with 张三' }, revision: null };
  const changeset = accepted(completeTask(reloaded(first, before), second, context));
  t.match(JSON.parse(changeset.state), { variables: { floor: null } });
  t.match(bodyOf(changeset), { variables: { floor: null }, commitments: { floor: /./ } });
});

t.test('deciding is pure: the same inputs give the same bytes', async (t) => {
  const before = startedCase(twoTasks);
  const decide = () => completeTask(before, { ...asked, variables: { a: 1 } }, contextAt(monday, twoTasks, hanna));
  t.same(decide(), decide());
});
