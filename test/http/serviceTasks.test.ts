import t from 'tap';
import { eachDatabase } from '../helpers/databases.ts';
import { gateway, oneService } from './diagrams.ts';
import { serve, startOf, type Ask, type Answered } from './served.ts';

const fetchTasks = async (ask: Ask, body: object = {}, role: 'admin' | 'handler' = 'handler'): Promise<Answered[]> => [
  ...(await ask(role, 'POST /v1/service-tasks/fetch', body)).body.items,
];

const leaseNo = (task: Answered | undefined) => (task?.['lease'] as { no: number }).no;

eachDatabase(t, 'service tasks', async (t, db) => {
  const service = await serve(t, db);
  const { clock } = service;
  const later = (seconds: number) =>
    (clock.now = new Date(new Date(clock.now).getTime() + seconds * 1000).toISOString());

  await t.test('a worker fetches, keeps its lease alive, and completes', async (t) => {
    const ask = await service.open(`worker-${db.kind}`);
    const started = await startOf(ask, oneService(), { variables: { amount: 12 }, parties: { name: '张三' } });
    const [task, ...others] = await fetchTasks(ask, { topics: ['payment'], worker: 'w1', leaseSeconds: 30 });
    t.same(others, []);
    t.match(task, {
      id: `${String(started['id'])}.1`,
      topic: 'payment',
      attempts: 1,
      lease: { no: 1 },
      variables: { amount: 12 },
    });
    t.same(task?.['variables'], { amount: 12 }, 'no personal data');
    t.same(await fetchTasks(ask, {}, 'admin'), [], 'held');
    later(29);
    const path = `POST /v1/service-tasks/${String(task!['id'])}`;
    t.match(await ask('handler', `${path}/heartbeat`, { lease: 1, leaseSeconds: 60 }), {
      status: 200,
      body: { lease: { no: 1 } },
    });
    later(59);
    t.same(await fetchTasks(ask, {}, 'admin'), [], 'still held');
    const done = await ask('handler', `${path}/complete`, { lease: 1, variables: { paid: true } });
    t.match(done, { status: 200, body: { case: { state: 'completed', revision: 2 } } });
    t.match(await ask('handler', `${path}/complete`, { lease: 1 }), { status: 409, body: { code: 'task-closed' } });
    t.match(await ask('handler', `${path}/heartbeat`, {}), { status: 409, body: { code: 'task-closed' } });
    t.match((await ask('handler', `GET /v1/cases/${String(started['id'])}`)).body['variables'], { paid: true });
  });

  await t.test('a lease that ran out is lost to the next worker', async (t) => {
    const ask = await service.open(`fence-${db.kind}`);
    await startOf(ask, oneService());
    const [first] = await fetchTasks(ask, { leaseSeconds: 10 });
    const path = `POST /v1/service-tasks/${String(first!['id'])}`;
    later(10);
    t.match(await ask('handler', `${path}/heartbeat`, { lease: 1 }), { status: 409, body: { code: 'lease-lost' } });
    const [second] = await fetchTasks(ask, { leaseSeconds: 10 });
    t.match(second, { id: first!['id'], attempts: 2, lease: { no: 2 } });
    for (const verb of ['heartbeat', 'complete', 'fail']) {
      const body = { lease: 1, ...(verb === 'fail' && { message: 'x' }) };
      t.match(await ask('handler', `${path}/${verb}`, body), { status: 409, body: { code: 'lease-lost' } }, verb);
    }
    t.match(
      await ask('admin', `${path}/complete`, {}),
      { status: 409, body: { code: 'lease-lost' } },
      'another person without the number',
    );
    t.match(await ask('handler', `${path}/complete`, {}), { status: 200 }, 'known by its person');
  });

  await t.test('a failure is tried again after a pause, and in the end an incident', async (t) => {
    const ask = await service.open(`fail-${db.kind}`);
    const started = await startOf(ask, oneService());
    for (const pause of [5, 25]) {
      const [task] = await fetchTasks(ask);
      const path = `POST /v1/service-tasks/${String(task!['id'])}`;
      const failed = await ask('handler', `${path}/fail`, { lease: leaseNo(task), message: 'bank is closed' });
      t.match(failed, { status: 200, body: { state: 'waiting', attempts: Number(task!['attempts']) } });
      t.match(await ask('handler', `${path}/heartbeat`, { lease: leaseNo(task) }), {
        status: 409,
        body: { code: 'lease-lost' },
      });
      t.match(await ask('handler', `${path}/complete`, { lease: leaseNo(task) }), {
        status: 409,
        body: { code: 'lease-lost' },
      });
      t.match(await ask('handler', `${path}/fail`, { message: 'twice' }), {
        status: 409,
        body: { code: 'lease-lost' },
      });
      later(pause - 1);
      t.same(await fetchTasks(ask), [], 'not yet');
      later(1);
    }
    const [last] = await fetchTasks(ask);
    const failed = await ask('handler', `POST /v1/service-tasks/${String(last!['id'])}/fail`, {
      message: '张三 has no account',
    });
    t.match(failed, { status: 200, body: { state: 'incident', attempts: 3, retryAt: null, case: { revision: 2 } } });
    const incidents = await ask('monitor', 'GET /v1/incidents');
    t.match(incidents.body.items, [{ caseId: started['id'], code: 'service-failed', elementId: 'Pay' }]);
    t.notMatch(incidents.text, /张三/);
    t.match((await ask('handler', `GET /v1/cases/${String(started['id'])}`)).body, { incidents: 1 });
    const retried = await ask('leader', `POST /v1/incidents/${String(incidents.body.items[0]!['id'])}/retry`);
    t.match(retried, { status: 200, body: { case: { revision: 3, state: 'running' } } });
    t.match(await fetchTasks(ask), [{ attempts: 1 }]);
    t.match(await ask('leader', `POST /v1/incidents/${String(incidents.body.items[0]!['id'])}/retry`), {
      status: 409,
      body: { code: 'task-closed' },
    });
  });

  await t.test('a worker can give up at once', async (t) => {
    const ask = await service.open(`giveup-${db.kind}`);
    await startOf(ask, oneService());
    const [task] = await fetchTasks(ask);
    t.match(
      await ask('handler', `POST /v1/service-tasks/${String(task!['id'])}/fail`, { message: 'never', retry: false }),
      { body: { state: 'incident' } },
    );
  });

  await t.test('workers share the tasks: topics, limits, each task once', async (t) => {
    const ask = await service.open(`share-${db.kind}`);
    for (let at = 0; at < 6; at += 1) await startOf(ask, oneService('print'), { externalRef: String(at) });
    await startOf(ask, oneService('post'));
    t.equal((await fetchTasks(ask, { topics: ['post', 'none'] })).length, 1);
    t.equal((await fetchTasks(ask, { topics: ['none'] })).length, 0);
    const shares = await Promise.all([1, 2, 3].map(() => fetchTasks(ask, { limit: 2 })));
    const ids = shares.flat().map((task) => task['id']);
    t.equal(new Set(ids).size, ids.length, 'none twice');
    t.equal(ids.length + (await fetchTasks(ask, { limit: 200 })).length, 6, 'none lost');
  });

  await t.test('bad fetches, ids and bodies are refused', async (t) => {
    const ask = await service.open(`bad-worker-${db.kind}`);
    for (const body of [
      { limit: 0 },
      { limit: 201 },
      { limit: '1' },
      { leaseSeconds: 0 },
      { leaseSeconds: 3601 },
      { topics: [] },
      { topics: 'x' },
      { topics: [1] },
      { unknown: 1 },
    ]) {
      t.match(await ask('handler', 'POST /v1/service-tasks/fetch', body), { status: 400 }, JSON.stringify(body));
    }
    const none = 'POST /v1/service-tasks/00000000-0000-7000-8000-000000000000.1';
    t.match(await ask('handler', `${none}/heartbeat`), { status: 404 });
    t.match(await ask('handler', `${none}/complete`, { lease: 1 }), { status: 404 });
    t.match(await ask('handler', `${none}/fail`, { message: 'x' }), { status: 404 });
    t.match(await ask('handler', `${none}/fail`, {}), { status: 400, body: { errors: [{ pointer: '/message' }] } });
    t.match(await ask('handler', `${none}/complete`, { lease: 0 }), { status: 400 });
  });

  await t.test('an incident that is not mended comes back', async (t) => {
    const ask = await service.open(`incident-${db.kind}`);
    const started = await startOf(ask, gateway);
    const list = async (query = '') => [...(await ask('monitor', `GET /v1/incidents${query}`)).body.items];
    const [incident] = await list();
    t.match(incident, { caseId: started['id'], code: 'undecidable-condition', nextAction: String });
    const retried = await ask(
      'leader',
      `POST /v1/incidents/${String(incident!['id'])}/retry`,
      {},
      { headers: { 'idempotency-key': 'once' } },
    );
    t.match(retried, { status: 200 });
    t.same(
      (
        await ask(
          'leader',
          `POST /v1/incidents/${String(incident!['id'])}/retry`,
          {},
          { headers: { 'idempotency-key': 'once' } },
        )
      ).body,
      retried.body,
    );
    t.equal((await list(`?case=${String(started['id'])}`)).length, 1);
    t.equal((await list(`?definition=${String(started['definitionId'])}`)).length, 1);
    t.equal((await list('?case=none')).length, 0);
    t.match(await ask('handler', `POST /v1/incidents/${String(incident!['id'])}/retry`), { status: 403 });
    t.match(await ask('leader', `POST /v1/incidents/${String(incident!['id'])}/retry`, { force: true }), {
      status: 400,
    });
  });
});
