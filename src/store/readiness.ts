import { run, type Database } from './db.ts';

/** The newest migration that the database has. Rejects when the database does not answer. */
export async function newestMigration(db: Database): Promise<string | null> {
  const statement = { name: 'newest_migration', text: 'select max(name) as name from schema_migration' };
  const { rows } = await run<{ name: string | null }>(db, statement, []);
  return rows[0]?.name ?? null;
}
