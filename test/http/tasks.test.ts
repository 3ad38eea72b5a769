import t from 'tap';
import { eachDatabase } from '../helpers/databases.ts';
import { limited, oneTask, twoTasks } from './diagrams.ts';
import { serve, startOf } from './served.ts';

eachDatabase(t, 'tasks', async (t, db) => {
  const service = await serve(t, db);

  await t.test('a task is claimed, released, claimed and completed', async (t) => {
    const ask = await service.open(`work-${db.kind}`);
    const id = String((await startOf(ask, twoTasks))['id']);
    const task = `/v1/tasks/${id}.1`;
    const read = await ask('monitor', `GET ${task}`);
    t.match(read, { status: 200, body: { state: 'open', assignee: null, revision: 1, caseNumber: /^2026-/ } });
    t.equal(read.headers.get('etag'), '"1"');
    t.match(await ask('handler', `POST ${task}/claim`), {
      status: 200,
      body: { state: 'claimed', assignee: 'handler', revision: 2 },
    });
    t.match(
      await ask('handler', `POST ${task}/claim`, {}),
      { status: 200, body: { assignee: 'handler', revision: 2 } },
      'again changes nothing',
    );
    t.match(await ask('leader', `POST ${task}/claim`), { status: 409, body: { code: 'task-claimed' } });
    t.match(await ask('leader', `POST ${task}/complete`, {}), { status: 409, body: { code: 'task-claimed' } });
    t.match(await ask('handler', `POST ${task}/release`), {
      status: 200,
      body: { state: 'open', assignee: null, revision: 3 },
    });
    const done = await ask('leader', `POST ${task}/complete`, { variables: { ok: true } });
    t.match(done, {
      status: 200,
      body: {
        case: { id, revision: 4, state: 'running' },
        tasks: [{ id: `${id}.2`, elementId: 'Sign', state: 'open' }],
      },
    });
    t.equal(done.headers.get('etag'), '"4"');
    t.match((await ask('monitor', `GET ${task}`)).body, {
      state: 'completed',
      closedBy: 'leader',
      closedAt: service.clock.now,
    });
    t.match((await ask('handler', `GET /v1/cases/${id}`)).body, {
      variables: { ok: true },
      tasks: [{ id: `${id}.2` }],
    });
  });

  await t.test('completing twice, or on a stale revision, tells who came first', async (t) => {
    const ask = await service.open(`twice-${db.kind}`);
    const id = String((await startOf(ask, twoTasks))['id']);
    const complete = (role: 'handler' | 'leader', no: number, revision: string) =>
      ask(role, `POST /v1/tasks/${id}.${no}/complete`, {}, { headers: { 'if-match': revision } });
    t.equal((await complete('handler', 1, '"1"')).status, 200);
    t.match(await complete('leader', 1, '"2"'), {
      status: 409,
      body: { code: 'task-closed', detail: /by handler at 2026/ },
    });
    t.match(await complete('leader', 2, '1'), {
      status: 409,
      body: { code: 'stale-revision', detail: /revision 2, not 1.*by handler at/ },
    });
    t.equal((await complete('leader', 2, 'W/"2"')).status, 200);
  });

  await t.test('many at once complete a task once', async (t) => {
    const ask = await service.open(`race-${db.kind}`);
    const id = String((await startOf(ask, oneTask()))['id']);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask('handler', `POST /v1/tasks/${id}.1/complete`, {})),
    );
    t.same(answers.map((answer) => answer.status).sort(), [200, 409, 409, 409, 409, 409, 409, 409]);
  });

  await t.test('a repeat with the same Idempotency-Key has one effect and the first answer', async (t) => {
    const ask = await service.open(`repeat-${db.kind}`);
    const id = String((await startOf(ask, twoTasks))['id']);
    const complete = (no: number, body: object) =>
      ask('handler', `POST /v1/tasks/${id}.${no}/complete`, body, { headers: { 'idempotency-key': 'k1' } });
    const first = await complete(1, { variables: { a: 1 } });
    const again = await complete(1, { variables: { a: 1 } });
    t.same([again.status, again.body, again.headers.get('etag')], [200, first.body, '"2"']);
    t.match(await complete(1, { variables: { a: 2 } }), { status: 409, body: { code: 'idempotency-key-reused' } });
    t.equal((await complete(2, {})).status, 200, 'the scope of a key is the task');
  });

  await t.test('a step is done by its role, with one of its outcomes', async (t) => {
    const ask = await service.open(`step-${db.kind}`);
    const { id: definition } = (
      await ask('designer', 'POST /v1/definitions', undefined, { bytes: limited(), type: 'application/xml' })
    ).body;
    await ask('activator', `POST /v1/definitions/${String(definition)}/activate`, { reason: 'checked' });
    const { id } = (await ask('clerk', 'POST /v1/cases', { definitionKey: 'limited-handler' })).body;
    const complete = `POST /v1/tasks/${String(id)}.1/complete`;
    t.match(await ask('leader', complete, { outcome: 'yes' }), { status: 403, body: { code: 'forbidden' } });
    t.match(await ask('handler', complete, { outcome: 'maybe' }), { status: 422, body: { code: 'invalid-outcome' } });
    t.match(await ask('handler', complete, {}), { status: 422, body: { code: 'invalid-outcome' } });
    t.match(await ask('handler', complete, { outcome: 'yes' }), {
      status: 200,
      body: { case: { state: 'completed' } },
    });
  });

  await t.test('tasks are listed due first, then the longest waiting, and filtered', async (t) => {
    const ask = await service.open(`list-${db.kind}`);
    service.clock.now = '2026-03-02T01:00:00.000Z';
    const { id: definition } = (
      await ask('designer', 'POST /v1/definitions', undefined, { bytes: limited(), type: 'application/xml' })
    ).body;
    await ask('activator', `POST /v1/definitions/${String(definition)}/activate`, { reason: 'checked' });
    const undated = await startOf(ask, oneTask());
    service.clock.now = '2026-03-02T02:00:00.000Z';
    const later = (await ask('clerk', 'POST /v1/cases', { definitionKey: 'limited-handler' })).body;
    const closed = await startOf(ask, oneTask());
    await ask('handler', `POST /v1/tasks/${String(closed['id'])}.1/complete`, {});
    await ask('handler', `POST /v1/tasks/${String(later['id'])}.1/claim`);
    const listed = async (query: string) =>
      [...(await ask('monitor', `GET /v1/tasks${query}`)).body.items].map((item) => item['caseId']);
    t.same(await listed(''), [later['id'], undated['id'], closed['id']]);
    t.same(await listed('?state=open'), [later['id'], undated['id']]);
    t.same(await listed('?state=claimed'), [later['id']]);
    t.same(await listed('?state=completed'), [closed['id']]);
    t.same(await listed('?state=cancelled'), []);
    t.same(await listed('?candidateRole=handler'), [later['id']]);
    t.same(await listed('?assignee=handler'), [later['id']]);
    t.same(await listed(`?case=${String(undated['id'])}`), [undated['id']]);
    t.same(await listed(`?definition=${String(definition)}`), [later['id']]);
    t.same(await listed('?overdue=true'), []);
    t.same(await listed('?dueBefore=2026-03-04T00:00:00Z'), [later['id']]);
    service.clock.now = '2026-03-09T02:00:00.000Z';
    t.same(await listed('?overdue=true'), [later['id']]);
    t.same(await listed('?overdue=false&state=open'), [later['id'], undated['id']]);
    const parts = (await ask('monitor', `GET /v1/cases/${String(closed['id'])}/tasks`)).body.items;
    t.match(parts, [{ state: 'completed' }]);
  });
});
