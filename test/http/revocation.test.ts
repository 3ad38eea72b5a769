import t from 'tap';
import { archived, cleared, complete, decisionOf, deceit, drafted, opened } from './revocationCast.ts';
import { revocation, revoked, revokingOffice } from './revocationCast.ts';
import { asAgency } from '../../src/store/asAgency.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { published, redaction } from './publicationCast.ts';
import { serve } from './served.ts';
import { verifyDatabase } from '../../src/cli/verify.ts';

const march = '2026-03-02T02:00:00.000Z';

eachDatabase(t, 'the revocation of a decision', async (t, db) => {
  const service = await serve(t, db);
  const { clock } = service;

  await t.test('a decision ends with the cleared decision of a related case, and not before', async (t) => {
    clock.now = march;
    const agencyId = `ends-${db.kind}`;
    const office = await revokingOffice(service, agencyId);
    const { ask } = office;
    const { caseId, id: publication } = await archived(office, '麒审许〔2026〕1号', march);
    const { id: decisionId } = await decisionOf(ask, caseId);
    const closed = (await ask('monitor', `GET /v1/cases/${caseId}/records`)).body.items.at(-1);
    const path = `POST /v1/decisions/${String(decisionId)}/revoke`;
    t.match(await ask('handler', path, deceit), { status: 403 });
    t.match(await ask('leader', path, { ...deceit, reason: ' ' }), { status: 400 });
    t.match(await ask('leader', path, deceit, { headers: { 'If-Match': '"1"' } }), {
      body: { code: 'stale-revision' },
    });
    const key = { headers: { 'Idempotency-Key': 'revoke-1' } };
    const first = await ask('leader', path, deceit, key);
    t.match(first, { status: 201, body: { revocation: { kind: 'revoked', relatedTo: caseId } } });
    t.match(first.body['tasks'], [{ elementId: 'establish', role: 'handler' }]);
    t.same((await ask('leader', path, deceit, key)).body, first.body, 'a repeat');
    const { id } = first.body['case'] as { id: string };
    t.match(await ask('leader', path, deceit), { status: 409, body: { code: 'conflict', detail: new RegExp(id) } });
    t.match((await ask('monitor', `GET /v1/cases?relatedTo=${caseId}`)).body.items, [{ id, relatedTo: caseId }]);
    t.match(await decisionOf(ask, caseId), { state: 'effective', ended: null });

    await complete(ask, id, 'establish', 'handler', { records: [{ item: 'R1-2', kind: 'text', note: 'forged' }] });
    const put = (content: object) => ask('handler', `PUT /v1/cases/${id}/draft`, content);
    t.match(await put({ ...revocation, kind: 'grant' }), { status: 400, body: { detail: /kind revoke/ } });
    const { draft } = (await put(revocation)).body as unknown as { draft: { digest: string } };
    const decide = () => ask('leader', `POST /v1/cases/${id}/decision`, { draftDigest: draft.digest });
    t.match(await decide(), { status: 422, body: { code: 'not-cleared' } });
    t.match(await decisionOf(ask, caseId), { state: 'effective' });
    await complete(ask, id, 'draft', 'handler', { outcome: 'submitted' });
    t.match(await decide(), { status: 422, body: { code: 'not-cleared' } }, 'no catalogue: it is reviewed');
    const asked = { draftDigest: draft.digest, materials: [] };
    const review = (await ask('handler', `POST /v1/cases/${id}/reviews`, asked)).body['review'] as { id: string };
    await ask('reviewer', `POST /v1/reviews/${review.id}/accept-materials`, {});
    const passes = { outcome: 'passed', checklist: [], opinion: 'lawful' };
    t.equal((await ask('reviewer', `POST /v1/reviews/${review.id}/conclude`, passes)).status, 200);
    const decided = await decide();
    t.match(decided, { status: 201, body: { decision: { kind: 'revoke', act: 'permit', number: '许〔2026〕1号' } } });
    const by = (decided.body['decision'] as { id: string }).id;
    const ended = { on: '2026-03-02', basis: deceit.basis, reason: deceit.reason, by };
    t.match(await decisionOf(ask, caseId), {
      state: 'revoked',
      ended: { ...ended, withdrawal: { due: '2026-03-05', provisional: false } },
    });
    t.match(await ask('leader', path, deceit), { status: 409, body: { code: 'conflict', detail: /is revoked/ } });

    const after = (await ask('monitor', `GET /v1/cases/${caseId}/records`)).body.items.at(-1);
    t.same(after, closed, 'the closing record of its case stays the last');
    const records = await ask('monitor', `GET /v1/cases/${id}/records?limit=200`);
    const last = records.body.items.at(-1)?.['body'];
    t.match(last, { command: 'decide', facts: { ended: { id: decisionId, state: 'revoked', by } } });
    t.match(records.body.items[0]?.['body'], { facts: { relatedTo: caseId, revocation: { decisionId } } });
    t.notMatch(records.text, /欺骗|forged/, 'no text that somebody wrote');
    t.same((await verifyDatabase(db)).tampered, []);

    await complete(ask, id, 'serve', 'clerk', { records: [{ item: 'R1-6', kind: 'text', note: 'served' }] });
    const own = (await ask('monitor', `GET /v1/cases/${id}/publications`)).body.items[0];
    await published(ask, String(own?.['id']), { conclusion: '撤销许可' });
    t.match(await complete(ask, id, 'archive', 'clerk'), { case: { state: 'completed' } });
    t.match((await ask('monitor', `GET /v1/publications/${publication}`)).body, { state: 'published' });
  });

  await t.test('a decision whose case still runs is revoked too, and is not published any more', async (t) => {
    clock.now = march;
    const office = await revokingOffice(service, `runs-${db.kind}`);
    const { ask } = office;
    const { caseId, id: publication } = await office.decide('麒审许〔2026〕2号', march);
    const redacted = await ask('publisher', `POST /v1/publications/${publication}/redaction`, redaction());
    t.equal(redacted.status, 200);
    const before = (await ask('monitor', `GET /v1/cases/${caseId}`)).body;
    await revoked(ask, await opened(ask, caseId));
    t.match((await ask('monitor', `GET /v1/cases/${caseId}`)).body, { revision: before['revision'], state: 'running' });
    t.match(await ask('checker', `POST /v1/publications/${publication}/approve`, { revision: 2 }), {
      status: 409,
      body: { code: 'conflict', detail: /is revoked/ },
    });
    const withheld = { reason: '决定已撤销', basis: '行政许可法 69' };
    t.match(await ask('checker', `POST /v1/publications/${publication}/withhold`, withheld), { status: 200 });
  });

  await t.test(
    'a ruling names its day, from which taking down counts; the draft is cleared all the same',
    async (t) => {
      clock.now = '2026-03-10T02:00:00.000Z';
      const office = await revokingOffice(service, `ruled-${db.kind}`);
      const { ask } = office;
      const { caseId } = await archived(office, '麒审许〔2026〕3号', march);
      const { id: decisionId } = await decisionOf(ask, caseId);
      const ruling = { kind: 'unlawful', basis: '麒麟区人民法院（2026）云0302行初5号', reason: '程序违法' };
      const path = `POST /v1/decisions/${String(decisionId)}/revoke`;
      for (const wrong of [
        ruling,
        { ...ruling, ruledOn: '2026-03-11' },
        { ...ruling, ruledOn: '2026-03-01' },
        { ...deceit, ruledOn: '2026-03-05' },
      ]) {
        t.match(await ask('leader', path, wrong), { status: 400, body: { errors: [{ pointer: '/ruledOn' }] } });
      }
      const id = await opened(ask, caseId, { ...ruling, ruledOn: '2026-03-05' });
      const draftDigest = await drafted(ask, id);
      t.match(await ask('leader', `POST /v1/cases/${id}/decision`, { draftDigest }), { body: { code: 'not-cleared' } });
      await ask('leader', `POST /v1/cases/${id}/cancel`, { reason: 'opened by mistake' });
      t.match(await decisionOf(ask, caseId), { state: 'effective' });
      await revoked(ask, await opened(ask, caseId, { ...ruling, kind: 'remade', ruledOn: '2026-03-05' }));
      t.match(await decisionOf(ask, caseId), {
        state: 'remade',
        ended: { on: '2026-03-05', basis: ruling.basis, withdrawal: { due: '2026-03-10' } },
      });
    },
  );

  await t.test('without a ground the decision stands, and no other way opens such a case', async (t) => {
    clock.now = march;
    const office = await revokingOffice(service, `stands-${db.kind}`);
    const { ask } = office;
    const { caseId } = await archived(office, '麒审许〔2026〕4号', march);
    const id = await opened(ask, caseId);
    await complete(ask, id, 'establish', 'handler', { records: [{ item: 'R1-2', kind: 'text', note: 'nothing' }] });
    t.match(await complete(ask, id, 'draft', 'handler', { outcome: 'withdrawn' }), { case: { state: 'completed' } });
    t.match(await decisionOf(ask, caseId), { state: 'effective' });
    t.match(await ask('clerk', 'POST /v1/cases', { definitionKey: 'revocation' }), {
      status: 409,
      body: { code: 'conflict', detail: /decisions\/\{id\}\/revoke/ },
    });
    const nobody = '00000000-0000-7000-8000-000000000000';
    t.equal((await ask('leader', `POST /v1/decisions/${nobody}/revoke`, deceit)).status, 404);
    t.equal((await ask('leader', 'POST /v1/decisions/x/revoke', deceit)).status, 404);
  });

  await t.test('two opened at once are one; the database ends no decision without another', async (t) => {
    clock.now = march;
    const agencyId = `twice-${db.kind}`;
    const office = await revokingOffice(service, agencyId);
    const { ask } = office;
    const { caseId } = await archived(office, '麒审许〔2026〕5号', march);
    const { id: decisionId } = await decisionOf(ask, caseId);
    const path = `POST /v1/decisions/${String(decisionId)}/revoke`;
    const both = await Promise.all([1, 2, 3, 4].map(() => ask('leader', path, deceit)));
    t.strictSame(both.map(({ status }) => status).sort(), [201, 409, 409, 409]);
    const sql = (text: string) => asAgency(db, agencyId, (trx) => trx.raw(text, [String(decisionId)]));
    await t.rejects(sql(`update decision set state = 'revoked' where decision_id = ?::uuid`), { code: '23514' });
    await t.rejects(sql(`update decision set state = 'revoked', ended_by = decision_id where decision_id = ?::uuid`), {
      code: '23514',
    });
    const { id } = both.find(({ status }) => status === 201)!.body['case'] as { id: string };
    const draftDigest = await cleared(ask, id);
    const deciding = [1, 2, 3].map(() => ask('leader', `POST /v1/cases/${id}/decision`, { draftDigest }));
    const statuses = (await Promise.all(deciding)).map(({ status }) => status);
    t.equal(statuses.filter((status) => status === 201).length, 1);
    t.match(await decisionOf(ask, caseId), { state: 'revoked' });
  });
});
