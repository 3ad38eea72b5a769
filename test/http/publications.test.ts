import { createHash } from 'node:crypto';
import t from 'tap';
import { asAgency } from '../../src/store/asAgency.ts';
import { asOwner, eachDatabase } from '../helpers/databases.ts';
import { formatApiKey } from '../../src/domain/apiKey.ts';
import { insertKey } from '../../src/store/agencies.ts';
import { officeOf, published, redaction } from './publicationCast.ts';
import { serve } from './served.ts';
import { verifyDatabase } from '../../src/cli/verify.ts';
import type { RecordBody } from '../../src/domain/record.ts';

/** A Thursday before Mid-Autumn Festival and National Day, and the seventh working day after it. */
const beforeHoliday = '2026-09-24T02:00:00.000Z';
const lastDay = '2026-10-12';

eachDatabase(t, 'publications', async (t, db) => {
  const service = await serve(t, db);
  const { clock } = service;

  await t.test('a decision is published on the seventh working day, a holiday between', async (t) => {
    clock.now = beforeHoliday;
    const { ask, decide } = await officeOf(service, `holiday-${db.kind}`);
    const { caseId, id } = await decide('麒审许〔2026〕1号', beforeHoliday);
    const due = { dueOn: lastDay, dueAt: '2026-10-12T16:00:00.000Z', provisional: false };
    t.match((await ask('monitor', `GET /v1/publications/${id}`)).body, { ...due, state: 'due', overdue: false });
    t.match((await ask('monitor', `GET /v1/cases/${caseId}/waits`)).body.items, [
      { kind: 'publication', elementId: 'redact', dueAt: due.dueAt },
    ]);
    clock.now = '2026-10-12T15:59:59.000Z';
    const redacted = await ask('publisher', `POST /v1/publications/${id}/redaction`, redaction());
    t.match(redacted, { status: 200, body: { publication: { state: 'redacted', revision: 2, ...due } } });
    t.match(redacted.body['tasks'], [{ elementId: 'approve', role: 'checker' }]);
    t.match((await ask('monitor', `GET /v1/cases/${caseId}/waits`)).body.items, [
      { kind: 'publication', elementId: 'approve', dueAt: due.dueAt },
    ]);
    const approved = await ask('checker', `POST /v1/publications/${id}/approve`, { revision: 2 });
    t.match(approved, {
      status: 200,
      body: { publication: { state: 'published', publishedAt: clock.now, displayUntil: null } },
    });
    t.match(approved.body['tasks'], [{ elementId: 'serve' }]);
    t.match((await ask('monitor', `GET /v1/publications/${id}`)).body, {
      state: 'published',
      overdue: false,
      address: `/public/decisions/${id}`,
      text: { summary: { object: '张某某' } },
    });
    const { items } = (await ask('monitor', `GET /v1/cases/${caseId}/publications`)).body;
    t.match(items, [{ id, state: 'published', redactedBy: 'publisher', approvedBy: 'checker' }]);
  });

  await t.test('what is not published in time is stuck and overdue, not before', async (t) => {
    clock.now = beforeHoliday;
    const { ask, decide } = await officeOf(service, `late-${db.kind}`);
    const { caseId, id } = await decide('麒审许〔2026〕2号', '2026-10-08T02:00:00.000Z');
    const fresh = await decide('麒审许〔2026〕3号', '2026-10-16T02:00:00.000Z');
    const stuck = async (query = '') => (await ask('monitor', `GET /v1/monitor/stuck${query}`)).body.items;
    const { dueAt } = (await ask('monitor', `GET /v1/publications/${id}`)).body;
    t.equal(dueAt, '2026-10-16T16:00:00.000Z');
    clock.now = '2026-10-16T15:59:00.000Z';
    t.same(
      (await stuck('?olderThan=PT24H')).map((wait) => [wait['caseId'], wait['kind'], wait['reason'], wait['dueAt']]),
      [[caseId, 'publication', 'unclaimed', dueAt]],
    );
    t.same((await ask('monitor', 'GET /v1/publications?overdue=true')).body.items, []);
    t.same(await stuck('?overdue=true'), []);
    clock.now = '2026-10-16T16:00:00.000Z';
    for (const query of [
      '?overdue=true',
      '?reason=publication-overdue&olderThan=P30D',
      '?kind=publication&overdue=true',
    ]) {
      t.match(
        await stuck(query),
        [{ caseId, kind: 'publication', reason: 'publication-overdue', overdueBy: 0, nextAction: /publications/ }],
        query,
      );
    }
    clock.now = '2026-10-20T16:00:00.000Z';
    const late = await stuck('?olderThan=PT1H');
    t.same(
      late.map((wait) => [wait['caseId'], wait['reason'], wait['overdueBy']]),
      [
        [caseId, 'publication-overdue', 4 * 86_400],
        [fresh.caseId, 'unclaimed', null],
      ],
      'each once',
    );
    t.match((await ask('monitor', 'GET /v1/publications?overdue=true')).body.items, [{ id, overdue: true }]);
    t.same(await stuck('?kind=task&olderThan=PT1H'), []);
    await published(ask, id);
    t.same(await stuck('?overdue=true'), [], 'late, but done');
    t.equal((await ask('monitor', 'GET /v1/publications?overdue=true')).body.items.length, 0);
  });

  await t.test(
    'the publication of a case that was cancelled after its decision is stuck too, and can be done',
    async (t) => {
      clock.now = '2026-03-02T01:00:00.000Z';
      const { ask, decide } = await officeOf(service, `cancelled-${db.kind}`);
      const { id, caseId } = await decide('麒审许〔2026〕8号', clock.now);
      const cancelled = await ask('leader', `POST /v1/cases/${caseId}/cancel`, { reason: 'by mistake' });
      t.equal(cancelled.status, 200, cancelled.text);
      const stuck = async (query = '') => (await ask('monitor', `GET /v1/monitor/stuck${query}`)).body.items;
      clock.now = '2026-03-11T15:59:00.000Z';
      t.same(await stuck(), []);
      clock.now = '2026-03-11T17:00:00.000Z';
      for (const query of ['', '?overdue=true', '?kind=publication', '?reason=publication-overdue&limit=1']) {
        t.match(await stuck(query), [
          { caseId, kind: 'publication', dueAt: '2026-03-11T16:00:00.000Z', overdueBy: 3600 },
        ]);
      }
      t.same(await stuck('?kind=task'), []);
      t.same(await stuck('?matter=other'), []);
      await published(ask, id);
      t.same(await stuck(), []);
      t.match((await ask(null, `GET /public/decisions/${id}`)).status, 200);
      t.same((await verifyDatabase(db)).tampered, []);
    },
  );

  await t.test('nobody approves their own redaction, by whichever key', async (t) => {
    clock.now = beforeHoliday;
    const agencyId = `alone-${db.kind}`;
    const { ask, decide } = await officeOf(service, agencyId);
    const { id } = await decide('麒审许〔2026〕4号', beforeHoliday);
    const second = { id: 'ffffffffffffffff', secret: 'S'.repeat(43) };
    await asAgency(db, agencyId, async (trx) => {
      const owner = { agency_id: agencyId, person_id: 'publisher' };
      await trx('person_role').insert({ ...owner, role: 'checker', valid_from: '2026-01-01' });
      await trx('person').where(owner).increment('revision');
      const secretHash = createHash('sha256').update(second.secret).digest('hex');
      await insertKey(trx, agencyId, 'publisher', { id: second.id, secretHash }, beforeHoliday);
    });
    const headers = { authorization: `Bearer ${formatApiKey(agencyId, second.id, second.secret)}` };
    const redacted = await ask('publisher', `POST /v1/publications/${id}/redaction`, redaction());
    t.equal(redacted.status, 200, redacted.text);
    t.match(await ask('publisher', `POST /v1/publications/${id}/approve`, { revision: 2 }, { headers }), {
      status: 409,
      body: { code: 'separation', detail: /redacted it/ },
    });
    t.match(await ask('handler', `POST /v1/publications/${id}/approve`, { revision: 2 }), { status: 403 });
    t.match(await ask('checker', `POST /v1/publications/${id}/approve`, { revision: 1 }), {
      status: 409,
      body: { code: 'stale-revision' },
    });
    t.match(
      await ask('checker', `POST /v1/publications/${id}/approve`, { revision: 2 }, { headers: { 'If-Match': '"1"' } }),
      { status: 409, body: { code: 'stale-revision' } },
    );
    t.equal((await ask('checker', `POST /v1/publications/${id}/approve`, { revision: 2 })).status, 200);
  });

  await t.test('a text is sent back, redacted again, or withheld', async (t) => {
    clock.now = beforeHoliday;
    const { ask, decide } = await officeOf(service, `back-${db.kind}`);
    const { id, caseId } = await decide('麒审许〔2026〕5号', beforeHoliday);
    const path = `/v1/publications/${id}`;
    t.match(await ask('checker', `POST ${path}/return`, { reason: 'x' }), { body: { code: 'publication-state' } });
    t.match(await ask('checker', `POST ${path}/approve`, { revision: 1 }), { body: { code: 'publication-state' } });
    const hidden = { ...redaction(), shown: ['当事人'] };
    t.match(await ask('publisher', `POST ${path}/redaction`, hidden), { status: 400, body: { code: 'bad-request' } });
    await ask('publisher', `POST ${path}/redaction`, redaction());
    t.match(await ask('publisher', `POST ${path}/redaction`, redaction({ conclusion: '准予' })), {
      status: 200,
      body: { publication: { revision: 3 }, tasks: [] },
    });
    const returned = await ask('checker', `POST ${path}/return`, { reason: '住址未隐去' });
    t.match(returned, { status: 200, body: { publication: { revision: 3 }, tasks: [{ elementId: 'redact' }] } });
    t.match(await ask('checker', `POST ${path}/approve`, { revision: 3 }), { body: { code: 'publication-state' } });
    const records = await ask('monitor', `GET /v1/cases/${caseId}/records`);
    t.notMatch(records.text, /住址未隐去|张三丰/, 'on the record as a commitment');
    t.equal((await ask('publisher', `POST ${path}/redaction`, redaction())).status, 200);
    t.match(await ask('leader', `POST ${path}/withhold`, { reason: 'x', basis: 'y' }), { status: 403 });
    const withheld = await ask('checker', `POST ${path}/withhold`, {
      reason: '商业秘密',
      basis: '政府信息公开条例 15',
    });
    t.match(withheld, { status: 200, body: { publication: { state: 'withheld' }, case: { state: 'completed' } } });
    t.equal((await ask(null, `GET /public/decisions/${id}`)).status, 404);
    t.match(await ask('publisher', `POST ${path}/withdraw`, { reason: 'x', basis: 'y' }), {
      status: 409,
      body: { code: 'publication-state' },
    });
  });

  await t.test('a correction hides the wrong text at once, and a second person approves the right one', async (t) => {
    clock.now = beforeHoliday;
    const { ask, decide } = await officeOf(service, `wrong-${db.kind}`);
    const { id } = await decide('麒审许〔2026〕6号', beforeHoliday);
    await published(ask, id, { conclusion: '准予许可甲' });
    t.match((await ask(null, `GET /public/decisions/${id}`)).text, /准予许可甲/);
    const wrong = { ...redaction({ conclusion: '准予许可乙' }), reason: '结论有误' };
    const path = `/v1/publications/${id}`;
    t.match(await ask('publisher', `POST ${path}/correct`, { ...wrong, reason: ' ' }), { status: 400 });
    const corrected = await ask('publisher', `POST ${path}/correct`, wrong);
    t.match(corrected, { status: 200, body: { publication: { state: 'redacted', revision: 5 } } });
    const meanwhile = await ask(null, `GET /public/decisions/${id}`);
    t.match(meanwhile, { status: 200, text: /正在更正[\s\S]*结论有误/ });
    t.notMatch(meanwhile.text, /准予许可/);
    t.notMatch((await ask(null, 'GET /public/decisions.json')).text, /准予许可[甲乙]/);
    t.match((await ask('designer', `GET ${path}`)).body, { text: null }, 'not for everybody yet');
    t.match((await ask('handler', `GET ${path}`)).body, { text: { summary: { conclusion: '准予许可乙' } } });
    t.equal((await ask('checker', `POST ${path}/approve`, { revision: 5 })).status, 200);
    t.match((await ask(null, `GET /public/decisions/${id}`)).text, /准予许可乙/);
  });

  await t.test('after the archive a publication has a stream of its own, behind the end of its case', async (t) => {
    clock.now = beforeHoliday;
    const agencyId = `after-${db.kind}`;
    const { ask, decide } = await officeOf(service, agencyId);
    const { id, caseId } = await decide('麒审许〔2026〕7号', beforeHoliday);
    await published(ask, id);
    const serving = (await ask('clerk', `GET /v1/cases/${caseId}/tasks?limit=200`)).body.items.find(
      (task) => task['elementId'] === 'serve',
    );
    t.equal((await ask('clerk', `POST /v1/tasks/${String(serving?.['id'])}/complete`, {})).status, 200);
    const closed = (await ask('monitor', `GET /v1/cases/${caseId}/records`)).body.items.at(-1);

    const path = `/v1/publications/${id}`;
    const key = { headers: { 'Idempotency-Key': 'correct-1' } };
    const correction = { ...redaction({ conclusion: '准予许可乙' }), reason: '结论有误' };
    const corrected = await ask('publisher', `POST ${path}/correct`, correction, key);
    t.match(corrected, { status: 200, body: { case: { id: caseId, state: 'completed' }, tasks: [] } });
    t.same((await ask('publisher', `POST ${path}/correct`, correction, key)).body, corrected.body, 'a repeat');
    t.match(await ask('checker', `POST ${path}/approve`, { revision: 4 }), { body: { code: 'stale-revision' } });
    t.equal((await ask('checker', `POST ${path}/approve`, { revision: 5 })).status, 200);
    const down = { reason: '决定被依法撤销', basis: '行政处罚法 48' };
    t.match(await ask('leader', `POST ${path}/withdraw`, down), { body: { publication: { state: 'withdrawn' } } });
    t.match(await ask('publisher', `POST ${path}/withdraw`, down), { body: { code: 'publication-state' } });

    const tombstone = await ask(null, `GET /public/decisions/${id}`);
    t.match(tombstone, { status: 200, text: /已撤回[\s\S]*决定被依法撤销/ });
    t.notMatch(tombstone.text, /准予许可|张某某/);
    const { rows } = await asAgency(db, agencyId, (trx) =>
      trx.raw<{ rows: { body: string }[] }>(`select body from record where stream_id = ? order by seq`, [
        `publication:${id}`,
      ]),
    );
    const bodies = rows.map(({ body }) => JSON.parse(body) as RecordBody);
    t.same(
      bodies.map(({ seq, command }) => [seq, command]),
      [
        [1, 'correctPublication'],
        [2, 'approvePublication'],
        [3, 'withdrawPublication'],
      ],
    );
    t.match(bodies[0]?.facts, { case: { id: caseId, revision: closed?.['seq'], hash: closed?.['hash'] } });
    t.equal((await ask('monitor', `GET /v1/cases/${caseId}`)).body['revision'], closed?.['seq'], 'the case stays');
    t.same((await verifyDatabase(db)).tampered, []);
    await asOwner(
      db,
      `update record set body = replace(body, 'withdrawn', 'published') where stream_id = 'publication:${id}'`,
    );
    t.match((await verifyDatabase(db)).tampered, [{ streamId: `publication:${id}`, seq: 3, reason: /hash/ }]);
  });
});
