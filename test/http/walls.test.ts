import { randomUUID } from 'node:crypto';
import t from 'tap';
import { another, grant, licenceOffice, must, passing, refusal, reviewIn, secondKey } from './licenceOffice.ts';
import { asAgency } from '../../src/store/asAgency.ts';
import { commitChangeset } from '../../src/store/commit.ts';
import { decide } from '../../src/commands/decide.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { findKey } from '../../src/store/people.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { loadCaseSnapshot } from '../../src/store/snapshot.ts';
import { newIdentity } from '../../src/service/identity.ts';
import { sqlState } from '../../src/store/db.ts';
import { serve } from './served.ts';
import type { Knex } from 'knex';

eachDatabase(t, 'walls before a decision', async (t, db) => {
  const service = await serve(t, db);

  await t.test('a draft that changed after its pass is not cleared any more', async (t) => {
    const { ask, start } = await licenceOffice(service, `changed-${db.kind}`);
    const made = await start();
    const { digest, review } = await made.passed(refusal);
    must(await ask('leader', `POST /v1/cases/${made.id}/messages`, { name: 'draft-sent-back' }));
    const other = await made.put({ ...refusal, conclusion: 'refused on other grounds' });
    t.not(other, digest);
    t.match((await ask('leader', `GET /v1/reviews/${review}`)).body, { state: 'voided' });
    const decide = (draftDigest: string) => ask('leader', `POST /v1/cases/${made.id}/decision`, { draftDigest });
    t.match(await decide(digest), { status: 409, body: { code: 'stale-draft' } });
    t.match(await decide(other), { status: 422, body: { code: 'not-cleared' } });
    await made.put(refusal);
    t.match(await decide(digest), { status: 422, body: { code: 'not-cleared' } }, 'nor when the old text comes back');
  });

  await t.test('who handled the case does not review it, under no key', async (t) => {
    const { ask, agencyId, start } = await licenceOffice(service, `keys-${db.kind}`);
    const handlerReviews = await secondKey(db, agencyId, 'handler', 'reviewer');
    const clerkReviews = await secondKey(db, agencyId, 'clerk', 'reviewer');
    const made = await start();
    const draftDigest = await made.drafted(refusal);
    const asked = must(await ask('handler', `POST /v1/cases/${made.id}/reviews`, { draftDigest, materials: [] }));
    const review = `/v1/reviews/${reviewIn(asked)}`;
    for (const headers of [handlerReviews, clerkReviews]) {
      t.match(await ask('reviewer', `POST ${review}/accept-materials`, {}, headers), {
        status: 409,
        body: { code: 'separation', detail: /L11/ },
      });
    }
    must(await ask('reviewer', `POST ${review}/accept-materials`, {}));
    t.match(await ask('reviewer', `POST ${review}/conclude`, passing, handlerReviews), {
      body: { code: 'separation' },
    });
    must(await ask('reviewer', `POST ${review}/conclude`, passing));
    const reviewerLeads = await secondKey(db, agencyId, 'reviewer', 'leader');
    t.match(await ask('leader', `POST /v1/cases/${made.id}/decision`, { draftDigest }, reviewerLeads), {
      status: 409,
      body: { code: 'separation', detail: /L13/ },
    });
  });

  await t.test('of two decisions at once, one is made', async (t) => {
    const { ask, agencyId, start } = await licenceOffice(service, `race-${db.kind}`);
    const deputy = await another(db, agencyId, 'deputy', 'leader');
    const made = await start();
    const { digest: draftDigest } = await made.passed(refusal);
    const decide = (headers = {}) => ask('leader', `POST /v1/cases/${made.id}/decision`, { draftDigest }, headers);
    const both = await Promise.all([decide(), decide(deputy)]);
    t.strictSame(both.map(({ status }) => status).sort(), [201, 409]);
    t.match(both.find(({ status }) => status === 409)?.body, { code: 'decision-made' });
    t.equal((await decide()).body['code'], 'decision-made');
  });

  await t.test('the database refuses a decision written by SQL that rests on no clearance of its draft', async (t) => {
    const { ask, agencyId, start } = await licenceOffice(service, `sql-${db.kind}`);
    const asked = await start();
    const open = await asked.inReview(refusal);
    const passed = await start();
    const good = await passed.passed(refusal);
    const heard = await start();
    const scoped = await heard.drafted(grant);
    const scope = (await law(agencyId, 'scope', heard.id))[0]!;
    await heard.complete('hold-hearing', 'checker', { outcome: 'held' });
    const plain = await start();
    const free = await plain.drafted(grant);
    const answer = (await law(agencyId, 'scope', plain.id))[0]!;

    const written = (row: Record<string, unknown>) =>
      asAgency(db, agencyId, (trx) => insertDecision(trx, agencyId, row));
    const review = (id: string, digest: string, review_id: string) => ({
      case_id: id,
      draft_digest: digest,
      review_id,
    });
    const scopeId = (id: string, digest: string, scope_id: unknown) => ({
      case_id: id,
      draft_digest: digest,
      scope_id,
    });
    const byReview = { code: '23503', message: /cleared_by_review/ };
    const byScope = { code: '23503', message: /cleared_by_scope/ };
    await t.rejects(written(review(asked.id, open.digest, open.review)), byReview, 'a review under way');
    await t.rejects(written(review(asked.id, open.digest, randomUUID())), byReview, 'a review that is not there');
    await t.rejects(written(review(passed.id, 'f'.repeat(64), good.review)), byReview, 'a foreign digest');
    await t.rejects(written(review(asked.id, good.digest, good.review)), byReview, 'a review of another case');
    await t.rejects(written(scopeId(heard.id, scoped, scope['scope_id'])), byScope, 'a voided answer');
    await t.rejects(
      written(scopeId(plain.id, 'f'.repeat(64), answer['scope_id'])),
      byScope,
      'an answer of another draft',
    );
    const nothing = { case_id: plain.id, draft_digest: free };
    await t.rejects(written(nothing), { code: '23514', message: /cleared_once/ }, 'nothing');
    const two = { ...review(passed.id, good.digest, good.review), scope_id: answer['scope_id'] };
    await t.rejects(written(two), { code: '23514', message: /cleared_once/ }, 'two at once');

    const byReviewer = { ...review(passed.id, good.digest, good.review), decided_by: 'reviewer' };
    await t.rejects(written(byReviewer), { code: '23514', message: /neither handles nor decides/ }, 'by who reviewed');
    const afterEdit = asAgency(db, agencyId, async (trx) => {
      const next = { version: 2, digest: 'e'.repeat(64), body: '{}', content: '{}', edited_by: 'handler' };
      await trx('draft').insert({
        agency_id: agencyId,
        case_id: passed.id,
        ...next,
        edited_at: '2026-03-02T02:00:00Z',
      });
      await insertDecision(trx, agencyId, review(passed.id, good.digest, good.review));
    });
    await t.rejects(afterEdit, { code: '23514', message: /newest draft/ }, 'of a draft that is not the newest');
    const fewer = asAgency(db, agencyId, async (trx) => {
      const answer = { draft_digest: good.digest, outcome: 'required', catalogue_version: 8, voided: false };
      const body = JSON.stringify({ levels: 2, draftVersion: 1 });
      const scope = { agency_id: agencyId, case_id: passed.id, scope_id: randomUUID(), ...answer, body };
      await trx('scope').insert(scope);
      await insertDecision(trx, agencyId, review(passed.id, good.digest, good.review));
    });
    await t.rejects(fewer, { code: '23514', message: /every level asked/ }, 'at fewer levels than were asked');

    must(await ask('leader', `POST /v1/cases/${passed.id}/decision`, { draftDigest: good.digest }));
    const taken = review(passed.id, good.digest, good.review);
    await t.rejects(written(taken), { code: '23505' }, 'a second decision');
    const unpass = { state: 'voided' };
    await t.rejects(change(agencyId, 'review', good.review, unpass), { code: '23503' }, 'and its review stays passed');
    const elsewhere = asAgency(db, `keys-${db.kind}`, (trx) => insertDecision(trx, agencyId, nothing));
    await t.rejects(elsewhere, { code: '42501' }, 'and no other agency writes here');
    t.strictSame((await law(agencyId, 'decision', plain.id)).length, 0);
  });

  await t.test('the database refuses a review that is passed by SQL without opinions of others', async (t) => {
    const { agencyId, start } = await licenceOffice(service, `opinion-${db.kind}`);
    const made = await start();
    const { review } = await made.inReview(refusal);
    const earned = { code: '23514', message: /opinion of each level/ };
    const toPassed = { state: 'passed', levels_passed: 1 };
    await t.rejects(change(agencyId, 'review', review, toPassed), earned, 'no opinion at all');
    await t.rejects(change(agencyId, 'review', review, { state: 'passed' }), { message: /passed_at_every_level/ });
    const opinion = (person_id: string, outcome: string) =>
      asAgency(db, agencyId, async (trx) => {
        const of = { agency_id: agencyId, case_id: made.id, review_id: review };
        await trx('review_opinion').insert({ ...of, level: 1, person_id, outcome, at: '2026-03-02T01:00:00Z' });
        await trx('review').where({ agency_id: agencyId, review_id: review }).update(toPassed);
      });
    await t.rejects(opinion('handler', 'passed'), earned, 'by the handler');
    await t.rejects(opinion('clerk', 'passed'), earned, 'by whoever started the case');
    await t.rejects(opinion('reviewer', 'returned'), earned, 'against the draft');
    t.match(await law(agencyId, 'review', made.id), [{ state: 'inReview' }], 'nothing of it stands');
    await opinion('stranger', 'passed');
    t.match(await law(agencyId, 'review', made.id), [{ state: 'passed' }], 'by somebody else it could');
  });

  await t.test('decisions of fifty cases at once: no number twice, none missing', async (t) => {
    const { ask, agencyId, start } = await licenceOffice(service, `fifty-${db.kind}`);
    const cases = [];
    for (let index = 0; index < 50; index += 1) {
      const made = await start();
      const draftDigest = await made.drafted(grant);
      await made.complete('hold-hearing', 'checker', { outcome: 'abandoned' });
      cases.push({ id: made.id, draftDigest });
    }
    const overHttp = cases
      .slice(0, 25)
      .map(({ id, draftDigest }) => ask('leader', `POST /v1/cases/${id}/decision`, { draftDigest }));
    const fromOtherNodes = cases.slice(25).map(({ id, draftDigest }) => decideBeside(agencyId, id, draftDigest));
    const answers = await Promise.all(overHttp);
    t.strictSame([...new Set(answers.map(({ status }) => status))], [201]);
    const lost = (await Promise.all(fromOtherNodes)).reduce((sum, tries) => sum + tries, 0);
    const rows = await asAgency(db, agencyId, (trx) =>
      trx('decision').where({ agency_id: agencyId }).select<{ number: string }[]>('number'),
    );
    const numbers = rows.map(({ number }) => Number(/〔2026〕(\d+)号$/.exec(number)?.[1]));
    t.strictSame(
      numbers.sort((a, b) => a - b),
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    t.comment(`50 decisions drew 1 to ${Math.max(...numbers)} on ${db.kind}; those beside the lane lost ${lost} races`);
  });

  /** Decides as another node does, that is past this one's lanes; answers how often the race was lost. */
  async function decideBeside(agencyId: string, caseId: string, draftDigest: string): Promise<number> {
    const { house } = service;
    const key = await asAgency(db, agencyId, (trx) =>
      trx('api_key').where({ agency_id: agencyId, person_id: 'leader' }).first<{ key_id: string }>('key_id'),
    );
    for (let lost = 0; ; lost += 1) {
      const actor = (await findKey(db, agencyId, key.key_id, house.now()))!.actor;
      const asker = { agencyId, personId: 'leader', repeatable: null };
      const snapshot = (await loadCaseSnapshot(db, asker, caseId)).snapshot!;
      const process = (await house.models.get(agencyId, snapshot.definition)).processes['licence']!;
      const context = {
        actor,
        process,
        now: house.now(),
        calendar: house.calendar,
        privacy: { kind: 'enforcement', properties: {} } as const,
        maxSteps: 2000,
        ...newIdentity(),
      };
      const changeset = decide(snapshot, { draftDigest, revision: null }, context);
      if (isRefusal(changeset)) throw new Error(changeset.detail);
      try {
        await commitChangeset(db, changeset, null);
        return lost;
      } catch (error) {
        if (sqlState(error) !== '40001') throw error;
      }
    }
  }

  function change(agencyId: string, table: string, id: string, columns: Record<string, unknown>): Promise<unknown> {
    return asAgency(db, agencyId, (trx) =>
      trx(table)
        .where({ agency_id: agencyId, [`${table}_id`]: id })
        .update(columns),
    );
  }

  function law(agencyId: string, table: string, caseId: string): Promise<Record<string, unknown>[]> {
    return asAgency(db, agencyId, (trx) =>
      trx(table).where({ agency_id: agencyId, case_id: caseId }).select<Record<string, unknown>[]>(),
    );
  }
});

/** Writes a decision past the service, as the role that the service works as. */
function insertDecision(trx: Knex.Transaction, agencyId: string, row: Record<string, unknown>): Promise<unknown> {
  return trx('decision').insert({
    agency_id: agencyId,
    decision_id: randomUUID(),
    number: `forged ${randomUUID()}`,
    decided_by: 'leader',
    decided_on: '2026-03-02',
    state: 'effective',
    body: '{}',
    ...row,
  });
}
