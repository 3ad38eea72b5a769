import t from 'tap';
import { archived, deceit, opened, revoked, revokingOffice } from './revocationCast.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { redaction } from './publicationCast.ts';
import { nextOf, serve, type Answer, type Ask } from './served.ts';

/** A Thursday; three working days after it is the Tuesday. */
const thursday = '2026-03-05T02:00:00.000Z';
const lastDay = { dueOn: '2026-03-10', dueAt: '2026-03-10T16:00:00.000Z', provisional: false };

eachDatabase(t, 'what is published of a decision that has ended', async (t, db) => {
  const service = await serve(t, db);
  const { clock } = service;
  const stuck = async (ask: Ask, query = '') => (await ask('monitor', `GET /v1/monitor/stuck${query}`)).body.items;

  await t.test('is due to be taken down in three working days, is listed until it is, and leaves why', async (t) => {
    clock.now = thursday;
    const office = await revokingOffice(service, `down-${db.kind}`);
    const { ask } = office;
    const { caseId, id } = await archived(office, '麒审许〔2026〕1号', '2026-03-02T02:00:00.000Z');
    const other = await archived(office, '麒审许〔2026〕2号', '2026-03-02T02:00:00.000Z');
    t.match((await ask('monitor', `GET /v1/publications/${id}`)).body, { withdrawal: null });
    await revoked(ask, await opened(ask, caseId));
    const read = async () => (await ask('monitor', `GET /v1/publications/${id}`)).body;
    t.match(await read(), { state: 'published', overdue: false, withdrawal: { ...lastDay, overdue: false } });
    t.match((await ask('monitor', `GET /v1/publications/${other.id}`)).body, { withdrawal: null });
    t.match((await ask(null, `GET /public/decisions/${id}`)).text, /准予许可/, 'until somebody takes it down');

    const listed = async (query: string) => (await stuck(ask, query)).filter((wait) => wait['caseId'] === caseId);
    t.strictSame(await listed('?olderThan=P1D'), [], 'neither late nor old');
    t.match(await listed('?olderThan=PT0S'), [
      { kind: 'publication', reason: null, dueAt: lastDay.dueAt, overdueBy: null, nextAction: /withdraw it in time/ },
    ]);
    t.strictSame(await listed('?olderThan=PT0S&overdue=true'), []);
    t.strictSame((await ask('monitor', 'GET /v1/publications?overdue=true')).body.items, []);

    clock.now = '2026-03-10T16:00:00.000Z';
    t.match(await read(), { overdue: false, withdrawal: { ...lastDay, overdue: true } });
    t.match(await listed('?overdue=true&reason=publication-overdue&kind=publication'), [
      { reason: 'publication-overdue', overdueBy: 0, nextAction: /withdraw it at once/ },
    ]);
    t.strictSame(await listed('?reason=overdue'), []);
    t.strictSame(await listed('?kind=task'), []);
    t.match((await ask('monitor', 'GET /v1/publications?overdue=true')).body.items, [{ id }]);
    const all: unknown[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: Answer = await ask('monitor', `GET /v1/monitor/stuck?limit=1&olderThan=PT0S${next}`);
      all.push(...page.body.items.map((wait) => wait['id']));
      next = nextOf(page);
    }
    t.equal(new Set(all).size, all.length, 'page by page, each once');
    t.ok(all.includes(`${caseId}.0`));

    const down = await ask('publisher', `POST /v1/publications/${id}/withdraw`, {});
    t.match(down, { status: 200, body: { publication: { state: 'withdrawn' } } });
    t.match(await read(), { withdrawal: null, reason: deceit.reason, basis: deceit.basis });
    t.strictSame(await listed('?olderThan=PT0S'), []);
    t.strictSame((await ask('monitor', 'GET /v1/publications?overdue=true')).body.items, []);
    const tombstone = await ask(null, `GET /public/decisions/${id}`);
    t.match(tombstone, { status: 200, text: /已撤回[\s\S]*以欺骗手段取得许可/ });
    t.notMatch(tombstone.text, /准予许可/);
    t.match((await ask(null, `GET /public/decisions/${other.id}`)).text, /准予许可/, 'the other one stays');
  });

  await t.test('a correction under way is taken down as well; without an end a reason has to be given', async (t) => {
    clock.now = thursday;
    const office = await revokingOffice(service, `wrong-${db.kind}`);
    const { ask } = office;
    const { caseId, id } = await archived(office, '麒审许〔2026〕3号', '2026-03-02T02:00:00.000Z');
    const path = `/v1/publications/${id}`;
    t.match(await ask('publisher', `POST ${path}/withdraw`, {}), {
      status: 400,
      body: { errors: [{ pointer: '/reason' }] },
    });
    t.match(await ask('publisher', `POST ${path}/withdraw`, { reason: 'x' }), {
      status: 400,
      body: { errors: [{ pointer: '/basis' }] },
    });
    const correction = { ...redaction({ conclusion: '准予许可乙' }), reason: '结论有误' };
    t.equal((await ask('publisher', `POST ${path}/correct`, correction)).status, 200);
    await revoked(ask, await opened(ask, caseId));
    t.match((await ask('monitor', `GET ${path}`)).body, { state: 'redacted', withdrawal: lastDay });
    t.match(await ask('checker', `POST ${path}/approve`, { revision: 5 }), { body: { code: 'conflict' } });
    t.match(await ask('leader', `POST ${path}/withdraw`, { reason: '已撤销', basis: '行政许可法 69' }), {
      body: { publication: { state: 'withdrawn' } },
    });
    t.match((await ask('monitor', `GET ${path}`)).body, { withdrawal: null, reason: '已撤销' });
  });

  await t.test('a limit that crosses into a year without a calendar is provisional and never overdue', async (t) => {
    clock.now = '2026-12-30T02:00:00.000Z';
    const office = await revokingOffice(service, `year-${db.kind}`);
    const { ask } = office;
    const { caseId, id } = await archived(office, '麒审许〔2026〕4号', '2026-12-28T02:00:00.000Z');
    await revoked(ask, await opened(ask, caseId));
    t.match((await ask('monitor', `GET /v1/publications/${id}`)).body, { withdrawal: { provisional: true } });
    clock.now = '2027-03-01T02:00:00.000Z';
    t.match((await ask('monitor', `GET /v1/publications/${id}`)).body, { withdrawal: { overdue: false } });
    t.match(
      (await stuck(ask, '?overdue=true&kind=publication')).filter((wait) => wait['caseId'] === caseId),
      [{ reason: 'calendar-missing', overdueBy: null }],
    );
    t.strictSame(await stuck(ask, '?reason=publication-overdue'), []);
  });
});
