import t from 'tap';
import { complete } from '../http/revocationCast.ts';
import { asAgency } from '../../src/store/asAgency.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { endDisplays } from '../../src/worker/displays.ts';
import { officeOf, published, redaction } from '../http/publicationCast.ts';
import { serve } from '../http/served.ts';
import { startWorker } from '../../src/worker/loop.ts';
import { statePublicationRule } from '../../src/domain/publicationRule.ts';
import { verifyDatabase } from '../../src/cli/verify.ts';
import type { RecordBody } from '../../src/domain/record.ts';

const now = '2026-03-02T02:00:00.000Z';
const permit = { ...statePublicationRule, displayMonths: 3 };
const rules = { publication: { permit, penalty: statePublicationRule } };
const none = (display: { readonly publicationId: string }, error: unknown) => {
  throw new Error(`${display.publicationId}: ${String(error)}`);
};

eachDatabase(t, 'displays that are over', async (t, db) => {
  const service = await serve(t, db);
  const { clock, house } = service;

  await t.test('end once, after their last day, in the case or behind it, and leave the others', async (t) => {
    clock.now = now;
    const agencyId = `ends-${db.kind}`;
    const { ask, decide } = await officeOf(service, agencyId, rules);
    const running = await decide('麒审许〔2026〕1号', now);
    const archived = await decide('麒审许〔2026〕2号', now);
    const withdrawn = await decide('麒审许〔2026〕3号', now);
    const alike = await decide('麒审许〔2026〕4号', now);
    const unpublished = await decide('麒审许〔2026〕5号', now);
    for (const { id } of [running, archived, withdrawn, alike]) await published(ask, id);
    await complete(ask, archived.caseId, 'serve', 'clerk');
    await ask('leader', `POST /v1/publications/${withdrawn.id}/withdraw`, { reason: 'x', basis: 'y' });
    const state = async ({ id }: { readonly id: string }) =>
      (await ask('monitor', `GET /v1/publications/${id}`)).body['state'];
    t.match((await ask('monitor', `GET /v1/publications/${running.id}`)).body, { displayUntil: '2026-06-02' });

    clock.now = '2026-06-02T15:59:59.000Z';
    t.equal(await endDisplays(house, none), 0, 'on its last day it is shown');
    t.equal((await ask(null, `GET /public/decisions/${archived.id}`)).status, 200);

    clock.now = '2026-06-02T16:00:00.000Z';
    t.equal((await ask(null, `GET /public/decisions/${archived.id}`)).status, 404, 'before any worker came by');
    const both = await Promise.all([endDisplays(house, none), endDisplays(house, none)]);
    t.equal(both[0] + both[1], 3, 'two nodes at once');
    t.equal(await endDisplays(house, none), 0);
    const states = [running, archived, alike, withdrawn, unpublished].map(state);
    t.strictSame(await Promise.all(states), ['expired', 'expired', 'expired', 'withdrawn', 'due']);
    t.equal((await ask(null, `GET /public/decisions/${running.id}`)).status, 404);
    t.notMatch((await ask(null, 'GET /public/decisions.json')).text, new RegExp(archived.id));

    const records = (await ask('monitor', `GET /v1/cases/${running.caseId}/records?limit=200`)).body.items;
    t.match(records.at(-1)?.['body'], { command: 'expirePublication', actor: { system: 'worker' } });
    t.match((await ask('monitor', `GET /v1/cases/${running.caseId}/waits`)).body.items, [{ elementId: 'serve' }]);
    const { rows } = await asAgency(db, agencyId, (trx) =>
      trx.raw<{ rows: { body: string }[] }>('select body from record where stream_id = ?', [
        `publication:${archived.id}`,
      ]),
    );
    t.equal(rows.length, 1);
    t.match(JSON.parse(rows[0]!.body) as RecordBody, {
      seq: 1,
      command: 'expirePublication',
      actor: { system: 'worker' },
      facts: { case: { id: archived.caseId }, publications: [{ id: archived.id, state: 'expired' }] },
    });
    t.same((await verifyDatabase(db)).tampered, []);
    t.match(await ask('publisher', `POST /v1/publications/${running.id}/withdraw`, { reason: 'x', basis: 'y' }), {
      body: { code: 'publication-state' },
    });
  });

  await t.test('what is being corrected waits for its second person and ends after that', async (t) => {
    clock.now = now;
    const { ask, decide } = await officeOf(service, `corrected-${db.kind}`, rules);
    const { id } = await decide('麒审许〔2026〕6号', now);
    await published(ask, id);
    const corrected = { ...redaction(), reason: '结论有误' };
    t.equal((await ask('publisher', `POST /v1/publications/${id}/correct`, corrected)).status, 200);
    clock.now = '2026-06-03T02:00:00.000Z';
    t.equal(await endDisplays(house, none), 0);
    t.equal((await ask('checker', `POST /v1/publications/${id}/approve`, { revision: 5 })).status, 200);
    t.equal(await endDisplays(house, none), 1);
    t.match((await ask('monitor', `GET /v1/publications/${id}`)).body, { state: 'expired' });
  });

  await t.test('a worker ends them by itself, and reports what fails', async (t) => {
    clock.now = now;
    const { ask, decide } = await officeOf(service, `worker-${db.kind}`, rules);
    const { id } = await decide('麒审许〔2026〕7号', now);
    await published(ask, id);
    clock.now = '2026-06-03T02:00:00.000Z';
    const reported: string[] = [];
    const failing = { ...house, models: { get: () => Promise.reject(new Error('no model')) } };
    t.equal(await endDisplays(failing, ({ publicationId }) => reported.push(publicationId)), 0);
    t.strictSame(reported, [id]);
    const worker = startWorker(house, 'node-1', (what, error) => t.fail(`${what}: ${String(error)}`));
    for (let tries = 0; tries < 50; tries += 1) {
      if ((await ask('monitor', `GET /v1/publications/${id}`)).body['state'] === 'expired') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await worker.stop();
    t.match((await ask('monitor', `GET /v1/publications/${id}`)).body, { state: 'expired' });
  });
});
