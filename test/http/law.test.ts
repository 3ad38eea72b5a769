import t from 'tap';
import { another, grant, law, licenceOffice, material, passing, refusal, reviewIn } from './licenceOffice.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { serve } from './served.ts';

eachDatabase(t, 'draft, review and decision', async (t, db) => {
  const service = await serve(t, db);
  const { clock } = service;

  await t.test('a reviewed draft is decided, numbered and due for publication', async (t) => {
    const office = await licenceOffice(service, `true-${db.kind}`);
    const { ask } = office;
    const made = await office.start();
    const { digest, review } = await made.passed(refusal);
    t.match(await ask('monitor', `GET /v1/cases/${made.id}/draft`), {
      status: 200,
      body: { version: 1, digest, clearance: 'cleared', by: 'review', content: null },
    });
    const read = await ask('leader', `GET /v1/cases/${made.id}/draft`);
    t.strictSame(read.body['content'], refusal, 'staff read the text');
    const decided = await ask('leader', `POST /v1/cases/${made.id}/decision`, { draftDigest: digest });
    const expected = { number: '麒审许〔2026〕1号', kind: 'refuse', by: 'review', decidedOn: '2026-03-02' };
    t.match(decided, { status: 201, body: { decision: expected, tasks: [{ elementId: 'filing' }] } });
    t.match(await ask('monitor', `GET /v1/cases/${made.id}/decision`), { status: 200, body: expected });
    t.match((await ask('monitor', `GET /v1/cases/${made.id}`)).body['variables'], {
      decidedOn: '2026-03-02',
      decisionNumber: '麒审许〔2026〕1号',
      decisionKind: 'refuse',
      reviewLevels: 1,
      reviewReceivedOn: '2026-03-02',
    });
    t.match(await ask('monitor', `GET /v1/cases/${made.id}/publications`), {
      body: { items: [{ state: 'due', dueOn: '2026-03-11' }] },
    });
    t.match((await ask('monitor', `GET /v1/cases/${made.id}/documents`)).body.items, [
      { kind: 'draft', version: 1, digest, by: 'handler' },
      { kind: 'decision', digest, number: '麒审许〔2026〕1号', by: 'leader' },
    ]);
    t.match(await ask('leader', `GET /v1/reviews/${review}`), {
      status: 200,
      body: { state: 'passed', checklist: ['competent'], opinions: [{ personId: 'reviewer', ...passing }] },
    });
    const records = await ask('monitor', `GET /v1/cases/${made.id}/records?limit=200`);
    t.notMatch(records.text, /lawful throughout|premises/, 'no text that somebody wrote is on the record');
    t.match(records.text, /review-1-opinion-1/, 'but its commitment is');
  });

  await t.test(
    'where the catalogue asks for no review, its answer clears the draft until something new happens',
    async (t) => {
      const office = await licenceOffice(service, `scope-${db.kind}`);
      const { ask } = office;
      const plain = await office.start();
      const digest = await plain.drafted(grant);
      await plain.complete('hold-hearing', 'checker', { outcome: 'abandoned' });
      t.match(await ask('leader', `POST /v1/cases/${plain.id}/decision`, { draftDigest: digest }), {
        status: 201,
        body: { decision: { by: 'scope' } },
      });

      const heard = await office.start();
      await heard.drafted(grant);
      await heard.complete('hold-hearing', 'checker', { outcome: 'held' });
      t.match((await ask('leader', `GET /v1/cases/${heard.id}/draft`)).body, { clearance: 'none', by: null });
      t.match(await ask('leader', `POST /v1/cases/${heard.id}/decision`, { draftDigest: digest }), {
        status: 422,
        body: { code: 'not-cleared', detail: /voided/ },
      });
      await ask('leader', `POST /v1/cases/${heard.id}/messages`, { name: 'draft-sent-back' });
      await heard.complete('draft', 'handler');
      t.ok(await heard.task('request'), 'asked again, the catalogue knows of the hearing (Penalty Law Art. 58)');

      const complex = await office.start();
      await complex.drafted(grant);
      await complex.complete('hold-hearing', 'checker', { outcome: 'abandoned', variables: { complex: true } });
      t.match((await ask('leader', `GET /v1/cases/${complex.id}/draft`)).body, { clearance: 'none' });
    },
  );

  await t.test('materials go back, come again, the limit counts anew and is extended once by another', async (t) => {
    const office = await licenceOffice(service, `materials-${db.kind}`);
    const { ask } = office;
    const made = await office.start();
    const draftDigest = await made.drafted(refusal);
    const asked = { draftDigest, materials: [material] };
    const first = await ask('handler', `POST /v1/cases/${made.id}/reviews`, asked);
    t.match(first, { status: 201, body: { review: { round: 1, state: 'requested', levelsAsked: 1 } } });
    const review = `/v1/reviews/${reviewIn(first.body)}`;
    t.match((await ask('leader', `GET ${review}`)).body, { dueOn: '2026-03-05' });
    t.match(await ask('reviewer', `POST ${review}/return-materials`, { reason: 'the statement is missing' }), {
      status: 200,
      body: { review: { state: 'materialsReturned' }, tasks: [{ elementId: 'request' }] },
    });
    t.match((await ask('leader', `GET ${review}`)).body, { dueOn: null, receivedAt: null });
    clock.now = '2026-03-05T01:00:00.000Z';
    t.match(await ask('handler', `POST /v1/cases/${made.id}/reviews`, asked), {
      status: 201,
      body: { review: { id: reviewIn(first.body), round: 1, state: 'requested' } },
    });
    t.match(await ask('reviewer', `POST ${review}/accept-materials`, {}), { status: 200 });
    t.match((await ask('leader', `GET ${review}`)).body, { dueOn: '2026-03-10' });
    const more = { days: 5, reason: 'two fields of law', askedBy: 'reviewer' };
    t.match(await ask('leader', `POST ${review}/extend`, { ...more, askedBy: 'handler' }), { status: 400 });
    t.match(await ask('leader', `POST ${review}/extend`, { ...more, askedBy: 'leader' }), {
      body: { code: 'separation' },
    });
    t.match(await ask('leader', `POST ${review}/extend`, more), { status: 200 });
    t.match((await ask('leader', `GET ${review}`)).body, { dueOn: '2026-03-17' });
    t.match(await ask('leader', `POST ${review}/extend`, more), { status: 409, body: { code: 'review-state' } });
    t.match((await ask('monitor', 'GET /v1/reviews?state=inReview')).body.items, [{ caseId: made.id }]);
    t.match((await ask('monitor', `GET /v1/cases/${made.id}/reviews`)).body.items, [{ state: 'inReview' }]);
    clock.now = '2026-03-02T01:00:00.000Z';
  });

  await t.test('two levels are two people, the second after the first', async (t) => {
    const office = await licenceOffice(service, `levels-${db.kind}`);
    const { ask, agencyId } = office;
    const upper = await another(db, agencyId, 'upper', 'reviewer');
    const made = await office.start();
    const { digest, review } = await made.inReview({ ...grant, triggers: ['safety'] });
    t.match(await ask('reviewer', `POST /v1/reviews/${review}/conclude`, passing), {
      status: 200,
      body: { review: { state: 'inReview', levelsAsked: 2, levelsPassed: 1 }, tasks: [{ elementId: 'second' }] },
    });
    t.match(await ask('leader', `POST /v1/cases/${made.id}/decision`, { draftDigest: digest }), {
      body: { code: 'not-cleared' },
    });
    t.match(await ask('reviewer', `POST /v1/reviews/${review}/conclude`, passing), { body: { code: 'separation' } });
    t.match(await ask('reviewer', `POST /v1/reviews/${review}/conclude`, passing, upper), {
      status: 200,
      body: { review: { state: 'passed', levelsPassed: 2 } },
    });
    t.match(await ask('leader', `POST /v1/cases/${made.id}/decision`, { draftDigest: digest }), { status: 201 });
  });

  await t.test('a rejection is accepted, or disputed and ruled: a second reviewer, never a clearance', async (t) => {
    const office = await licenceOffice(service, `dispute-${db.kind}`);
    const { ask, agencyId } = office;
    const made = await office.start();
    const { digest, review } = await made.inReview(refusal);
    const against = { outcome: 'rejected', checklist: [{ item: 'competent', answer: 'no' }], opinion: 'beyond power' };
    t.match(await ask('reviewer', `POST /v1/reviews/${review}/conclude`, { ...against, checklist: [] }), {
      status: 400,
    });
    t.match(await ask('reviewer', `POST /v1/reviews/${review}/conclude`, against), {
      status: 200,
      body: { review: { state: 'rejected' }, tasks: [{ elementId: 'answer' }] },
    });
    const plainly = `POST /v1/tasks/${await made.task('answer')}/complete`;
    t.match(await ask('handler', plainly, { outcome: 'disagreed' }), {
      status: 422,
      body: { code: 'use-law-route', detail: /disagree/ },
    });
    t.match(await ask('handler', `POST /v1/reviews/${review}/disagree`, { grounds: 'Art. 12 gives the power' }), {
      status: 200,
      body: { review: { state: 'disputed' }, tasks: [{ elementId: 'ruling' }] },
    });
    const ruling = { ruling: 'secondReviewer', reason: 'both views can be held' };
    t.match(await ask('leader', `POST /v1/reviews/${review}/rule`, ruling), {
      status: 200,
      body: { review: { state: 'voided' }, tasks: [{ elementId: 'request' }] },
    });
    t.match(await ask('leader', `POST /v1/cases/${made.id}/decision`, { draftDigest: digest }), {
      body: { code: 'not-cleared' },
    });
    const again = await ask('handler', `POST /v1/cases/${made.id}/reviews`, { draftDigest: digest, materials: [] });
    t.match(again, { status: 201, body: { review: { round: 2 } } });
    const second = `/v1/reviews/${reviewIn(again.body)}`;
    t.match(await ask('reviewer', `POST ${second}/accept-materials`, {}), { status: 200 });
    t.match(await ask('reviewer', `POST ${second}/conclude`, passing), { status: 409, body: { code: 'separation' } });
    const fresh = await another(db, agencyId, 'fresh', 'reviewer');
    t.match(await ask('reviewer', `POST ${second}/conclude`, passing, fresh), {
      body: { review: { state: 'passed' } },
    });

    const accepts = await office.start();
    const other = await accepts.inReview(refusal);
    await ask('reviewer', `POST /v1/reviews/${other.review}/conclude`, against);
    await accepts.complete('answer', 'handler', { outcome: 'accepted' });
    const handOn = `POST /v1/tasks/${await accepts.task('draft')}/complete`;
    t.match(await ask('handler', handOn, {}), {
      status: 409,
      body: { code: 'review-state', detail: /change the draft/ },
    });
    t.not(await accepts.put(grant), other.digest);
    t.match(await ask('handler', handOn, {}), { status: 200 });
  });

  await t.test('a step waits for its records, and a law step for its route', async (t) => {
    const office = await licenceOffice(service, `records-${db.kind}`);
    const { ask } = office;
    const made = await office.start();
    const draft = await made.task('draft');
    t.match(await ask('handler', `POST /v1/tasks/${draft}/complete`, {}), { status: 422, body: { code: 'no-draft' } });
    t.match(await ask('handler', `PUT /v1/cases/${made.id}/draft`, { ...refusal, kind: 'penalize' }), { status: 400 });
    t.match(await ask('handler', `PUT /v1/cases/${made.id}/draft`, { ...refusal, amountFen: 1.5 }), { status: 400 });
    const { digest } = await made.passed(refusal);
    t.match(await ask('handler', `PUT /v1/cases/${made.id}/draft`, grant), { body: { code: 'no-draft-step' } });
    const decide = await made.task('decide');
    t.match(await ask('leader', `POST /v1/tasks/${decide}/complete`, {}), {
      status: 422,
      body: { code: 'use-law-route', detail: /POST \/v1\/cases\/.*\/decision/ },
    });
    await ask('leader', `POST /v1/cases/${made.id}/decision`, { draftDigest: digest });
    const filing = await made.task('filing');
    const missing = await ask('clerk', `POST /v1/tasks/${filing}/complete`, {});
    t.match(missing, { status: 422, body: { code: 'record-missing', detail: /R7-10 \(document\), R7-11 \(video\)/ } });
    const document = { item: 'R7-10', kind: 'document', digest: 'c'.repeat(64), size: 12 };
    const video = { item: 'R7-11', kind: 'video', digest: 'd'.repeat(64), size: 12 };
    t.match(await ask('clerk', `POST /v1/cases/${made.id}/records`, { taskId: filing, ...document, size: undefined }), {
      status: 400,
    });
    t.match(await ask('clerk', `POST /v1/cases/${made.id}/records`, { taskId: filing, ...document }), {
      status: 201,
      body: { record: { item: 'R7-10', elementId: 'filing' } },
    });
    const complete = (records: object[]) => ask('clerk', `POST /v1/tasks/${filing}/complete`, { records });
    t.match(
      await complete([video]),
      { body: { code: 'record-missing', detail: /R7-11 \(video\)\.$/ } },
      'with a break',
    );
    t.match(await complete([{ ...video, unbroken: true }]), { status: 200, body: { case: { state: 'completed' } } });
    t.match(await ask('clerk', `POST /v1/cases/${made.id}/records`, { taskId: filing, ...document }), {
      status: 409,
      body: { code: 'case-closed' },
    });
  });

  await t.test('the same content answers the same version; what is not there is not found', async (t) => {
    const office = await licenceOffice(service, `same-${db.kind}`);
    const { ask } = office;
    const made = await office.start();
    const none = '00000000-0000-7000-8000-000000000000';
    t.match(await ask('leader', `GET /v1/cases/${made.id}/draft`), { status: 404 });
    t.match(await ask('leader', `GET /v1/cases/${made.id}/decision`), { status: 404 });
    t.match(await ask('leader', `GET /v1/cases/${none}/draft`), { status: 404 });
    t.match(await ask('leader', `GET /v1/cases/${none}/reviews`), { status: 404 });
    t.match(await ask('leader', `GET /v1/reviews/${none}`), { status: 404 });
    t.match(await ask('reviewer', `POST /v1/reviews/${none}/accept-materials`, {}), { status: 404 });
    const first = await ask('handler', `PUT /v1/cases/${made.id}/draft`, refusal);
    const second = await ask('handler', `PUT /v1/cases/${made.id}/draft`, refusal);
    t.match(first.body, { draft: { version: 1 }, case: { revision: 2 } });
    t.match(second, { status: 200, body: { draft: { version: 1 }, case: { revision: 2 } } });
    t.match((await ask('handler', `PUT /v1/cases/${made.id}/draft`, grant)).body, { draft: { version: 2 } });
    t.match((await ask('monitor', `GET /v1/cases/${made.id}/clocks`)).body.items, []);
    t.equal(law.catalogue?.version, 7);
  });
});
