import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import t, { type Test } from 'tap';
import { openDatabase, run, type Database } from '../../src/store/db.ts';

t.test('every commit on disk is synced, and nothing else is', async (t) => {
  const db = await open(t, path.join(t.testdir(), 'data'));
  const { rows } = await run(db, settings, []);
  t.strictSame(rows, [{ fsync: 'on', method: 'fsync', commit: 'on' }]);
  await db.knex.raw('create table probe (id int primary key)');
  const syncs = t.capture(fs, 'fsyncSync', fs.fsyncSync);
  const insert = { name: 'probe', text: 'insert into probe (id) values ($1)' };
  for (let id = 1; id <= 20; id += 1) await run(db, insert, [id]);
  t.ok(syncs().length >= 20, 'a sync for each of 20 commits');
  await run(db, { name: 'count', text: 'select count(*) from probe' }, []);
  t.equal(syncs().length, 0, 'none for a read');
  await db.knex.transaction(async (trx) => {
    for (let id = 21; id <= 40; id += 1) await run(trx, insert, [id]);
    t.equal(syncs().length, 0, 'none before the commit');
  });
  t.ok(syncs().length >= 1, 'one for a transaction of 20 statements');
});

t.test(
  'a disk that cannot sync fails the commit and stops the database; the next start finds what was synced',
  async (t) => {
    const dataDir = path.join(t.testdir(), 'data');
    const db = await openDatabase({ kind: 'pglite', dataDir });
    await db.knex.raw('create table probe (id int primary key)');
    const insert = { name: 'probe', text: 'insert into probe (id) values ($1)' };
    await run(db, insert, [1]);
    t.intercept(fs, 'fsyncSync', {
      value: () => {
        throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' });
      },
    });
    await t.rejects(run(db, insert, [2]), { severity: 'PANIC', code: '58030' });
    await t.rejects(run(db, insert, [3]), { message: /embedded database has stopped; restart/ });
    await t.rejects(db.knex('probe').select('id'), { message: /embedded database has stopped; restart/ });
    await db.close();
    t.intercept(fs, 'fsyncSync', { value: realFsync });
    const next = await open(t, dataDir);
    t.strictSame(await next.knex('probe').whereNot({ id: 2 }).pluck('id'), [1]);
  },
);

t.test('statements sent together in a transaction keep their answers apart', async (t) => {
  const db = await open(t, null);
  const together = { name: 'together', text: 'select $1::int as n' };
  const answers = await db.knex.transaction((trx) => Promise.all([1, 2, 3].map((n) => run(trx, together, [n]))));
  t.strictSame(answers.map(({ rows }) => rows).flat(), [{ n: 1 }, { n: 2 }, { n: 3 }]);
});

t.test('a dump opens as an equal database, in memory and on disk', async (t) => {
  const db = await open(t, null);
  await db.knex.raw('create table probe (id int primary key)');
  await db.knex('probe').insert([{ id: 1 }, { id: 2 }]);
  const loadDump = await db.dump();
  await db.knex('probe').insert({ id: 3 });
  const dataDir = path.join(t.testdir(), 'data');
  for (const copy of [await open(t, null, loadDump), await open(t, dataDir, loadDump)]) {
    t.strictSame(await copy.knex('probe').orderBy('id').pluck('id'), [1, 2]);
  }
  await t.rejects(openDatabase({ kind: 'pglite', dataDir: `${dataDir}/../data2/../data`, loadDump }), {
    message: /in use/,
  });
});

t.test('one process at a time has the folder open, and the next finds what was written', async (t) => {
  const dataDir = path.join(t.testdir(), 'deep/er/data');
  const first = await openDatabase({ kind: 'pglite', dataDir });
  await first.knex.raw('create table probe (id int primary key)');
  await t.rejects(openDatabase({ kind: 'pglite', dataDir }), { message: /in use by process/ });
  await first.close();
  const second = await open(t, dataDir);
  t.strictSame(await second.knex('probe').pluck('id'), []);
});

t.test('does not take a folder of other files for its own, nor write a dump over a database', async (t) => {
  const folder = t.testdir({ photos: { 'a.jpg': '' } });
  const photos = path.join(folder, 'photos');
  await t.rejects(openDatabase({ kind: 'pglite', dataDir: photos }), { message: /holds files but no database/ });
  t.strictSame(fs.readdirSync(photos), ['a.jpg']);
  const dataDir = path.join(folder, 'data');
  const db = await openDatabase({ kind: 'pglite', dataDir });
  const loadDump = await db.dump('none');
  await db.close();
  await t.rejects(openDatabase({ kind: 'pglite', dataDir, loadDump }), { message: /already holds a database/ });
  t.notOk(fs.existsSync(`${dataDir}.lock`), 'a failed open keeps no lock');
});

t.test('a folder whose creation was interrupted is made anew', async (t) => {
  const folder = t.testdir({ data: { PG_VERSION: '18', base: {} }, 'data.unfinished': '' });
  const db = await open(t, path.join(folder, 'data'));
  t.strictSame((await run(db, settings, [])).rowCount, 1);
  t.notOk(fs.existsSync(path.join(folder, 'data.unfinished')));
});

t.test('after kill -9 every acknowledged row is there, round after round', async (t) => {
  const dataDir = path.join(t.testdir(), 'data');
  let acknowledged = 0;
  for (let round = 0; round < 3; round += 1) {
    acknowledged = Math.max(acknowledged, await writeUntilKilled(dataDir, 60 + 30 * round));
  }
  const db = await open(t, dataDir);
  const [kept] = await db.knex('acknowledged').count({ rows: '*' }).max({ last: 'id' });
  t.ok(acknowledged >= 180, `${acknowledged} acknowledged`);
  t.ok(Number(kept?.['last']) >= acknowledged, 'the last acknowledged row is there');
  t.equal(kept?.['rows'], kept?.['last'], 'without a gap');
});

const realFsync = fs.fsyncSync;

const settings = {
  name: 'settings',
  text: `select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method,
    current_setting('synchronous_commit') as commit`,
};

async function open(t: Test, dataDir: string | null, loadDump?: Blob): Promise<Database> {
  const db = await openDatabase({ kind: 'pglite', dataDir, ...(loadDump === undefined ? {} : { loadDump }) });
  t.teardown(() => db.close());
  return db;
}

/** Kills the writer after so many acknowledged rows; answers the last that it acknowledged. */
async function writeUntilKilled(dataDir: string, rows: number): Promise<number> {
  const script = path.resolve(import.meta.dirname, '../fixtures/store/holdsData.ts');
  const writer = spawn(process.execPath, ['--import=tsx', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(writer, 'exit');
  let last = 0;
  let seen = 0;
  for await (const line of createInterface({ input: writer.stdout })) {
    if (line === 'open') continue;
    last = Number(line);
    seen += 1;
    if (seen === rows) writer.kill('SIGKILL');
  }
  await exited;
  return last;
}
