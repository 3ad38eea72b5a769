import t, { type Test } from 'tap';
import { asAgency } from '../../src/store/asAgency.ts';
import { asOwner, eachDatabase } from '../helpers/databases.ts';
import { listStuck, stuckKey, stuckStatement, type StuckFilter, type StuckKey } from '../../src/store/monitor.ts';
import { listTasks, taskKey, type TaskKey } from '../../src/store/tasks.ts';
import { oneTask } from './rows.ts';
import type { Database } from '../../src/store/db.ts';

const moment = { now: '2026-03-20T01:00:00.000Z', today: '2026-03-20' };
const week: StuckFilter = { overdue: false, cutoff: '2026-03-13T01:00:00.000Z' };

/** How the database would run a statement, as the application role sees it. */
async function planOf(
  db: Database,
  agencyId: string,
  sql: string,
  values: readonly (string | number | null)[],
): Promise<string> {
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: { 'QUERY PLAN': string }[] }>(`explain ${sql}`, [...values]),
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

/** Tables that a plan reads from end to end. */
function wholeTables(plan: string): string[] {
  return [...plan.matchAll(/Seq Scan on (\w+)/g)]
    .map(([, table = '']) => table)
    .filter((table) => table !== 'person_role');
}

/** Cases and open waits of an agency, among those of a bigger one: 1 of 20 tasks is late, most are young. */
async function fill(db: Database, agencyId: string, cases: number): Promise<void> {
  await asOwner(
    db,
    `insert into instance (agency_id, case_id, number, definition_id, process_id, status, revision, head_hash, state, started_at)
       select '${agencyId}', md5('${agencyId}' || n)::uuid, 'N' || n, d.definition_id, 'process', 'running', 1, '\\x00', '{"variables":{}}',
         timestamptz '2026-03-20 00:00:00Z' - n * interval '8 days' / ${cases}
       from generate_series(1, ${cases}) n, definition d where d.agency_id = '${agencyId}';
     insert into wait (agency_id, case_id, no, kind, element_id, definition_id, state, role, since, due_at)
       select '${agencyId}', i.case_id, no, case no when 1 then 'task' else 'timer' end, 'e', i.definition_id, 'open', 'handler', i.started_at,
         case when hashtext(i.number) % 20 = 0 then i.started_at + interval '1 hour' else timestamptz '2026-06-01 00:00:00Z' end
       from instance i, generate_series(1, 2) no where i.agency_id = '${agencyId}';
     analyze instance; analyze wait; analyze definition; analyze person_role`,
  );
}

async function walk<K, T>(
  t: Test,
  read: (after: K | null) => Promise<{ items: readonly T[]; more: boolean }>,
  keyOf: (item: T) => K,
): Promise<T[]> {
  const seen: T[] = [];
  for (let after: K | null = null; ;) {
    const page = await read(after);
    seen.push(...page.items);
    const last = page.items.at(-1);
    if (!page.more || last === undefined) return seen;
    t.ok(seen.length < 100_000, 'the walk ends');
    after = keyOf(last);
  }
}

eachDatabase(t, 'lists over many waits', async (t, db) => {
  const agencyId = `many-${db.kind}`;
  await oneTask(db, agencyId);
  const cases = db.kind === 'postgres' ? 50_000 : 2000;
  await fill(db, agencyId, cases);

  await t.test('the list of stuck waits reads no table from end to end', async (t) => {
    if (db.kind === 'pglite') return t.pass('plans are judged on PostgreSQL, with 100,000 waits');
    const after: StuckKey = ['2026-03-14T00:00:00.000Z', '00000000-0000-7000-8000-000000000000', 1];
    const variants: [string, StuckFilter, StuckKey | null][] = [
      ['plain', week, null],
      ['next page', week, after],
      ['of a kind', { ...week, kind: 'task' }, null],
      ['for a reason', { ...week, reason: 'overdue' }, null],
      ['overdue only', { ...week, overdue: true }, null],
      ['of everything', { ...week, cutoff: moment.now }, null],
    ];
    for (const [name, filter, from] of variants) {
      const { sql, values } = stuckStatement(agencyId, moment, filter, from, 50);
      const plan = await planOf(db, agencyId, sql, values);
      t.notOk(wholeTables(plan).includes('wait'), name);
      t.match(plan, /wait_open_by_(since|due)/, name);
    }
  });

  await t.test('paging through stuck waits meets each once, oldest first', async (t) => {
    const filter = { ...week, kind: 'task' } as const;
    const seen = await walk(
      t,
      (after: StuckKey | null) => listStuck(db, agencyId, moment, filter, after, 200),
      stuckKey,
    );
    t.equal(new Set(seen.map((wait) => wait.id)).size, seen.length);
    t.same(
      seen.map((wait) => wait.since),
      seen.map((wait) => wait.since).sort(),
    );
    const { rows } = await asAgency(db, agencyId, (trx) =>
      trx.raw<{ rows: { n: number }[] }>(
        `select count(*)::integer as n from wait where agency_id = ? and kind = 'task' and (since <= ? or due_at <= ?)`,
        [agencyId, week.cutoff, moment.now],
      ),
    );
    t.ok(seen.length > 50);
    t.equal(seen.length, rows[0]?.n);
  });

  await t.test('paging through open tasks meets each once, due first, while others open and close', async (t) => {
    let pages = 0;
    const read = async (after: TaskKey | null) => {
      pages += 1;
      if (pages === 2) {
        await asAgency(db, agencyId, (trx) =>
          trx.raw(
            `update wait set state = 'completed', closed_at = ? where agency_id = ? and kind = 'task' and due_at < '2026-03-13T00:00:00Z'`,
            [moment.now, agencyId],
          ),
        );
      }
      return listTasks(db, agencyId, { state: 'open', dueBefore: '2026-05-01T00:00:00.000Z' }, after, 20);
    };
    const seen = await walk(t, read, taskKey);
    t.equal(new Set(seen.map((task) => task.id)).size, seen.length);
    t.same(
      seen.map((task) => task.dueAt),
      seen.map((task) => task.dueAt).sort(),
    );
    const whole = await listTasks(db, agencyId, {}, null, 10);
    t.equal(whole.items.length, 10);
    t.ok(whole.more);
    t.match(whole.items[0], { state: 'completed' }, 'closed ones are in the list of all');
  });

  await t.test('pages of tasks walk their indexes', async (t) => {
    if (db.kind === 'pglite') return t.pass('plans are judged on PostgreSQL');
    const statements: string[] = [];
    const watch = ({ sql }: { sql: string }) => statements.push(sql);
    db.knex.on('query', watch);
    await listTasks(
      db,
      agencyId,
      { state: 'open' },
      ['2026-06-01T00:00:00.000Z', '2026-03-19T00:00:00.000Z', '00000000-0000-7000-8000-000000000000', 1],
      50,
    );
    db.knex.off('query', watch);
    const sql = statements.find((text) => text.includes('with page'))?.replace(/\$\d+/g, '?') ?? '';
    const values = [
      agencyId,
      '2026-06-01T00:00:00.000Z',
      '2026-03-19T00:00:00.000Z',
      '00000000-0000-7000-8000-000000000000',
      1,
      51,
      51,
      agencyId,
      agencyId,
    ];
    const plan = await planOf(db, agencyId, sql, values);
    t.same(wholeTables(plan), [], plan);
    t.match(plan, /Index.* using wait_open_tasks[\s\S]*Index Cond: .*ROW\(CASE/, plan);
  });
});
