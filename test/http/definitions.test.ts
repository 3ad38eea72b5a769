import t from 'tap';
import { eachDatabase } from '../helpers/databases.ts';
import { limited, oneTask } from './diagrams.ts';
import { nextOf, serve, type Ask, type Answer } from './served.ts';

const deploy = (ask: Ask, bytes: string | Uint8Array, query = '', headers = {}) =>
  ask('designer', `POST /v1/definitions${query}`, undefined, { bytes, type: 'application/xml', headers });

eachDatabase(t, 'definitions', async (t, db) => {
  const service = await serve(t, db);

  await t.test('a file is deployed once; the same bytes are the same version, others the next', async (t) => {
    const ask = await service.open(`deploy-${db.kind}`);
    const first = await deploy(ask, oneTask());
    t.match(first, { status: 201, body: { key: 'oneTask', version: 1, status: 'active', findings: [] } });
    const again = await deploy(ask, oneTask());
    t.equal(again.status, 200);
    t.same(again.body, first.body);
    const second = await deploy(ask, oneTask().replace('Check it', 'Check it well'));
    t.match(second, { status: 201, body: { version: 2, status: 'active' } });
    t.match((await ask('clerk', `GET /v1/definitions/${String(first.body['id'])}`)).body, {
      status: 'retired',
      deployedBy: 'designer',
    });
  });

  await t.test('a dry run says what would come of it and deploys nothing', async (t) => {
    const ask = await service.open(`dry-${db.kind}`);
    const checked = await deploy(ask, oneTask(), '?dryRun=true');
    t.match(checked, { status: 200, body: { id: null, key: 'oneTask', version: null, status: null, findings: [] } });
    t.match(await deploy(ask, oneTask().replaceAll('bpmn:userTask', 'bpmn:callActivity'), '?dryRun=true'), {
      status: 422,
      body: { findings: [{ elementId: 'Check' }] },
    });
    t.same((await ask('clerk', 'GET /v1/definitions')).body.items, []);
  });

  await t.test('the file comes back byte for byte', async (t) => {
    const ask = await service.open(`xml-${db.kind}`);
    const bytes = Buffer.from(`\ufeff${oneTask().replace('Check it', '审查 &amp; 核对\r\n')}`, 'utf8');
    const { id } = (await deploy(ask, bytes)).body;
    const response = await fetch(`${service.url}/v1/definitions/${String(id)}/xml`, {
      headers: { authorization: `Bearer ${ask.keys.monitor}` },
    });
    t.match(response.headers.get('content-type'), 'application/xml');
    t.ok(Buffer.from(await response.arrayBuffer()).equals(bytes));
    t.same((await ask('clerk', `GET /v1/definitions/${String(id)}/findings`)).body, { items: [] });
  });

  await t.test('an enforcement procedure is put into force by a second person, with a reason', async (t) => {
    const ask = await service.open(`eyes-${db.kind}`);
    const { id, status } = (await deploy(ask, limited())).body;
    t.equal(status, 'deployed');
    t.match(await ask('clerk', 'POST /v1/cases', { definitionId: id }), {
      status: 409,
      body: { code: 'definition-not-active' },
    });
    const activate = `POST /v1/definitions/${String(id)}/activate`;
    t.match(await ask('activator', activate, {}), { status: 400, body: { errors: [{ pointer: '/reason' }] } });
    t.match(await ask('activator', activate, { reason: '  ' }), { status: 400 });
    t.match(await ask('designer', activate, { reason: 'mine' }), { status: 403 });
    t.match(await ask('activator', activate, { reason: 'checked' }), { status: 200, body: { status: 'active' } });
    t.match(
      await ask('activator', activate, { reason: 'checked' }),
      { status: 200, body: { status: 'active' } },
      'again',
    );
    t.match(await ask('activator', `POST /v1/definitions/${String(id)}/retire`, { reason: 'old' }), {
      status: 200,
      body: { status: 'retired' },
    });
  });

  await t.test('the person who deployed a file does not activate it, with whatever role', async (t) => {
    const ask = await service.open(`same-${db.kind}`);
    const deployed = await ask('admin', 'POST /v1/definitions', undefined, {
      bytes: limited(),
      type: 'application/xml',
    });
    t.match(await ask('admin', `POST /v1/definitions/${String(deployed.body['id'])}/activate`, { reason: 'mine' }), {
      status: 409,
      body: { code: 'four-eyes' },
    });
  });

  await t.test('the list goes by key, the newest version first, page by page', async (t) => {
    const ask = await service.open(`list-${db.kind}`);
    for (const id of ['alpha', 'beta'])
      for (const name of ['1', '2', '3']) await deploy(ask, oneTask(id).replace('Check it', name));
    const seen: string[] = [];
    let cursor: string | null = '';
    do {
      const part: Answer = await ask('clerk', `GET /v1/definitions?limit=2${cursor}`);
      for (const item of part.body.items) seen.push(`${String(item['key'])} ${String(item['version'])}`);
      cursor = nextOf(part);
    } while (cursor !== null);
    t.same(seen, ['alpha 3', 'alpha 2', 'alpha 1', 'beta 3', 'beta 2', 'beta 1']);
    t.match((await ask('clerk', 'GET /v1/definitions?key=beta&status=active')).body.items, [{ version: 3 }]);
  });

  await t.test('a repeat with the same Idempotency-Key answers the first answer', async (t) => {
    const ask = await service.open(`repeat-${db.kind}`);
    const headers = { 'idempotency-key': 'deploy-1' };
    const first = await deploy(ask, oneTask(), '', headers);
    const again = await deploy(ask, oneTask(), '', headers);
    t.equal(again.status, 201);
    t.same(again.body, first.body);
    const other = await deploy(ask, oneTask('other'), '', headers);
    t.match(other, { status: 409, body: { code: 'idempotency-key-reused' } });
  });
});
