import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import knex from 'knex';
import t from 'tap';
import { bootstrapCli } from '../../src/cli/bootstrap.ts';
import { openStore } from '../../src/cli/open.ts';
import { serve } from '../../src/cli/serve.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { codeBlocks } from './pages.ts';
import { readConfig, type Config } from '../../src/config.ts';
import type { CaseAnswer } from '../../src/cli/demo/client.ts';

const now = () => '2026-03-02T01:00:00.000Z';

t.test('the operator’s guide leads to two nodes on a PostgreSQL whose login is no superuser', async (t) => {
  const url = await followGuide();
  const config = readConfig({ DATABASE_URL: url, NODE_ENV: 'production', PORT: '0', LOG_LEVEL: 'silent' });
  const options = { demo: false, keysFile: null, httpOnly: false, workerOnly: false };
  await t.rejects(serve(config, options, now), { message: /The database is empty; run `bootstrap/ });

  const keysFile = join(t.testdir(), 'keys.json');
  await quietly(() => bootstrapCli(config, 'qilin', keysFile, now()));
  const keys = JSON.parse(readFileSync(keysFile, 'utf8')) as Record<string, string>;
  await t.rejects(serve(config, { ...options, demo: true }, now), { message: /demo mode does not open it/ });

  const nodes = [await serve(config, options, now), await serve(config, { ...options, httpOnly: true }, now)] as const;
  t.teardown(() => Promise.all(nodes.map((node) => node.stop())));
  const ask = async <T>(
    node: number,
    path: string,
    key: string,
    body: string,
    type = 'application/json',
  ): Promise<T> => {
    const headers = { authorization: `Bearer ${keys[key]}`, 'content-type': type };
    const response = await fetch(new URL(path, nodes[node]!.url!), { method: 'POST', headers, body });
    t.ok(response.ok, `${path} on node ${node}: ${response.status}`);
    return (await response.json()) as T;
  };
  const file = readFileSync('docs/how-to/example.bpmn', 'utf8');
  const { id, status } = await ask<{ id: string; status: string }>(
    0,
    '/v1/definitions',
    'designer',
    file,
    'application/xml',
  );
  t.equal(status, 'deployed', 'in production a second person activates it');
  await ask(1, `/v1/definitions/${id}/activate`, 'activator', '{ "reason": "test" }');
  const started = await ask<CaseAnswer>(0, '/v1/cases', 'clerk', '{ "definitionKey": "example" }');
  const done = await ask<{ case: { state: string } }>(
    1,
    `/v1/tasks/${started.tasks[0]!.id}/complete`,
    'clerk',
    '{ "outcome": "granted" }',
  );
  t.equal(done.case.state, 'completed', 'begun on one node, completed on the other');
});

t.test('a login that does not own the database is refused with the reason', async (t) => {
  const url = await followGuide((statement) => statement.replace(/ owner \S+/, ''));
  await t.rejects(openStore(configOf(url)), { code: '42501' });
});

/** Runs the guide's SQL, with names of this test's own; answers the URL of the login that it makes. */
async function followGuide(changed: (statement: string) => string = (statement) => statement): Promise<string> {
  const server = await startPostgres();
  const adminUrl = await server.createDatabase();
  const name = `sanzhi_${randomBytes(6).toString('hex')}`;
  const admin = knex({ client: 'pg', connection: adminUrl });
  t.teardown(async () => {
    await admin.raw(`drop database if exists ${name} with (force)`);
    await admin.raw(`drop role if exists ${name}`);
    await admin.destroy();
    await server.dropDatabase(adminUrl);
    await server.stop();
  });
  const sql = codeBlocks(readFileSync('docs/how-to/operator.md', 'utf8')).find((block) =>
    block.startsWith('create role'),
  )!;
  for (const statement of sql.trim().split('\n')) {
    const own = changed(statement).replaceAll(/\bsanzhi\b/g, name);
    await admin.raw(own).catch((error: unknown) => {
      // the application's role belongs to the whole server, and other tests use it
      if (!/role "sanzhi_app" already exists/.test(String(error))) throw error;
    });
  }
  const url = new URL(adminUrl);
  url.username = name;
  url.password = '…';
  url.pathname = `/${name}`;
  return url.href;
}

function configOf(url: string): Config {
  return readConfig({ DATABASE_URL: url });
}

async function quietly(work: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = () => undefined;
  try {
    await work();
  } finally {
    console.log = log;
  }
}
