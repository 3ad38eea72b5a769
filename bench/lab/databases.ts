import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import pg from 'pg';
import { migrate } from '../../src/store/migrate.ts';
import { openDatabase, runScript, type Database } from '../../src/store/db.ts';
import { places } from '../../src/cli/places.ts';
import { startPostgres, type TestServer } from '../../test/helpers/postgres.ts';

/** A database of a bench's own, migrated, with real fsync. */
export interface Lab {
  readonly db: Database;
  /** How the product is told to open it. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder for files of this lab; goes with it. */
  readonly folder: string;
  /** Statistics as after a quiet night, then new connections: plans made on empty tables would be kept. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A lab on PostgreSQL; `admin` is the server's superuser, for counters and prefilling. */
export interface PostgresLab extends Lab {
  readonly admin: pg.Client;
}

/** PostgreSQL's own defaults, fsync included. */
const ownSettings = ['shared_buffers=128MB'];

let server: Promise<TestServer> | undefined;

/** Ends the PostgreSQL that the labs shared. */
export async function stopServer(): Promise<void> {
  await (await server)?.stop();
}

/** A new database on the PostgreSQL of `TEST_DATABASE_URL`, else on one that is started with its own, durable settings. */
export async function postgresLab(poolSize?: number): Promise<PostgresLab> {
  const postgres = await (server ??= startPostgres(ownSettings));
  const url = await postgres.createDatabase();
  const db = await openDatabase({ kind: 'postgres', url, ...(poolSize !== undefined && { poolSize }) });
  await migrate(db, places.migrations);
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  const folder = mkdtempSync(join(tmpdir(), 'sanzhi-bench-'));
  return {
    db,
    admin,
    env: { DATABASE_URL: url },
    folder,
    settle: async () => {
      await admin.query('vacuum analyze');
      await admin.query('checkpoint');
      await db.knex.destroy();
      db.knex.initialize();
    },
    close: async () => {
      await db.close();
      await admin.end();
      await postgres.dropDatabase(url);
      rmSync(folder, { recursive: true });
    },
  };
}

/** A new embedded database on disk. */
export async function pgliteLab(): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), 'sanzhi-bench-'));
  const dataDir = join(folder, 'data');
  const db = await openDatabase({ kind: 'pglite', dataDir });
  await migrate(db, places.migrations);
  return {
    db,
    env: { DATA_DIR: dataDir },
    folder,
    settle: () => asOwner(db, ['vacuum analyze', 'checkpoint', 'discard plans']),
    close: async () => {
      await db.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Runs commands as the database's owner, each outside of a transaction; the embedded database has one connection only. */
async function asOwner(db: Database, commands: readonly string[]): Promise<void> {
  await runScript(db, 'reset role');
  try {
    for (const command of commands) await runScript(db, command);
  } finally {
    await runScript(db, 'set role sanzhi_app');
  }
}
