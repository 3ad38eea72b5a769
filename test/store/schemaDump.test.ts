import t from 'tap';
import { openDatabase, type Database } from '../../src/store/db.ts';
import { migrate } from '../../src/store/migrate.ts';
import { schemaDump } from '../../src/store/schemaDump.ts';
import { asOwner, emptyPostgres, migrationsFolder } from '../helpers/databases.ts';

const everything = `
  do $$ begin
    if not exists (select from pg_roles where rolname = 'sanzhi_app') then create role sanzhi_app nologin; end if;
  exception when duplicate_object or unique_violation then null;
  end $$;
  create type mood as enum ('sad', 'glad');
  create domain fen as bigint constraint not_negative check (value >= 0);
  create sequence plain start 5;
  create table parent (agency_id text not null, id int generated always as identity, primary key (agency_id, id));
  create table child (
    agency_id text not null, no int not null default 1, parent_id int, name text collate "C", paid fen, mood mood,
    twice int generated always as (no * 2) stored, at timestamptz not null default now(),
    primary key (agency_id, no), foreign key (agency_id, parent_id) references parent, check (no > 0), unique (agency_id, name)
  ) with (fillfactor = 80);
  alter table child drop column mood;
  create index child_name on child (agency_id, lower(name)) where paid is not null;
  alter table child enable row level security;
  alter table child force row level security;
  create policy own_agency on child using (agency_id = (select current_setting('app.agency', true)));
  create policy no_delete on child as restrictive for delete to sanzhi_app using (false);
  create function twice(n int) returns int language sql immutable return n * 2;
  create function stamp() returns trigger language plpgsql as $$ begin new.at = now(); return new; end $$;
  create trigger stamped before update on child for each row execute function stamp();
  create view names as select c.name, p.id from child c join parent p on p.agency_id = c.agency_id;
  revoke execute on function twice from public;
  grant usage on schema public to sanzhi_app;
  grant select, insert on child to sanzhi_app;
  grant update (name, paid) on child to sanzhi_app;
  grant all on parent to sanzhi_app;
  grant execute on function twice to sanzhi_app;
`;

t.test('the same schema reads the same on PGlite and PostgreSQL, and shows everything that matters', async (t) => {
  const databases = await openBoth(t.teardown.bind(t));
  for (const db of databases) await asOwner(db, everything);
  const [embedded = '', server = ''] = await Promise.all(databases.map(schemaDump));
  t.equal(embedded, server);
  for (const line of [
    `create type mood as enum ('sad', 'glad');`,
    'create domain fen as bigint CHECK ((VALUE >= 0));',
    'create sequence plain as bigint start 5 increment 1;',
    '  id integer not null generated always as identity',
    '  no integer not null default 1,',
    '  name text collate "C",',
    '  twice integer generated always as ((no * 2)) stored,',
    ') with (fillfactor=80);',
    'alter table child enable row level security;',
    'alter table child force row level security;',
    'alter table child add constraint child_no_check CHECK ((no > 0));',
    'alter table child add constraint child_agency_id_parent_id_fkey FOREIGN KEY (agency_id, parent_id) REFERENCES parent(agency_id, id);',
    'CREATE INDEX child_name ON public.child USING btree (agency_id, lower(name)) WHERE (paid IS NOT NULL);',
    'CREATE OR REPLACE FUNCTION public.twice(n integer)',
    'CREATE TRIGGER stamped BEFORE UPDATE ON public.child FOR EACH ROW EXECUTE FUNCTION stamp();',
    'create policy no_delete on child as restrictive for delete to sanzhi_app using (false);',
    'grant INSERT, SELECT on child to sanzhi_app;',
    'grant UPDATE on child (name) to sanzhi_app;',
    'grant DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE on parent to sanzhi_app;',
    'grant EXECUTE on function twice(integer) to sanzhi_app;',
  ]) {
    t.ok(embedded.split('\n').includes(line), line);
  }
  t.match(embedded, /create policy own_agency on child as permissive for all to public using \(\(agency_id = /);
  t.match(embedded, /create view names as\n/);
  t.notMatch(embedded, 'dropped');
});

for (const [what, change] of [
  ['a nullable column', 'alter table child alter at drop not null'],
  ['a default', 'alter table child alter no set default 2'],
  ['a missing check', 'alter table child drop constraint child_no_check'],
  ['an index', 'drop index child_name'],
  ['a function', 'create or replace function twice(n int) returns int language sql immutable return n * 3'],
  ['row-level security', 'alter table child disable row level security'],
  ['a policy', 'alter policy own_agency on child using (true)'],
  ['a right', 'grant delete on child to sanzhi_app'],
  ['a right of a column', 'grant update (no) on child to sanzhi_app'],
  ['a trigger', 'drop trigger stamped on child'],
] as const) {
  t.test(`a change shows: ${what}`, async (t) => {
    const db = await (changed ??= openWithEverything());
    const before = await schemaDump(db);
    await asOwner(db, change);
    t.not(await schemaDump(db), before);
  });
}

t.test('the migrations that ship make the same schema on both', async (t) => {
  const databases = await openBoth(t.teardown.bind(t));
  for (const db of databases) await migrate(db, migrationsFolder);
  const [embedded = '', server = ''] = await Promise.all(databases.map(schemaDump));
  t.equal(embedded, server);
});

let changed: Promise<Database> | undefined;
t.teardown(async () => (await changed)?.close());

async function openWithEverything(): Promise<Database> {
  const db = await openDatabase({ kind: 'pglite', dataDir: null });
  await asOwner(db, everything);
  return db;
}

async function openBoth(teardown: (close: () => Promise<void>) => void): Promise<Database[]> {
  const databases = [
    await openDatabase({ kind: 'pglite', dataDir: null }),
    await openDatabase({ kind: 'postgres', url: await emptyPostgres() }),
  ];
  for (const db of databases) teardown(() => db.close());
  return databases;
}
