import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import root, { type Test } from 'tap';
import { openDatabase, runScript, type Database } from '../../src/store/db.ts';
import { migrate } from '../../src/store/migrate.ts';
import { startPostgres, type TestServer } from './postgres.ts';

const repository = path.resolve(import.meta.dirname, '../..');

/** The migrations that ship. */
export const migrationsFolder = path.join(repository, 'migrations');

/**
 * Runs the suite twice, on PGlite and on PostgreSQL, each with a migrated database that this test file has for itself: its `eachDatabase`
 * calls share it, so give every subtest ids of its own, or `emptyTables` first. Without a PostgreSQL it fails with the reason.
 */
export function eachDatabase(t: Test, name: string, suite: (t: Test, db: Database) => Promise<void>): void {
  void t.test(`${name} on PGlite`, async (t) => suite(t, await (fileDatabases.pglite ??= openMigratedPglite())));
  void t.test(`${name} on PostgreSQL`, async (t) =>
    suite(t, await (fileDatabases.postgres ??= openMigratedPostgres())),
  );
}

/** As `eachDatabase`, but each suite gets an empty database, which nobody migrated. */
export function eachEmptyDatabase(t: Test, name: string, suite: (t: Test, db: Database) => Promise<void>): void {
  const run = (kind: string, open: () => Promise<Database>): void =>
    void t.test(`${name} on ${kind}`, async (t) => {
      const db = await open();
      t.teardown(() => db.close());
      await suite(t, db);
    });
  run('PGlite', () => openPglite(null));
  run('PostgreSQL', async () => openDatabase({ kind: 'postgres', url: await emptyPostgres() }));
}

/** The URL of a new, empty PostgreSQL database; it goes with the test file. */
export async function emptyPostgres(): Promise<string> {
  const postgres = await (server ??= startServer());
  const url = await postgres.createDatabase();
  closing.unshift(() => postgres.dropDatabase(url));
  return url;
}

/** A new migrated PGlite in memory, loaded from a snapshot that the first test to need it makes. */
export async function migratedPglite(): Promise<Database> {
  const file = path.join(snapshots, `${await fingerprint()}.tar`);
  const snapshot = await readFile(file).catch(() => null);
  const db = await openPglite(snapshot === null ? null : new Blob([snapshot]));
  if (snapshot === null) {
    await migrate(db, migrationsFolder);
    await keepSnapshot(file, await db.dump('none'));
  }
  return db;
}

/** Empties every table but the list of migrations. */
export async function emptyTables(db: Database): Promise<void> {
  await asOwner(
    db,
    `do $$ begin
       execute (
         select coalesce('truncate ' || string_agg(quote_ident(relname), ', ') || ' restart identity', 'select 1') from pg_class
         where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'schema_migration'
       );
     end $$`,
  );
}

/** Runs a script as the role that owns the schema: for what the application may not do, such as breaking the schema. */
export async function asOwner(db: Database, script: string): Promise<void> {
  await db.knex.transaction((trx) => runScript(trx, `set local role none; ${script}`));
}

const fileDatabases: { pglite?: Promise<Database>; postgres?: Promise<Database> } = {};
const closing: (() => Promise<void>)[] = [];
let server: Promise<TestServer> | undefined;

root.teardown(async () => {
  for (const close of closing) await close();
});

async function openMigratedPglite(): Promise<Database> {
  const db = await migratedPglite();
  closing.unshift(() => db.close());
  return db;
}

async function openMigratedPostgres(): Promise<Database> {
  const db = await openDatabase({ kind: 'postgres', url: await emptyPostgres() });
  closing.unshift(() => db.close());
  await migrate(db, migrationsFolder);
  return db;
}

async function startServer(): Promise<TestServer> {
  const postgres = await startPostgres();
  closing.push(() => postgres.stop());
  return postgres;
}

function openPglite(loadDump: Blob | null): Promise<Database> {
  return openDatabase({ kind: 'pglite', dataDir: null, ...(loadDump === null ? {} : { loadDump }) });
}

const snapshots = path.join(repository, 'node_modules/.cache/sanzhi-test');

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const pglite = path.join(repository, 'node_modules/@electric-sql/pglite/package.json');
  const files = (await readdir(migrationsFolder)).sort().map((file) => path.join(migrationsFolder, file));
  for (const file of [pglite, ...files])
    hash
      .update(path.basename(file))
      .update('\0')
      .update(await readFile(file));
  return hash.digest('hex').slice(0, 32);
}

/** Whole or not at all, since test files run at the same time; older snapshots go. */
async function keepSnapshot(file: string, dump: Blob): Promise<void> {
  await mkdir(snapshots, { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, Buffer.from(await dump.arrayBuffer()));
  await rename(draft, file);
  const old = (await readdir(snapshots)).filter((name) => name.endsWith('.tar') && name !== path.basename(file));
  await Promise.all(old.map((name) => rm(path.join(snapshots, name), { force: true })));
}
