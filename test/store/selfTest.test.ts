import t from 'tap';
import { openDatabase, runScript, type Database } from '../../src/store/db.ts';
import { migrate } from '../../src/store/migrate.ts';
import { selfTest } from '../../src/store/selfTest.ts';
import { asOwner, eachDatabase, emptyPostgres, migratedPglite, migrationsFolder } from '../helpers/databases.ts';

eachDatabase(t, 'the self-test', async (t, db) => {
  await t.test('passes on the migrated database and leaves nothing behind', async (t) => {
    await selfTest(db);
    t.strictSame(await db.knex('agency').where('agency_id', 'like', 'self-test%'), []);
  });

  for (const [what, script, mended, reason] of [
    [
      'row-level security disabled on a table',
      'alter table wait disable row level security',
      'alter table wait enable row level security',
      /table wait has row-level security disabled/,
    ],
    [
      'a table of an agency that nobody secured',
      'create table forgotten (agency_id text)',
      'drop table forgotten',
      /table forgotten has row-level security disabled/,
    ],
    [
      'a secured table without a policy',
      'create table closed (agency_id text); alter table closed enable row level security',
      'drop table closed',
      /table closed has no policy/,
    ],
    [
      'a policy that lets every row pass',
      'create policy everybody on record using (true)',
      'drop policy everybody on record',
      /policy everybody of table record does not ask for the agency/,
    ],
    [
      'a policy that lets every row be written',
      'create policy writers on record for insert with check (true)',
      'drop policy writers on record',
      /policy writers of table record does not ask for the agency/,
    ],
    [
      'a policy that only looks as if it asked for the agency',
      `create policy sham on stream using (coalesce(current_setting('app.agency', true), '') is not null)`,
      'drop policy sham on stream',
      /row of stream is visible to another agency.*write rows of stream for another.*visible without an agency/,
    ],
    [
      'a table that belongs to the application',
      'create table own (id int); alter table own owner to sanzhi_app',
      'drop table own',
      /role sanzhi_app owns table own/,
    ],
  ] as const) {
    await t.test(`refuses ${what}`, async (t) => {
      await asOwner(db, script);
      await t.rejects(selfTest(db), { message: reason });
      await t.rejects(selfTest(db), { message: /^The service refuses to start, row-level security does not hold/ });
      await asOwner(db, mended);
      await selfTest(db);
    });
  }
});

const connectionsAsSuperuser: [string, () => Promise<Database>][] = [
  ['PGlite', () => migratedPglite()],
  ['PostgreSQL', openOneConnection],
];

for (const [kind, open] of connectionsAsSuperuser) {
  t.test(`the self-test refuses a superuser on ${kind}`, async (t) => {
    const db = await open();
    t.teardown(() => db.close());
    await runScript(db, 'reset role');
    await t.rejects(selfTest(db), { message: /role \S+ is a superuser or bypasses row-level security/ });
  });
}

async function openOneConnection(): Promise<Database> {
  const db = await openDatabase({ kind: 'postgres', url: await emptyPostgres(), poolSize: 1 });
  await migrate(db, migrationsFolder);
  return db;
}
