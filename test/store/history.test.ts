import t from 'tap';
import { caseIdOf } from '../helpers/office.ts';
import { claimTask, releaseTask, startCase } from '../../src/service/cases.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { historyOf, historyPart } from '../../src/http/historyEvents.ts';
import { oneTask } from './rows.ts';
import { readCaseRecords } from '../../src/store/history.ts';

eachDatabase(t, 'history', async (t, db) => {
  await t.test('records are read from a number on, by their own agency', async (t) => {
    const office = await oneTask(db, `records-${db.kind}`);
    const { house, asks, agencyId } = office;
    const id = caseIdOf(await startCase(house, asks.clerk, { definitionKey: 'process' }, { variables: {} }));
    await claimTask(house, asks.handler, id, { no: 1, revision: null });
    await releaseTask(house, asks.handler, id, { no: 1, revision: null });
    const all = await readCaseRecords(db, agencyId, id, 1, 10);
    t.match(all, {
      processId: 'process',
      more: false,
      items: [{ seq: 1, body: { command: 'startCase' } }, { seq: 2 }, { seq: 3, body: { command: 'releaseTask' } }],
    });
    t.equal(all?.items[1]?.body.prev, all?.items[0]?.hash);
    const two = await readCaseRecords(db, agencyId, id, 2, 1);
    t.match(two, { more: true, items: [{ seq: 2 }] });
    t.same((await readCaseRecords(db, agencyId, id, 4, 10))?.items, []);
    t.equal(await readCaseRecords(db, 'elsewhere', id, 1, 10), null);
  });
});

t.test('a history goes on with the next record where one had no events', (t) => {
  const record = {
    v: 1,
    agency: 'a',
    stream: 'case:c',
    seq: 1,
    prev: '',
    at: '2026-03-02T01:00:00.000Z',
    command: 'x',
    actor: { system: 'timer' },
  } as const;
  const none = historyOf('c', 1, record, undefined);
  t.same(historyPart(none, 0, 10, 2), { items: [], next: [2, 0] });
  t.same(historyPart(none, 0, 10, null), { items: [], next: null });
  const two = historyOf(
    'c',
    2,
    { ...record, firstEvent: 1, events: [{ type: 'case.started' }, { type: 'flow.taken', elementId: '__proto__' }] },
    undefined,
  );
  t.match(historyPart(two, 0, 1, null), { items: [{ seq: 1 }], next: [2, 1] });
  t.match(historyPart(two, 1, 1, null), { items: [{ seq: 2, elementType: null }], next: null });
  t.end();
});
