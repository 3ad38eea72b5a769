import t from 'tap';
import { asOwner, eachDatabase, migrationsFolder } from '../helpers/databases.ts';
import { buildApp } from '../../src/http/app.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openDatabase } from '../../src/store/db.ts';
import { problemCodes } from '../../src/http/problems.ts';
import { serve } from './served.ts';
import { startPostgres } from '../helpers/postgres.ts';

eachDatabase(t, 'the service', async (t, db) => {
  const service = await serve(t, db);
  const ask = await service.open(`system-${db.kind}`);

  await t.test('says that it lives and is ready', async (t) => {
    t.match(await ask(null, 'GET /livez'), { status: 200, body: { status: 'ok' } });
    t.match(await ask(null, 'GET /readyz'), { status: 200, body: { status: 'ok', schema: /^0000/ } });
  });

  await t.test('is not ready with the schema of another release', async (t) => {
    const app = await buildApp(service.house, { schema: '999999_future' });
    t.teardown(() => app.close());
    const answer = await app.inject('/readyz');
    t.match(answer, { statusCode: 503, headers: { 'retry-after': '1' } });
    t.match(answer.json(), { code: 'unavailable', detail: /999999_future/ });
  });

  await t.test('serves its description and pages without scripts, under a strict policy', async (t) => {
    t.match((await ask(null, 'GET /openapi.json')).body, { openapi: '3.1.0' });
    for (const path of ['/docs', '/public', '/problems', ...problemCodes.map((code) => `/problems/${code}`)]) {
      const answer = await ask(null, `GET ${path}`);
      t.equal(answer.status, 200, path);
      t.match(answer.headers.get('content-type'), 'text/html; charset=utf-8');
      t.match(answer.headers.get('content-security-policy'), /^default-src 'none';style-src 'sha256-[^']+';/);
      t.notMatch(answer.headers.get('content-security-policy'), /upgrade-insecure|unsafe/);
      t.notMatch(answer.text, /<script|<link|src=/);
    }
    t.match((await ask(null, 'GET /public')).text, /No decision has been published yet/);
  });

  await t.test('says on its pages that a demo has no legal effect', async (t) => {
    const app = await buildApp(service.house, { demo: true });
    t.teardown(() => app.close());
    for (const url of ['/docs', '/public']) t.match((await app.inject(url)).body, /Demo mode/, url);
    t.notMatch((await ask(null, 'GET /public')).text, /Demo mode/);
  });

  await t.test('sends the same headers with every answer', async (t) => {
    for (const request of ['GET /livez', 'GET /v1/cases', 'GET /nowhere', 'GET /public']) {
      const { headers } = await ask('clerk', request);
      t.equal(headers.get('x-content-type-options'), 'nosniff', request);
      t.equal(headers.get('cache-control'), 'no-store', request);
      t.match(headers.get('x-request-id'), /^[0-9a-f-]{36}$/, request);
    }
  });

  await t.test('tells nobody the insides of a fault, and logs them', async (t) => {
    await asOwner(db, 'alter table matter rename to hidden_matter');
    t.teardown(() => asOwner(db, 'alter table hidden_matter rename to matter'));
    const answer = await ask('clerk', 'GET /v1/matters');
    t.match(answer, { status: 500, body: { code: 'internal-error', instance: /^[0-9a-f-]{36}$/ } });
    t.notMatch(answer.text, /matter"|relation|select/i);
  });
});

t.test('while the database is away every request is told to come back', async (t) => {
  const server = await startPostgres();
  t.teardown(() => server.stop());
  const db = await openDatabase({ kind: 'postgres', url: await server.createDatabase() });
  t.teardown(() => db.close());
  await migrate(db, migrationsFolder);
  const service = await serve(t, db);
  const ask = await service.open('away');
  t.equal((await ask('clerk', 'GET /v1/cases')).status, 200);
  await server.stop();
  for (const request of ['GET /readyz', 'GET /v1/cases', 'POST /v1/service-tasks/fetch', 'GET /v1/tasks']) {
    const answer = await ask('handler', request);
    t.match(answer, { status: 503, body: { code: 'unavailable' } }, request);
    t.equal(answer.headers.get('retry-after'), '1');
  }
  t.equal((await ask(null, 'GET /livez')).status, 200, 'alive all the same');
});
