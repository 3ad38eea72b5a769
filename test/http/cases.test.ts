import t from 'tap';
import { eachDatabase } from '../helpers/databases.ts';
import { gateway, limited, oneTask, twoTasks } from './diagrams.ts';
import { nextOf, serve, startOf, type Ask, type Answer } from './served.ts';
import type { MatterData } from '../../src/domain/agency.ts';

const food: MatterData = {
  id: 'food-permit',
  version: 1,
  name: '食品经营许可',
  definitionKey: 'oneTask',
  body: JSON.stringify({
    schema: { properties: { area: { type: 'number' }, shop: { type: 'string' }, kind: { enum: ['shop', 'canteen'] } } },
  }),
};

async function deploy(ask: Ask, bytes: string): Promise<string> {
  return String(
    (await ask('designer', 'POST /v1/definitions', undefined, { bytes, type: 'application/xml' })).body['id'],
  );
}

eachDatabase(t, 'cases', async (t, db) => {
  const service = await serve(t, db);

  await t.test('a case is started by definition, key and version, or matter', async (t) => {
    const ask = await service.open(`start-${db.kind}`, [food]);
    const definitionId = await deploy(ask, oneTask());
    for (const wanted of [
      { definitionId },
      { definitionKey: 'oneTask' },
      { definitionKey: 'oneTask', version: 1, processId: 'oneTask' },
      { matter: 'food-permit' },
    ]) {
      const answer = await ask('clerk', 'POST /v1/cases', { ...wanted, externalRef: 'X-7' });
      t.match(
        answer,
        {
          status: 201,
          body: {
            state: 'running',
            revision: 1,
            incidents: 0,
            definitionId,
            definitionKey: 'oneTask',
            externalRef: 'X-7',
            tasks: [{ elementId: 'Check', state: 'open' }],
          },
        },
        JSON.stringify(wanted),
      );
      t.equal(answer.headers.get('etag'), '"1"');
      t.equal(answer.headers.get('location'), `/v1/cases/${String(answer.body['id'])}`);
      t.same(
        (await ask('clerk', `GET /v1/cases/${String(answer.body['id'])}`)).body,
        answer.body,
        'the same as the next read',
      );
    }
    t.match((await ask('clerk', 'GET /v1/matters')).body.items, [
      { id: 'food-permit', version: 1, definitionKey: 'oneTask' },
    ]);
    t.equal((await ask('clerk', 'GET /v1/cases?matter=food-permit')).body.items.length, 1);
  });

  await t.test('personal values are shown to who works on cases, and to nobody else', async (t) => {
    const ask = await service.open(`personal-${db.kind}`, [food]);
    await deploy(ask, oneTask());
    const body = {
      matter: 'food-permit',
      variables: { area: 40, shop: '张三饭店', kind: 'shop' },
      parties: { applicant: { name: '张三', id: '11010119900307001X' } },
    };
    const started = await ask('clerk', 'POST /v1/cases', body);
    t.same(started.body['variables'], body.variables);
    const path = `/v1/cases/${String(started.body['id'])}`;
    t.same((await ask('handler', `GET ${path}`)).body['variables'], body.variables);
    t.same((await ask('monitor', `GET ${path}`)).body['variables'], { area: 40, kind: 'shop' });
    t.same((await ask('handler', `GET ${path}/parties`)).body['parties'], body.parties);
    t.equal((await ask('monitor', `GET ${path}/parties`)).status, 403);
    for (const part of ['records', 'history', 'waits', 'tasks'])
      t.notMatch((await ask('admin', `GET ${path}/${part}`)).text, /张三|1990/, part);
    t.equal((await ask('handler', `GET /v1/cases?q=${encodeURIComponent('张三')}`)).body.items.length, 1);
    t.equal((await ask('handler', 'GET /v1/cases?q=19900307')).body.items.length, 1);
    t.equal(
      (await ask('handler', 'GET /v1/cases?q=applicant')).body.items.length,
      0,
      'names of fields are not searched',
    );
    t.equal(
      (await ask('monitor', `GET /v1/cases?q=${encodeURIComponent('张三')}`)).body.items.length,
      0,
      'no guessing either',
    );
    t.equal((await ask('monitor', `GET /v1/cases?q=${String(started.body['number'])}`)).body.items.length, 1);
    t.equal((await ask('monitor', 'GET /v1/cases?q=%25')).body.items.length, 0, '% stands for itself');
    t.match(await ask('clerk', 'POST /v1/cases', { matter: 'food-permit', variables: { kind: 'palace' } }), {
      status: 422,
      body: { code: 'invalid-variables', errors: [{ pointer: '/variables/kind' }] },
    });
  });

  await t.test('a repeat of a start answers the first answer, even when the case has moved on', async (t) => {
    const ask = await service.open(`repeat-${db.kind}`, [food]);
    await deploy(ask, oneTask());
    const body = { matter: 'food-permit', variables: { area: 40, shop: '张三饭店' }, parties: [{ name: '张三' }] };
    const headers = { 'idempotency-key': 'start-1' };
    const first = await ask('clerk', 'POST /v1/cases', body, { headers });
    await ask('handler', `POST /v1/tasks/${String(first.body['id'])}.1/complete`, {
      variables: { area: 50, shop: '李四饭店' },
    });
    const again = await ask('clerk', 'POST /v1/cases', body, { headers });
    t.equal(again.status, 201);
    t.same(again.body, first.body);
    t.equal((await ask('clerk', 'GET /v1/cases')).body.items.length, 1, 'one effect');
    t.match(await ask('clerk', 'POST /v1/cases', { ...body, externalRef: 'other' }, { headers }), {
      status: 409,
      body: { code: 'idempotency-key-reused' },
    });
    t.equal(
      (await ask('handler', 'POST /v1/cases', body, { headers })).status,
      201,
      'another person has keys of their own',
    );
    t.equal((await ask('clerk', 'GET /v1/cases')).body.items.length, 2);
  });

  await t.test('history tells every step with names, page by page', async (t) => {
    const ask = await service.open(`history-${db.kind}`);
    const started = await startOf(ask, oneTask());
    const path = `/v1/cases/${String(started['id'])}/history`;
    await ask('handler', `POST /v1/tasks/${String(started['id'])}.1/complete`, {});
    const whole = (await ask('monitor', `GET ${path}?limit=200`)).body;
    const events = [...whole.items];
    t.same(
      events.map((event) => event['seq']),
      events.map((_, index) => index + 1),
    );
    t.match(
      events.map((event) => event['type']),
      [
        'case.started',
        'element.entered',
        'element.completed',
        'flow.taken',
        'element.entered',
        'task.created',
        'task.completed',
      ],
    );
    t.match(events[4], {
      elementId: 'Check',
      elementType: 'userTask',
      elementName: 'Check it',
      recordSeq: 1,
      actor: { person: 'clerk' },
    });
    t.match(events[6], {
      recordSeq: 2,
      actor: { person: 'handler' },
      waitId: `${String(started['id'])}.1`,
      command: 'completeTask',
    });
    t.equal(events.at(-1)?.['type'], 'case.completed');
    for (const limit of [1, 3, 5]) {
      const seen: unknown[] = [];
      let cursor: string | null = '';
      do {
        const part: Answer = await ask('monitor', `GET ${path}?limit=${limit}${cursor}`);
        t.ok(part.body.items.length <= limit);
        seen.push(...part.body.items);
        cursor = nextOf(part);
      } while (cursor !== null);
      t.same(seen, events, `pages of ${limit}`);
    }
    const records = (await ask('monitor', `GET /v1/cases/${String(started['id'])}/records`)).body.items;
    t.match(records, [
      { seq: 1, body: { command: 'startCase' } },
      { seq: 2, body: { command: 'completeTask', prev: records[0]!['hash'] } },
    ]);
  });

  await t.test('a case is cancelled with a reason, once', async (t) => {
    const ask = await service.open(`cancel-${db.kind}`);
    const started = await startOf(ask, twoTasks);
    const path = `POST /v1/cases/${String(started['id'])}/cancel`;
    t.match(await ask('leader', path, { reason: '' }), { status: 400 });
    t.match(await ask('leader', path, { reason: 'withdrawn' }, { headers: { 'if-match': '"2"' } }), {
      status: 409,
      body: { code: 'stale-revision' },
    });
    const done = await ask('leader', path, { reason: 'withdrawn' }, { headers: { 'if-match': '1' } });
    t.match(done, { status: 200, body: { case: { revision: 2, state: 'cancelled' }, tasks: [] } });
    t.equal(done.headers.get('etag'), '"2"');
    t.match(await ask('leader', path, { reason: 'withdrawn' }), { status: 409, body: { code: 'case-closed' } });
    t.match((await ask('clerk', `GET /v1/cases/${String(started['id'])}`)).body, {
      state: 'cancelled',
      endedAt: service.clock.now,
      tasks: [],
    });
    t.same((await ask('clerk', `GET /v1/cases/${String(started['id'])}/waits`)).body.items, []);
  });

  await t.test('the list shows newest first, filters, and omits variables', async (t) => {
    const ask = await service.open(`list-${db.kind}`);
    service.clock.now = '2026-03-02T02:00:00.000Z';
    const definition = await deploy(ask, limited());
    await ask('activator', `POST /v1/definitions/${definition}/activate`, { reason: 'checked' });
    const late = (await ask('clerk', 'POST /v1/cases', { definitionId: definition })).body;
    await ask('handler', `POST /v1/tasks/${String(late['id'])}.1/claim`);
    service.clock.now = '2026-03-02T03:00:00.000Z';
    const stopped = await startOf(ask, gateway);
    service.clock.now = '2026-03-04T03:00:00.000Z';
    const listed = async (query: string) =>
      [...(await ask('monitor', `GET /v1/cases${query}`)).body.items].map((item) => item['id']);
    t.same(await listed(''), [stopped['id'], late['id']]);
    t.same(await listed('?overdue=true'), [late['id']]);
    t.same(await listed('?dueBefore=2026-03-03T10:00:01%2B08:00'), [late['id']]);
    t.same(await listed('?dueBefore=2026-03-03T02:00:00Z'), []);
    t.same(await listed('?assignee=handler'), [late['id']]);
    t.same(await listed(`?definition=${definition}&state=running`), [late['id']]);
    t.same(await listed('?state=completed'), []);
    const { items } = (await ask('monitor', 'GET /v1/cases')).body;
    t.match(items, [
      { incidents: 1, tasks: [] },
      { incidents: 0, tasks: [{ assignee: 'handler', state: 'claimed' }] },
    ]);
    t.notOk('variables' in items[0]!);
  });
});
