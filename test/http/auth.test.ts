import t from 'tap';
import { asAgency } from '../../src/store/asAgency.ts';
import { buildApp } from '../../src/http/app.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { formatApiKey } from '../../src/domain/apiKey.ts';
import { oneTask } from './diagrams.ts';
import { serve, startOf } from './served.ts';
import type { App } from '../../src/http/route.ts';

const open = [
  '/livez',
  '/readyz',
  '/openapi.json',
  '/docs',
  '/public',
  '/public/decisions/:id',
  '/public/decisions.json',
  '/public/decisions.csv',
  '/public/decisions.rss',
  '/problems',
  '/problems/:code',
];

/** Every route of the service as `METHOD /path`, from its own table. */
function routesOf(app: App): { method: string; url: string }[] {
  const document = app.swagger() as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(document.paths).flatMap(([url, item]) =>
    Object.keys(item).map((verb) => ({ method: verb.toUpperCase(), url: url.replace(/\{(\w+)\}/g, ':$1') })),
  );
}

eachDatabase(t, 'keys', async (t, db) => {
  const service = await serve(t, db);

  await t.test('nothing answers without a key but what is public', async (t) => {
    const routes = routesOf(service.app);
    t.ok(routes.length > 30);
    for (const { method, url } of routes) {
      const path = url.replace(':id', '01a20014-3bf6-7129-81c6-8c9f5c2eeccf').replace(':code', 'four-eyes');
      const response = await fetch(service.url + path, { method });
      t.equal(response.status === 401, !open.includes(url), `${method} ${url}`);
      if (response.status !== 401) continue;
      t.match(response.headers.get('www-authenticate'), /^Bearer/);
      t.match(await response.json(), { code: 'unauthorized', type: '/problems/unauthorized' });
    }
  });

  await t.test('only the very key opens', async (t) => {
    const agency = `keys-${db.kind}`;
    const ask = await service.open(agency);
    const other = await service.open(`other-${db.kind}`);
    const good = ask.keys.clerk;
    const [, , keyId = '', secret = ''] = /^sz_(.+)_([0-9a-f]{16})_(.+)$/.exec(good) ?? [];
    const bad = [
      '',
      'Bearer',
      `Basic ${good}`,
      good,
      `Bearer ${good}x`,
      `Bearer ${formatApiKey(agency, keyId, `${secret.slice(0, -1)}${secret.endsWith('A') ? 'E' : 'A'}`)}`,
      `Bearer ${formatApiKey(`other-${db.kind}`, keyId, secret)}`,
      `Bearer ${formatApiKey('nowhere', keyId, secret)}`,
      `Bearer ${formatApiKey(agency, '0000000000000000', secret)}`,
    ];
    for (const authorization of bad) {
      const response = await fetch(`${service.url}/v1/cases`, { headers: { authorization } });
      t.equal(response.status, 401, authorization);
    }
    t.equal((await ask('clerk', 'GET /v1/cases')).status, 200);
    t.equal((await other('clerk', 'GET /v1/cases')).status, 200);
  });

  await t.test('a revoked or expired key opens nothing, at the latest after a second', async (t) => {
    const agency = `revoked-${db.kind}`;
    const ask = await service.open(agency);
    t.equal((await ask('clerk', 'GET /v1/cases')).status, 200);
    await asAgency(db, agency, async (trx) => {
      await trx('api_key').where({ agency_id: agency, person_id: 'clerk' }).update({ revoked_at: service.clock.now });
      await trx('api_key').where({ agency_id: agency, person_id: 'monitor' }).update({ expires_at: service.clock.now });
    });
    t.equal((await ask('monitor', 'GET /v1/cases')).status, 401);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    t.equal((await ask('clerk', 'GET /v1/cases')).status, 401);
  });

  await t.test('a person without the role is told which roles may', async (t) => {
    const ask = await service.open(`roles-${db.kind}`);
    const answer = await ask('monitor', 'POST /v1/service-tasks/fetch', {});
    t.equal(answer.status, 403);
    t.match(answer.body, { code: 'forbidden', detail: /admin, handler/ });
    t.equal((await ask('monitor', 'POST /v1/cases', { nonsense: 1 })).status, 403, 'before the body is looked at');
  });

  await t.test('an agency sees nothing of another', async (t) => {
    const mine = await service.open(`mine-${db.kind}`);
    const yours = await service.open(`yours-${db.kind}`);
    const started = await startOf(mine, oneTask(), { variables: { amount: 1 }, externalRef: 'SHARED' });
    const id = String(started['id']);
    const requests = [
      `GET /v1/cases/${id}`,
      ...['history', 'records', 'waits', 'tasks', 'parties'].map((part) => `GET /v1/cases/${id}/${part}`),
      `GET /v1/tasks/${id}.1`,
      `GET /v1/definitions/${String(started['definitionId'])}`,
      `GET /v1/definitions/${String(started['definitionId'])}/xml`,
    ];
    for (const request of requests) {
      t.equal((await yours('admin', request)).status, 404, request);
      t.equal((await mine('admin', request)).status, 200, request);
    }
    const changes: [string, object][] = [
      [`POST /v1/cases/${id}/cancel`, { reason: 'not mine' }],
      [`POST /v1/tasks/${id}.1/claim`, {}],
      [`POST /v1/tasks/${id}.1/release`, {}],
      [`POST /v1/tasks/${id}.1/complete`, {}],
      [`POST /v1/service-tasks/${id}.1/complete`, {}],
      [`POST /v1/service-tasks/${id}.1/fail`, { message: 'x' }],
      [`POST /v1/service-tasks/${id}.1/heartbeat`, {}],
      [`POST /v1/incidents/${id}.1/retry`, {}],
      [`POST /v1/definitions/${String(started['definitionId'])}/retire`, { reason: 'not mine' }],
      ['POST /v1/cases', { definitionId: started['definitionId'] }],
    ];
    for (const [request, body] of changes) t.equal((await yours('admin', request, body)).status, 404, request);
    for (const list of [
      'cases',
      'cases?q=SHARED',
      'tasks',
      'definitions',
      'incidents',
      'monitor/stuck?olderThan=PT0S',
      `tasks?case=${id}`,
    ]) {
      t.same((await yours('admin', `GET /v1/${list}`)).body.items, [], list);
    }
    t.same((await mine('admin', `GET /v1/cases/${id}`)).body['revision'], 1, 'untouched');
  });
});

t.test('a route that says neither whom it is for nor that it is public cannot be added', async (t) => {
  const house = { now: () => '2026-03-02T01:00:00.000Z' } as Parameters<typeof buildApp>[0];
  const app = await buildApp(house);
  t.throws(() => app.get('/v1/forgotten', () => ({})), /declares neither an action nor that it is public/);
});
