import t, { type Test } from 'tap';
import { openDatabase, run, type Database } from '../../src/store/db.ts';
import { migrate } from '../../src/store/migrate.ts';
import { asOwner, eachEmptyDatabase, emptyPostgres, migrationsFolder } from '../helpers/databases.ts';

const role = `do $$ begin
  if not exists (select from pg_roles where rolname = 'sanzhi_app') then create role sanzhi_app nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;
grant usage on schema public to sanzhi_app;`;
const first = {
  '000001_first.sql': `${role}\ncreate table first (id int); -- why not?\ngrant select, insert on first to sanzhi_app;`,
};
const second = { '000002_second.sql': 'alter table first add name text;\ncreate index first_name on first (name);' };

eachEmptyDatabase(t, 'migrating forward', async (t, db) => {
  await t.test('applies what is pending, once, as the owner; afterwards the application’s role works', async (t) => {
    t.strictSame(await migrate(db, t.testdir(first)), ['000001_first']);
    t.strictSame(await migrate(db, t.testdir({ ...first, ...second, 'schema.sql': 'select 1 / 0' })), [
      '000002_second',
    ]);
    t.strictSame(await migrate(db, t.testdirName), []);
    t.strictSame(await statesOf(db), [
      { name: '000001_first', sha: 64, at: true, owner: false },
      { name: '000002_second', sha: 64, at: true, owner: false },
    ]);
    await t.rejects(db.knex.raw('drop table first'), { code: '42501' });
    await t.rejects(db.knex('schema_migration').delete(), { code: '42501' });
  });

  await t.test('refuses a database that is ahead of this version', async (t) => {
    await t.rejects(migrate(db, t.testdir(first)), {
      message: /000002_second, which this version does not know; upgrade/,
    });
  });

  await t.test('refuses an edited migration, though not another end of line', async (t) => {
    const edited = { '000002_second.sql': second['000002_second.sql'].replace('name text', 'name varchar') };
    await t.rejects(migrate(db, t.testdir({ ...first, ...edited })), { message: /000002_second was edited/ });
    const windows = { '000002_second.sql': second['000002_second.sql'].replaceAll('\n', '\r\n') };
    t.strictSame(await migrate(db, t.testdir({ ...first, ...windows })), []);
  });

  await t.test('applies nothing when one migration fails', async (t) => {
    const folder = t.testdir({
      ...first,
      ...second,
      '000003_a.sql': 'create table a ()',
      '000004_b.sql': 'create table first ()',
    });
    await t.rejects(migrate(db, folder), {
      message: /000004_b failed and nothing was applied: .*already exists/,
      cause: { code: '42P07' },
    });
    t.equal((await statesOf(db)).length, 2);
    t.strictSame(await tables(db), ['first', 'schema_migration']);
    t.strictSame(await migrate(db, t.testdir({ ...first, ...second, '000003_a.sql': 'create table a ()' })), [
      '000003_a',
    ]);
  });
});

eachEmptyDatabase(t, 'migrating with numbers missing', async (t, db) => {
  const gap = { ...first, '000003_third.sql': 'select 1' };
  await t.rejects(migrate(db, t.testdir(gap)), { message: /000003_third\.sql where number 000002 is due/ });
  await t.rejects(migrate(db, t.testdir({ ...first, '000001_twice.sql': '' })), {
    message: /000001_twice\.sql where number 000002/,
  });
  t.strictSame(await tables(db), [], 'touched nothing');
  await migrate(db, t.testdir({ ...first, ...second }));
  await asOwner(db, `delete from schema_migration where name = '000001_first'`);
  await t.rejects(migrate(db, t.testdirName), { message: /000001_first comes before migrations already applied/ });
});

eachEmptyDatabase(t, 'the migrations that ship', async (t, db) => {
  t.ok((await migrate(db, migrationsFolder)).length > 0);
  t.strictSame(await migrate(db, migrationsFolder), []);
});

t.test('of four nodes that start at once one migrates and the others wait for it', async (t) => {
  const folder = t.testdir({ ...first, '000002_slow.sql': `select pg_sleep(0.5); create table slow (id int)` });
  const url = await emptyPostgres();
  const nodes = await Promise.all([1, 2, 3, 4].map(() => openNode(t, url)));
  const applied = await Promise.all(nodes.map((db) => migrate(db, folder)));
  t.strictSame(applied.flat(), ['000001_first', '000002_slow']);
  t.equal(applied.filter((names) => names.length === 2).length, 1);
  for (const db of nodes) t.equal((await statesOf(db)).length, 2, 'every node works on the migrated schema');
});

async function openNode(t: Test, url: string): Promise<Database> {
  const db = await openDatabase({ kind: 'postgres', url });
  t.teardown(() => db.close());
  return db;
}

async function statesOf(db: Database): Promise<unknown[]> {
  const text = `select name, length(sha256) as sha, applied_at <= now() as at, pg_has_role(current_user, 'pg_database_owner', 'USAGE') as owner
    from schema_migration order by name`;
  return (await run(db, { name: 'states', text }, [])).rows;
}

async function tables(db: Database): Promise<unknown[]> {
  const text = `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`;
  return (await run<{ name: string }>(db, { name: 'tables', text }, [])).rows.map(({ name }) => name);
}
