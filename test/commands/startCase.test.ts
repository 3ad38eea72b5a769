import t from 'tap';
import {
  accepted,
  bodyOf,
  contextAt,
  eventTypes,
  monday,
  oneTask,
  person,
  startSnapshot,
  withLimit,
} from '../helpers/casebook.ts';
import { genesis, recordHash } from '../../src/ledger/chain.ts';
import { processModel, timer } from '../engine/models.ts';
import { startCase } from '../../src/commands/startCase.ts';
import type { PrivacyRules } from '../../src/domain/privacy.ts';

const clara = person('clara', 'clerk');
const matter: PrivacyRules = {
  kind: 'enforcement',
  properties: { kind: { enum: ['shop', 'stall'] }, applicant: { type: 'string', 'x-pii': 'person-name' } },
};

t.test('a case starts with its first task, and with the first record of its stream', async (t) => {
  const snapshot = { ...startSnapshot(), matter: { id: 'food', version: 2 }, nextNumber: 17 };
  const context = contextAt(monday, oneTask, clara);
  const changeset = accepted(startCase(snapshot, { variables: { a: 1 }, externalRef: 'R-1' }, context));
  const caseId = '00000000-0000-7000-8000-000000000001';
  t.match(changeset, { caseId, expected: 0, status: 'running', actor: clara, close: [], assign: [], personal: [] });
  t.strictSame(changeset.start, {
    number: '2026-000017',
    definitionId: 'd',
    processId: 'process',
    matter: { id: 'food', version: 2 },
    externalRef: 'R-1',
    bindings: null,
    relatedTo: null,
  });
  t.match(changeset.open, [{ no: 1, kind: 'task', elementId: 'examine', since: monday, dueAt: null }]);
  t.strictSame(changeset.answer, {
    case: { id: caseId, revision: 1, state: 'running' },
    tasks: [
      {
        id: `${caseId}.1`,
        caseId,
        elementId: 'examine',
        name: 'Name of examine',
        state: 'open',
        role: null,
        assignee: null,
        since: monday,
        dueAt: null,
        provisional: false,
        loopCounter: null,
        locals: null,
      },
    ],
  });
  const body = bodyOf(changeset);
  t.match(body, { v: 1, agency: 'qilin', stream: `case:${caseId}`, seq: 1, prev: genesis, at: monday, firstEvent: 1 });
  t.match(body, { command: 'startCase', actor: { person: 'clara', key: 'key-clara' }, variables: { a: 1 } });
  t.strictSame(body.facts, {
    number: '2026-000017',
    definition: { id: 'd', key: 'process', version: 1, sha256: 'x' },
    process: 'process',
    matter: { id: 'food', version: 2 },
  });
  t.equal(changeset.record.hash, recordHash(changeset.record.body));
  t.equal(eventTypes(changeset)[0], 'case.started');
});

t.test('the year of a case number is that of the legal date', async (t) => {
  const numberAt = (now: string) =>
    accepted(startCase(startSnapshot(), { variables: {} }, contextAt(now, oneTask, clara))).start?.number;
  t.equal(numberAt('2026-12-31T15:59:59.999Z'), '2026-000001');
  t.equal(numberAt('2026-12-31T16:00:00.000Z'), '2027-000001');
});

t.test('only staff whose role allows it today starts cases', async (t) => {
  const start = (actor: typeof clara) =>
    startCase(startSnapshot(), { variables: {} }, contextAt(monday, oneTask, actor));
  t.match(start(person('mona', 'monitor')), { code: 'forbidden', detail: /case\.start needs one of the roles clerk/ });
  const former = { ...clara, roles: [{ role: 'clerk' as const, from: '2020-01-01', to: '2026-03-01' }] };
  t.match(start(former), { code: 'forbidden' });
  const future = { ...clara, roles: [{ role: 'clerk' as const, from: '2026-03-03' }] };
  t.match(start(future), { code: 'forbidden' });
});

t.test('only an active definition is started', async (t) => {
  for (const status of ['deployed', 'retired'] as const) {
    const refused = startCase(startSnapshot(status), { variables: {} }, contextAt(monday, oneTask, clara));
    t.match(refused, { code: 'definition-not-active', detail: new RegExp(`d is ${status}; activate it first`) });
  }
});

t.test(
  'what is personal is kept apart: parties always, text of a matter unless its schema makes it plain',
  async (t) => {
    const context = contextAt(monday, oneTask, clara);
    const parties = { applicant: { name: '张三' } };
    const generic = accepted(startCase(startSnapshot(), { variables: { note: 'plain' }, parties }, context));
    t.match(generic.personal, [{ name: 'parties', value: '{"applicant":{"name":"张三"}}' }]);
    t.match(bodyOf(generic), { variables: { note: 'plain' }, commitments: { parties: /^[0-9a-f]{64}$/ } });

    const variables = { kind: 'shop', applicant: '张三', note: '李四', amount: 3 };
    const strict = accepted(startCase(startSnapshot(), { variables, parties }, { ...context, privacy: matter }));
    t.strictSame(bodyOf(strict).variables, { kind: 'shop', amount: 3 });
    t.strictSame(Object.keys(bodyOf(strict).commitments ?? {}).sort(), ['applicant', 'note', 'parties']);
    t.equal(new Set(strict.personal.map(({ salt }) => salt)).size, 3, 'every value has a salt of its own');
    t.notMatch(strict.record.body + strict.state + JSON.stringify(strict.answer), /张三|李四/);

    const wrong = startCase(startSnapshot(), { variables: { kind: '王五' } }, { ...context, privacy: matter });
    t.match(wrong, { code: 'invalid-variables', errors: [{ pointer: '/variables/kind', message: /shop, stall/ }] });
    t.notMatch(JSON.stringify(wrong), /王五/);
  },
);

t.test('the answer lists the open tasks, not the timers beside them', async (t) => {
  const changeset = accepted(startCase(startSnapshot(), { variables: {} }, contextAt(monday, withLimit, clara)));
  t.equal(changeset.open.length, 2);
  const tasks = [{ elementId: 'examine', dueAt: '2026-03-02T02:00:00.000Z' }];
  t.match(changeset.answer, { tasks });
  t.equal((changeset.answer as { tasks: unknown[] }).tasks.length, 1);
});

t.test('a case without waits is over as soon as it starts', async (t) => {
  const nothing = processModel({ start: { type: 'startEvent' }, end: { type: 'endEvent' } }, ['start -> end']);
  const changeset = accepted(startCase(startSnapshot(), { variables: {} }, contextAt(monday, nothing, clara)));
  t.match(changeset, { status: 'completed', open: [], answer: { case: { state: 'completed' }, tasks: [] } });
});

t.test('a timer that is due at the start opens like every other, and is fired by the next command', async (t) => {
  const past = processModel(
    { start: { type: 'startEvent' }, wait: { type: 'intermediateCatchEvent', timer: timer('date', '2026-01-01') } },
    ['start -> wait'],
  );
  const changeset = accepted(startCase(startSnapshot(), { variables: {} }, contextAt(monday, past, clara)));
  t.match(changeset, { status: 'running', open: [{ kind: 'timer', dueAt: '2025-12-31T16:00:00.000Z' }] });
});

t.test('deciding is pure: the same inputs give the same bytes', async (t) => {
  const decide = () =>
    startCase(startSnapshot(), { variables: { a: 1 }, parties: ['x'] }, contextAt(monday, oneTask, clara));
  t.same(decide(), decide());
});
