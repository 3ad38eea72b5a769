import knex, { type Knex } from 'knex';
import { PGlite } from '@electric-sql/pglite';
import { columnParser } from './columnTypes.ts';
import { acquireDataLock } from './dataLock.ts';
import { openDurablePglite } from './durableFs.ts';
import { hasStopped, pgliteClient, type Query } from './pglite.ts';

/** `dataDir: null` keeps the embedded database in memory; `loadDump` fills a new one from `Database.dump`. */
export type DatabaseOptions =
  { kind: 'pglite'; dataDir: string | null; loadDump?: Blob } | { kind: 'postgres'; url: string; poolSize?: number };

/** An open database. Everything but `migrate` runs as the role `sanzhi_app`, which row-level security binds. */
export interface Database {
  readonly kind: 'pglite' | 'postgres';
  readonly knex: Knex;
  /** The whole data folder as a tarball, gzip by default; embedded database only (PostgreSQL has pg_basebackup and pg_dump). */
  dump(compression?: 'gzip' | 'none'): Promise<Blob>;
  close(): Promise<void>;
}

/** A statement prepared once per connection under its name. The text is sent as it stands: parameters are `$1`, `$2`, … */
export interface Statement {
  name: string;
  text: string;
}

/** A parameter. Arrays become PostgreSQL arrays, so cast each (`$3::int[]`); JSON is passed as text. */
export type Value = string | number | boolean | null | Uint8Array | readonly Value[];

/** `rowCount`: rows answered or changed; null for a command that counts none. */
export interface Result<Row> {
  rows: Row[];
  rowCount: number | null;
}

/** The role that the service works as; created by the first migration. */
export const APPLICATION_ROLE = 'sanzhi_app';

/** Of one node. On 2 cores 24 writers did 2,675 completions/s over 7 connections at 397 µs of PostgreSQL's CPU each; 10: 454, 24: 559. */
const connections = 7;

/** Opens the database; the embedded one takes the lock of its folder first and keeps it until `close`. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.kind === 'postgres') return openPostgres(options.url, options.poolSize ?? connections);
  const { dataDir, loadDump } = options;
  if (dataDir === null) {
    return overPglite(await PGlite.create(loadDump === undefined ? {} : { loadDataDir: loadDump }));
  }
  const lock = acquireDataLock(dataDir);
  try {
    return overPglite(await openDurablePglite(dataDir, loadDump), () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Runs one prepared statement: `db` for a statement of its own, the transaction where it belongs to one.
 * It takes the connection from knex's pool and speaks to the driver itself, because knex rewrites `?` and `\?` in raw text and costs
 * time for each statement. Errors carry the SQLSTATE in `code`.
 */
export async function run<Row>(
  db: Database | Knex.Transaction,
  statement: Statement,
  values: readonly Value[],
): Promise<Result<Row>> {
  const { name, text } = statement;
  return (await query(db, { name, text, values })) as Result<Row>;
}

/** Runs a script: any number of commands without parameters, in one implicit transaction. */
export async function runScript(db: Database | Knex.Transaction, text: string): Promise<void> {
  await query(db, { text });
}

/** The SQLSTATE of a database's error; null for any other error. */
export function sqlState(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

async function query(db: Database | Knex.Transaction, config: Query): Promise<unknown> {
  const pool = ('knex' in db ? db.knex.client : db.client) as Pool;
  if (!('knex' in db) && db.isCompleted())
    throw new Error('The transaction is over; run the statement on the database.');
  const connection = await pool.acquireConnection();
  try {
    return await connection.query(config);
  } finally {
    await pool.releaseConnection(connection);
  }
}

/** The part of a knex client that lends connections; within a transaction always the transaction's own. */
interface Pool {
  acquireConnection(): Promise<Connection>;
  releaseConnection(connection: Connection): Promise<void>;
}

interface Connection {
  query(query: Query): Promise<unknown>;
}

function openPostgres(url: string, poolSize: number): Database {
  const connection = { connectionString: url, types: { getTypeParser: columnParser }, keepAlive: true };
  const timeouts = `set statement_timeout = '10s'; set idle_in_transaction_session_timeout = '60s';`;
  const db = knex({
    client: 'pg',
    connection,
    pool: { min: 0, max: poolSize, afterCreate: prepareSession(timeouts) },
    ...quiet,
  });
  return {
    kind: 'postgres',
    knex: db,
    dump: () => Promise.reject(new Error('Back up PostgreSQL with pg_basebackup or pg_dump.')),
    close: () => db.destroy(),
  };
}

function overPglite(pglite: PGlite, released: () => void = () => undefined): Database {
  const db = knex({
    client: pgliteClient(pglite),
    connection: {},
    pool: { min: 0, max: 1, idleTimeoutMillis: 2 ** 31 - 1, afterCreate: prepareSession('') },
    ...quiet,
  });
  return {
    kind: 'pglite',
    knex: db,
    dump: async (compression = 'gzip') => {
      const pool = db.client as Pool;
      const connection = await pool.acquireConnection(); // between transactions
      try {
        return await pglite.dumpDataDir(compression);
      } finally {
        await pool.releaseConnection(connection);
      }
    },
    close: async () => {
      await db.destroy();
      if (!hasStopped(pglite)) await pglite.close();
      released();
    },
  };
}

/** No values of a statement in its error, hence in no log; and a command that forgot its transaction on PGlite fails. */
const quiet = { compileSqlOnError: false, acquireConnectionTimeout: 20_000 };

/** Every connection reads and prints the same, and drops to the application's role once the schema exists. */
function prepareSession(timeouts: string) {
  const script = `
    set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set bytea_output = 'hex'; set search_path = public; ${timeouts}
    select set_config('role', '${APPLICATION_ROLE}', false)
    where to_regclass('public.schema_migration') is not null
      or exists (select from pg_roles where rolname = '${APPLICATION_ROLE}')`;
  return (connection: Connection, done: (error?: unknown) => void): void => {
    connection.query({ text: script }).then(() => done(), done);
  };
}
