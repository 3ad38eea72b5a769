import t from 'tap';
import { openDatabase, run, runScript, sqlState, type Database } from '../../src/store/db.ts';
import { asOwner, eachDatabase, eachEmptyDatabase, emptyPostgres } from '../helpers/databases.ts';

const selectOf = (name: string, text: string) => ({ name, text });

eachDatabase(t, 'a migrated database', async (t, db) => {
  await t.test('works as the role that row-level security binds', async (t) => {
    const { rows } = await run(db, selectOf('who', 'select current_user::text as role'), []);
    t.strictSame(rows, [{ role: 'sanzhi_app' }]);
  });
});

eachEmptyDatabase(t, 'a database', async (t, db) => {
  await asOwner(db, 'create table probe (id int primary key, name text not null); grant all on probe to public');

  await t.test('answers the same values for the same types', async (t) => {
    const text = `select
      '2026-09-30 18:00:00.5+08'::timestamptz as instant, '2026-10-08 00:00:00.123456+00'::timestamptz as finer,
      '2026-10-08'::date as day, 9007199254740991::int8 as big, 7::int4 as small, 1.10::numeric as amount, 0.5::float8 as half,
      true as yes, null::text as nothing, '\\x00ff'::bytea as bytes, '{"b": 1, "a": 9007199254740993}'::json as json,
      '{"a":1.10}'::jsonb as jsonb, 'c4b5'::text as text, '00000000-0000-4000-8000-000000000001'::uuid as id,
      array['a', null, 'b"c']::text[] as texts, array[1, 2]::int8[] as bigs, array['\\x01', null]::bytea[] as byte_list,
      array['2026-10-08 00:00:00+00']::timestamptz[] as instants, array['2026-10-08']::date[] as days, array[]::int[] as empty`;
    const { rows, rowCount } = await run(db, selectOf('types', text), []);
    t.equal(rowCount, 1);
    t.strictSame(rows, [
      {
        instant: '2026-09-30T10:00:00.500Z',
        finer: '2026-10-08T00:00:00.123Z',
        day: '2026-10-08',
        big: 9007199254740991,
        small: 7,
        amount: '1.10',
        half: 0.5,
        yes: true,
        nothing: null,
        bytes: Buffer.from([0, 255]),
        json: '{"b": 1, "a": 9007199254740993}',
        jsonb: '{"a": 1.10}',
        text: 'c4b5',
        id: '00000000-0000-4000-8000-000000000001',
        texts: ['a', null, 'b"c'],
        bigs: [1, 2],
        byte_list: [Buffer.from([1]), null],
        instants: ['2026-10-08T00:00:00.000Z'],
        days: ['2026-10-08'],
        empty: [],
      },
    ]);
    const { rows: throughKnex } = await db.knex.raw<{ rows: unknown[] }>(text);
    t.strictSame(throughKnex, rows, 'knex reads no type otherwise');
  });

  await t.test('refuses an int8 that no number holds, and stays usable', async (t) => {
    await t.rejects(run(db, selectOf('too_big', 'select 9007199254740992::int8'), []), { message: /beyond 2\^53 - 1/ });
    t.strictSame((await run(db, selectOf('one', 'select 1 as one'), [])).rows, [{ one: 1 }]);
  });

  await t.test('takes parameters of every kind', async (t) => {
    const text = `select $1::text as a, $2::int as b, $3::bytea as c, $4::text[] as d, $5::bool as e, $6::text as f, $7::timestamptz as g,
      $8::bytea[] as h, $9::int[] as i`;
    const values = [
      '张三 "\\\' ?',
      42,
      Buffer.from([1, 0, 2]),
      ['x,y', '"', '\\'],
      false,
      null,
      '2026-09-30T10:00:00.000Z',
    ];
    const { rows } = await run(db, selectOf('parameters', text), [...values, [Buffer.from([9])], []]);
    const [a, b, c, d, e, f, g] = values;
    t.strictSame(rows, [{ a, b, c, d, e, f, g, h: [Buffer.from([9])], i: [] }]);
  });

  await t.test('sends the text as it stands: ? is an operator', async (t) => {
    const { rows } = await run(db, selectOf('operator', `select '{"a":1}'::jsonb ? $1 as has`), ['a']);
    t.strictSame(rows, [{ has: true }]);
  });

  await t.test('counts rows, and counts none for a definition', async (t) => {
    const insert = selectOf(
      'count_insert',
      'insert into probe (id, name) select n, $1 from generate_series(100, 102) n',
    );
    t.equal((await run(db, insert, ['a'])).rowCount, 3);
    const update = selectOf('count_update', `update probe set name = $1 where id in (100, 101) returning id`);
    t.match(await run(db, update, ['b']), { rowCount: 2, rows: [{ id: 100 }, { id: 101 }] });
    t.equal((await run(db, selectOf('count_none', 'delete from probe where id < $1'), [0])).rowCount, 0);
    t.equal((await run(db, selectOf('count_delete', 'delete from probe where id >= $1'), [100])).rowCount, 3);
    t.equal((await run(db, selectOf('count_ddl', 'create temporary table counted (id int)'), [])).rowCount, null);
  });

  await t.test('prepares a name once, and refuses it for another text', async (t) => {
    await db.knex.transaction(async (trx) => {
      const named = selectOf('doubled', 'select $1::int * 2 as doubled');
      t.strictSame((await run(trx, named, [2])).rows, [{ doubled: 4 }]);
      t.strictSame((await run(trx, named, [3])).rows, [{ doubled: 6 }]);
      const prepared = selectOf(
        'prepared',
        `select count(*) as times from pg_prepared_statements where name = 'doubled'`,
      );
      t.strictSame((await run(trx, prepared, [])).rows, [{ times: 1 }]);
      await t.rejects(run(trx, selectOf('doubled', 'select 1'), []), { message: /must be unique/ });
      t.strictSame((await run(trx, named, [4])).rows, [{ doubled: 8 }]);
    });
  });

  await t.test('tells the SQLSTATE of an error and stays usable', async (t) => {
    const insert = selectOf('add_probe', 'insert into probe (id, name) values ($1, $2)');
    await run(db, insert, [1, 'first']);
    const states: (string | null)[] = [];
    const keep = (error: unknown): void => void states.push(sqlState(error));
    await run(db, insert, [1, 'second']).catch(keep);
    await run(db, selectOf('broken', 'select from where'), []).catch(keep);
    await run(db, selectOf('bad_value', 'select $1::int'), ['x']).catch(keep);
    await runScript(db, 'select 1; select 1 / 0; select 2').catch(keep);
    await db.knex('probe').insert({ id: 1, name: 'third' }).catch(keep);
    t.strictSame(states, ['23505', '42601', '22P02', '22012', '23505']);
    await run(db, insert, [2, 'after']);
    t.strictSame(await db.knex('probe').orderBy('id').pluck('name'), ['first', 'after']);
    t.equal(sqlState(new Error('not from a database')), null);
  });

  await t.test('keeps the values of a statement out of its error', async (t) => {
    const error: unknown = await db.knex
      .raw('select ?::text from missing_table', ['张三'])
      .catch((reason: unknown) => reason);
    t.match(error, { message: /missing_table/ });
    t.notMatch(error, { message: /张三/ });
  });

  await t.test('rolls a transaction back whole when one of its statements fails', async (t) => {
    const work = db.knex.transaction(async (trx) => {
      await run(trx, selectOf('add_in_trx', `insert into probe (id, name) values ($1, 'x')`), [10]);
      await run(trx, selectOf('fail_in_trx', 'select 1 / $1::int'), [0]);
    });
    await t.rejects(work, { code: '22012' });
    t.strictSame(await db.knex('probe').where({ id: 10 }), []);
  });

  await t.test('a savepoint saves the transaction around a failed statement', async (t) => {
    await db.knex.transaction(async (trx) => {
      await trx('probe').insert({ id: 20, name: 'kept' });
      await t.rejects(
        trx.transaction((inner) => inner('probe').insert({ id: 20, name: 'lost' })),
        { code: '23505' },
      );
      await trx('probe').insert({ id: 21, name: 'kept' });
    });
    t.strictSame(await db.knex('probe').whereIn('id', [20, 21]).orderBy('id').pluck('name'), ['kept', 'kept']);
  });

  await t.test('statements beside a transaction do not enter it', async (t) => {
    let outside: Promise<unknown[]> | undefined;
    const work = db.knex.transaction(async (trx) => {
      await trx('probe').insert({ id: 30, name: 'inside' });
      outside = insertAndList(db);
      await trx('probe').where({ id: 30 }).update({ name: 'updated' });
      throw new Error('rolled back');
    });
    await t.rejects(work, { message: 'rolled back' });
    t.strictSame(await outside, [{ id: 31, name: 'outside' }]);
  });

  await t.test('refuses a statement on a transaction that is over', async (t) => {
    const trx = await db.knex.transaction();
    await trx.rollback();
    await t.rejects(run(trx, selectOf('late', 'select 1'), []), { message: /transaction is over/ });
  });
});

t.test('PostgreSQL ends a statement after 10 s and an idle transaction after 60 s', async (t) => {
  const db = await openDatabase({ kind: 'postgres', url: await emptyPostgres() });
  t.teardown(() => db.close());
  const text = `select current_setting('statement_timeout') as one, current_setting('idle_in_transaction_session_timeout') as two`;
  t.strictSame((await run(db, selectOf('timeouts', text), [])).rows, [{ one: '10s', two: '1min' }]);
  await t.rejects(db.dump(), { message: /pg_basebackup/ });
});

t.test('a database that has the tables but not the role refuses every statement', async (t) => {
  const db = await openDatabase({ kind: 'pglite', dataDir: null });
  t.teardown(() => db.close());
  await runScript(db, 'create table schema_migration (name text)');
  await db.knex.destroy();
  db.knex.initialize();
  await t.rejects(run(db, selectOf('any', 'select 1'), []), { message: /role "sanzhi_app" does not exist/ });
});

async function insertAndList(db: Database): Promise<unknown[]> {
  await run(db, selectOf('add_outside', `insert into probe (id, name) values (31, 'outside')`), []);
  return (await run(db, selectOf('list_outside', 'select id, name from probe where id in (30, 31)'), [])).rows;
}
