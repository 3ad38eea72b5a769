import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Knex } from 'knex';
import { APPLICATION_ROLE, run, runScript, type Database } from './db.ts';

interface Migration {
  name: string;
  sha256: string;
  text: string;
}

type AppliedMigration = Omit<Migration, 'text'>;

/**
 * Applies the folder's pending migrations (`000001_name.sql`, numbered without gaps, forward only) as the owner of the schema, all in one
 * transaction. Nodes that start together wait for each other, and all but one find nothing to do.
 *
 * @returns the names it applied
 * @throws where the database knows a migration that the folder does not, an applied one was edited, or numbers are missing
 */
export async function migrate(db: Database, folder: string): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const applied = await db.knex.transaction(async (trx) => {
    await asOwner(trx);
    const pending = pendingOf(migrations, await readApplied(trx));
    for (const migration of pending) await apply(trx, migration);
    return pending.map(({ name }) => name);
  });
  if (applied.length > 0) {
    await db.knex.destroy(); // connections from before the role existed
    db.knex.initialize();
  }
  return applied;
}

/** Until the transaction ends: the role that logged in, no time limit for itself, but none of the others waits long for its locks. */
async function asOwner(trx: Knex.Transaction): Promise<void> {
  await runScript(
    trx,
    `set local role none; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
     select pg_advisory_xact_lock(hashtextextended('sanzhi.migrate', 0)); set local lock_timeout = '10s'`,
  );
}

async function readApplied(trx: Knex.Transaction): Promise<AppliedMigration[]> {
  await runScript(
    trx,
    `create table if not exists schema_migration (
       name text primary key,
       sha256 text not null,
       applied_at timestamptz not null default now()
     )`,
  );
  const statement = {
    name: 'read_migrations',
    text: 'select name, sha256 from schema_migration order by name collate "C"',
  };
  return (await run<AppliedMigration>(trx, statement, [])).rows;
}

async function apply(trx: Knex.Transaction, { name, sha256, text }: Migration): Promise<void> {
  try {
    await runScript(trx, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${name} failed and nothing was applied: ${reason}`, { cause: error });
  }
  const insert = 'insert into schema_migration (name, sha256) values ($1, $2)';
  await run(trx, { name: 'add_migration', text: insert }, [name, sha256]);
  await runScript(
    trx,
    `do $$ begin
       if exists (select from pg_roles where rolname = '${APPLICATION_ROLE}') then
         grant select on schema_migration to ${APPLICATION_ROLE};
       end if;
     end $$`,
  );
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d+_.*\.sql$/.test(file)).sort();
  return Promise.all(
    files.map(async (file, at) => {
      const expected = String(at + 1).padStart(6, '0');
      if (!file.startsWith(`${expected}_`)) {
        throw new Error(`Found migration ${file} where number ${expected} is due; number migrations without gaps.`);
      }
      const text = (await readFile(path.join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
      return { name: path.basename(file, '.sql'), sha256: createHash('sha256').update(text).digest('hex'), text };
    }),
  );
}

function pendingOf(migrations: Migration[], applied: AppliedMigration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, sha256 } of applied) {
    const migration = known.get(name);
    if (migration === undefined) {
      throw new Error(
        `The database has migration ${name}, which this version does not know; upgrade sanzhi to open it.`,
      );
    }
    if (migration.sha256 !== sha256) {
      throw new Error(
        `Migration ${name} was edited after it was applied; restore the file and add a new migration instead.`,
      );
    }
  }
  const pending = migrations.slice(applied.length);
  const late = migrations.slice(0, applied.length).find(({ name }) => !applied.some((one) => one.name === name));
  if (late !== undefined) {
    throw new Error(`Migration ${late.name} comes before migrations already applied; give it the next number.`);
  }
  return pending;
}
