import t from 'tap';
import { caseIdOf } from '../helpers/office.ts';
import { completeTask, startCase } from '../../src/service/cases.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { loadCaseSnapshot } from '../../src/store/snapshot.ts';
import { listTasks, readTask, taskKey } from '../../src/store/tasks.ts';
import { openOffice, type Office } from '../helpers/office.ts';
import { processModel, timer } from '../engine/models.ts';

const limit = (text: string) =>
  processModel(
    {
      Start: { type: 'startEvent' },
      Check: { type: 'userTask', role: 'handler' },
      Late: { type: 'boundaryEvent', attachedTo: 'Check', interrupting: true, timer: timer('duration', text) },
      End: { type: 'endEvent' },
    },
    ['Start -> Check', 'Check -> End', 'Late -> End'],
  );
const start = async (office: Office) =>
  caseIdOf(await startCase(office.house, office.asks.clerk, { definitionKey: 'process' }, { variables: {} }));

eachDatabase(t, 'tasks', async (t, db) => {
  await t.test('a task is read in its own agency, and only a task', async (t) => {
    const office = await openOffice(db, `one-${db.kind}`, limit('P1D'));
    const caseId = await start(office);
    t.match(await readTask(db, office.agencyId, { caseId, no: 1 }), {
      id: `${caseId}.1`,
      state: 'open',
      role: 'handler',
      dueAt: '2026-03-03T01:00:00.000Z',
      revision: 1,
      closedAt: null,
    });
    t.equal(await readTask(db, office.agencyId, { caseId, no: 2 }), null, 'a timer');
    t.equal(await readTask(db, 'elsewhere', { caseId, no: 1 }), null);
    t.same((await listTasks(db, 'elsewhere', {}, null, 10)).items, []);
  });

  await t.test('a task is loaded with its form of law', async (t) => {
    const shapes = { Start: { type: 'startEvent' }, Draft: { type: 'userTask', law: { form: 'draft' } } } as const;
    const office = await openOffice(db, `forms-${db.kind}`, processModel(shapes, ['Start -> Draft']));
    const asker = { agencyId: office.agencyId, personId: null, repeatable: null };
    const { snapshot } = await loadCaseSnapshot(db, asker, await start(office));
    t.match(snapshot?.waits, [{ elementId: 'Draft', role: null, form: 'draft', topic: null }]);
    const plain = await openOffice(db, `plain-${db.kind}`, limit('P1D'));
    const other = await loadCaseSnapshot(db, { ...asker, agencyId: plain.agencyId }, await start(plain));
    t.match(other.snapshot?.waits, [{ elementId: 'Check', role: 'handler', form: null }, { form: null }]);
  });

  await t.test('the key of a task is where the list goes on', async (t) => {
    const office = await openOffice(db, `keys-${db.kind}`, limit('P1D'));
    const ids: string[] = [];
    for (let hour = 1; hour < 5; hour += 1) {
      office.clock.now = `2026-03-02T0${hour}:00:00.000Z`;
      ids.push(`${await start(office)}.1`);
    }
    const { caseId } = (await listTasks(db, office.agencyId, {}, null, 1)).items[0]!;
    office.clock.now = '2026-03-02T05:00:00.000Z';
    await completeTask(office.house, office.asks.handler, caseId, { no: 1, variables: {}, revision: null });
    const first = await listTasks(db, office.agencyId, {}, null, 2);
    t.same(
      [first.items.map((task) => task.id), first.more],
      [ids.slice(0, 2), true],
      'open and closed ones in one order',
    );
    const rest = await listTasks(db, office.agencyId, {}, taskKey(first.items[1]!), 2);
    t.same([rest.items.map((task) => task.id), rest.more], [ids.slice(2), false]);
    const open = await listTasks(db, office.agencyId, { state: 'open' }, null, 10);
    t.same(
      open.items.map((task) => task.id),
      ids.slice(1),
    );
  });
});
