import t from 'tap';
import { caseIdOf, openOffice, type Office } from '../helpers/office.ts';
import { completeServiceTask, startCase } from '../../src/service/cases.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { fetchServiceTasks, readHold, setLease } from '../../src/store/serviceTasks.ts';
import { processModel } from '../engine/models.ts';

const paying = processModel(
  { Start: { type: 'startEvent' }, Pay: { type: 'serviceTask', service: { topic: 'pay' } }, End: { type: 'endEvent' } },
  ['Start -> Pay', 'Pay -> End'],
);
const now = '2026-03-02T02:00:00.000Z';
const until = '2026-03-02T02:01:00.000Z';
const wanted = { personId: 'handler', topics: null, now, until, limit: 10 };

async function startMany(office: Office, cases: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < cases; at += 1) {
    ids.push(
      caseIdOf(await startCase(office.house, office.asks.clerk, { definitionKey: 'process' }, { variables: { at } })),
    );
  }
  return ids;
}

eachDatabase(t, 'service tasks', async (t, db) => {
  await t.test('workers that fetch at once share the tasks, none twice, none lost', async (t) => {
    const office = await openOffice(db, `share-${db.kind}`, paying);
    const ids = await startMany(office, 30);
    const shares = await Promise.all(
      Array.from({ length: 8 }, () => fetchServiceTasks(db, office.agencyId, { ...wanted, limit: 5 })),
    );
    const fetched = shares.flat().map((task) => task.caseId);
    t.equal(new Set(fetched).size, fetched.length);
    const rest = await fetchServiceTasks(db, office.agencyId, { ...wanted, limit: 100 });
    t.same([...fetched, ...rest.map((task) => task.caseId)].sort(), ids.sort());
    t.match(rest.concat(shares.flat())[0], {
      attempts: 1,
      lease: { no: 1, until },
      topic: 'pay',
      variables: { at: Number },
    });
  });

  await t.test('a lease is changed by who holds it only, and leaves revision and record alone', async (t) => {
    const office = await openOffice(db, `lease-${db.kind}`, paying);
    const [caseId = ''] = await startMany(office, 1);
    const { agencyId } = office;
    await fetchServiceTasks(db, agencyId, wanted);
    const task = { caseId, no: 1 };
    const held = { holder: 'handler', leaseNo: 1, now };
    const next = { owner: 'handler', until: '2026-03-02T02:05:00.000Z' };
    t.equal(await setLease(db, agencyId, task, { ...held, leaseNo: 2 }, next), false, 'another number');
    t.equal(await setLease(db, agencyId, task, { ...held, holder: 'admin' }, next), false, 'another person');
    t.equal(await setLease(db, agencyId, task, { ...held, now: until }, next), false, 'too late');
    t.equal(await setLease(db, 'elsewhere', task, held, next), false, 'another agency');
    t.equal(await setLease(db, agencyId, task, held, next), true);
    t.same(await readHold(db, agencyId, caseId, 1), { open: true, attempts: 1, leaseNo: 1, owner: 'handler' });
    t.equal(await readHold(db, 'elsewhere', caseId, 1), null);
    t.equal(await setLease(db, agencyId, task, held, { owner: null, until: '2026-03-02T02:10:00.000Z' }), true);
    t.same(await fetchServiceTasks(db, agencyId, { ...wanted, now: '2026-03-02T02:09:59.999Z' }), [], 'it rests');
    t.equal((await fetchServiceTasks(db, agencyId, { ...wanted, now: '2026-03-02T02:10:00.000Z' })).length, 1);
  });

  await t.test('a worker that lost its lease completes nothing', async (t) => {
    const office = await openOffice(db, `lost-${db.kind}`, paying);
    const [caseId = ''] = await startMany(office, 1);
    const { house, agencyId, asks, clock } = office;
    clock.now = now;
    await fetchServiceTasks(db, agencyId, wanted);
    await fetchServiceTasks(db, agencyId, {
      ...wanted,
      now: until,
      until: '2026-03-02T03:00:00.000Z',
      personId: 'admin',
    });
    clock.now = until;
    const late = await completeServiceTask(house, asks.handler, caseId, { no: 1, lease: 1, variables: {} });
    t.match(late, { refused: true, code: 'lease-lost' });
    t.match(await completeServiceTask(house, asks.admin, caseId, { no: 1, lease: 2, variables: {} }), {
      result: 'written',
    });
  });

  await t.test('only the topics that are asked for', async (t) => {
    const office = await openOffice(db, `topics-${db.kind}`, paying);
    await startMany(office, 1);
    t.same(await fetchServiceTasks(db, office.agencyId, { ...wanted, topics: ['other', `pay' or true --`] }), []);
    t.equal((await fetchServiceTasks(db, office.agencyId, { ...wanted, topics: ['other', 'pay'] })).length, 1);
  });
});
