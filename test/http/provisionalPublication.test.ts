import t from 'tap';
import { eachDatabase } from '../helpers/databases.ts';
import { officeOf, published } from './publicationCast.ts';
import { serve } from './served.ts';
import type { Ask } from './served.ts';

/** A Monday; seven working days after it lie in 2027, whose holidays are not published. */
const december = '2026-12-28T02:00:00.000Z';

eachDatabase(t, 'a publication due in a year without a calendar', async (t, db) => {
  const service = await serve(t, db);
  const { clock } = service;
  const listed = async (ask: Ask, caseId: string, query: string) => {
    const { items } = (await ask('monitor', `GET /v1/monitor/stuck${query}`)).body;
    return items.filter((wait) => wait['caseId'] === caseId);
  };

  await t.test('is provisional: never overdue, and stuck for want of the calendar once its day has come', async (t) => {
    clock.now = december;
    const { ask, decide } = await officeOf(service, `year-${db.kind}`);
    const atWork = await decide('麒审许〔2026〕1号', december);
    const cancelled = await decide('麒审许〔2026〕2号', december);
    t.equal((await ask('leader', `POST /v1/cases/${cancelled.caseId}/cancel`, { reason: 'x' })).status, 200);
    const inTime = await decide('麒审许〔2026〕3号', '2026-12-21T02:00:00.000Z');
    t.match((await ask('monitor', `GET /v1/publications/${inTime.id}`)).body, { provisional: false });

    const dueAt = '2027-01-06T16:00:00.000Z';
    const provisional = { dueOn: '2027-01-06', dueAt, provisional: true, overdue: false };
    for (const { id } of [atWork, cancelled]) {
      t.match((await ask('monitor', `GET /v1/publications/${id}`)).body, provisional);
    }
    t.match((await ask('monitor', `GET /v1/cases/${atWork.caseId}/waits`)).body.items, [{ dueAt, provisional: true }]);
    clock.now = '2027-01-06T15:59:59.000Z';
    for (const { caseId } of [atWork, cancelled]) t.strictSame(await listed(ask, caseId, '?overdue=true'), []);

    clock.now = dueAt;
    for (const { caseId, id } of [atWork, cancelled]) {
      t.match((await ask('monitor', `GET /v1/publications/${id}`)).body, provisional, 'still not overdue');
      const missing = [{ kind: 'publication', reason: 'calendar-missing', overdueBy: null, nextAction: /calendar/ }];
      t.match(await listed(ask, caseId, '?overdue=true'), missing);
      t.match(await listed(ask, caseId, '?reason=calendar-missing'), missing);
      t.match(await listed(ask, caseId, '?olderThan=PT0S'), missing, 'once');
      t.equal((await listed(ask, caseId, '?olderThan=PT0S')).length, 1);
      t.strictSame(await listed(ask, caseId, '?reason=publication-overdue'), []);
    }
    t.match(await listed(ask, inTime.caseId, '?overdue=true'), [{ reason: 'publication-overdue' }]);
    const late = (await ask('monitor', 'GET /v1/publications?overdue=true')).body.items;
    t.strictSame(
      late.map(({ id }) => id),
      [inTime.id],
    );
    await published(ask, atWork.id);
    t.strictSame(await listed(ask, atWork.caseId, '?reason=calendar-missing'), []);
  });
});
