import t from 'tap';
import { caseIdOf } from '../helpers/office.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { listCases, readCase, readParties, type CaseFilter, type CaseKey } from '../../src/store/cases.ts';
import { oneTask } from './rows.ts';
import { startCase } from '../../src/service/cases.ts';
import type { Json } from '../../src/domain/json.ts';
import type { Office } from '../helpers/office.ts';

const any: CaseFilter = { searchPersonal: true };

async function start(office: Office, parties: Json, externalRef?: string): Promise<string> {
  const command = { variables: { amount: 1 }, parties, ...(externalRef !== undefined && { externalRef }) };
  return caseIdOf(await startCase(office.house, office.asks.clerk, { definitionKey: 'process' }, command));
}

eachDatabase(t, 'cases', async (t, db) => {
  await t.test('a case is read with its personal values apart, by its own agency only', async (t) => {
    const office = await oneTask(db, `read-${db.kind}`);
    await oneTask(db, `foreign-${db.kind}`);
    const id = await start(office, { name: '张三', ages: [3] });
    const found = await readCase(db, office.agencyId, id);
    t.match(found, {
      id,
      state: 'running',
      variables: { amount: 1 },
      personal: { parties: { name: '张三', ages: [3] } },
      tasks: [{ id: `${id}.1` }],
    });
    t.same(await readParties(db, office.agencyId, id), { name: '张三', ages: [3] });
    t.equal(await readCase(db, `foreign-${db.kind}`, id), null);
    t.equal(await readParties(db, `foreign-${db.kind}`, id), undefined);
    t.same((await listCases(db, `foreign-${db.kind}`, any, null, 10)).items, []);
  });

  await t.test('a search finds text where it stands, and its special characters stand for themselves', async (t) => {
    const office = await oneTask(db, `search-${db.kind}`);
    const zhang = await start(office, { applicant: { name: '张三', phone: 13800000000 } }, 'A_1');
    const quoted = await start(office, [{ name: 'O"Neil \\ Söhne' }], 'AB1');
    const find = async (q: string, searchPersonal = true) =>
      (await listCases(db, office.agencyId, { q, searchPersonal }, null, 10)).items.map((item) => item.id);
    t.same(await find('张'), [zhang]);
    t.same(await find('13800'), [zhang], 'in numbers');
    t.same(await find('o"neil \\'), [quoted], 'in any case');
    t.same(await find('applicant'), [], 'not in names of fields');
    t.same(await find('A_'), [zhang], '_ is no wildcard');
    t.same(await find('%'), []);
    t.same(await find('张', false), [], 'not without the permission');
    t.same(await find('A_1', false), [zhang]);
    t.same((await find('2026-')).length, 2, 'by number');
  });

  await t.test('pages meet each case once, newest first, while others start', async (t) => {
    const office = await oneTask(db, `pages-${db.kind}`);
    const ids: string[] = [];
    for (let at = 0; at < 7; at += 1) {
      office.clock.now = `2026-03-03T0${Math.floor(at / 2)}:00:00.000Z`;
      ids.push(await start(office, null));
    }
    const seen: string[] = [];
    let after: CaseKey | null = null;
    for (let more = true; more;) {
      const page: Awaited<ReturnType<typeof listCases>> = await listCases(db, office.agencyId, any, after, 2);
      seen.push(...page.items.map((item) => item.id));
      const last = page.items.at(-1)!;
      after = [last.startedAt, last.id];
      more = page.more;
      office.clock.now = '2026-03-04T00:00:00.000Z';
      await start(office, null);
    }
    t.same([...seen].sort(), [...ids].sort());
    t.equal(new Set(seen).size, 7);
  });
});
