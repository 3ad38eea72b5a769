import t from 'tap';
import { accepted, bodyOf, noAt, waitingFor } from '../helpers/casebook.ts';
import { acceptMaterials } from '../../src/commands/acceptMaterials.ts';
import { addRecord } from '../../src/commands/addRecord.ts';
import {
  after,
  blankLaw,
  chen,
  clara,
  complete,
  contextFor,
  hanna,
  lena,
  licenceCase,
  rita,
} from '../helpers/lawbook.ts';
import { completeTask } from '../../src/commands/completeTask.ts';
import { concludeReview } from '../../src/commands/concludeReview.ts';
import { decide } from '../../src/commands/decide.ts';
import { disagreeReview } from '../../src/commands/disagreeReview.ts';
import { draftDigest } from '../../src/ledger/draftDigest.ts';
import { extendReview } from '../../src/commands/extendReview.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { putDraft } from '../../src/commands/putDraft.ts';
import { requestReview } from '../../src/commands/requestReview.ts';
import { returnMaterials } from '../../src/commands/returnMaterials.ts';
import { ruleReview } from '../../src/commands/ruleReview.ts';
import type { CaseSnapshot } from '../../src/domain/snapshot.ts';
import type { DraftContent } from '../../src/domain/draft.ts';

const refusing: DraftContent = {
  kind: 'refuse',
  object: '某公司',
  facts: 'the premises do not fit',
  evidence: [],
  basis: [{ title: '行政许可法', article: '38' }],
  conclusion: 'refused',
};
const granting: DraftContent = { ...refusing, kind: 'grant', conclusion: 'granted' };
const digest = draftDigest(refusing);
const revision = null;

function drafted(content = refusing): CaseSnapshot {
  return complete(after(licenceCase(), hanna, putDraft, { content, revision }), hanna, 'draft');
}
function requested(content = refusing): CaseSnapshot {
  return after(drafted(content), hanna, requestReview, { draftDigest: draftDigest(content), materials: [], revision });
}
const reviewId = (snapshot: CaseSnapshot) => snapshot.law!.reviews.at(-1)!.id;
function inReview(): CaseSnapshot {
  const before = requested();
  return after(before, rita, acceptMaterials, { reviewId: reviewId(before), revision });
}
function concluded(outcome: 'passed' | 'returned' | 'rejected'): CaseSnapshot {
  const before = inReview();
  const opinion = { outcome, checklist: [], opinion: 'said in writing' };
  return after(before, rita, concludeReview, { reviewId: reviewId(before), ...opinion, revision });
}

t.test('a draft is a row of its own; the record holds its digest and none of its words', async (t) => {
  const changeset = accepted(putDraft(licenceCase(), { content: refusing, revision }, contextFor(hanna)));
  t.match(changeset.law?.draft, { version: 1, digest, kind: 'refuse', amountFen: null, editedBy: 'hanna' });
  t.equal(draftDigest(JSON.parse(changeset.law?.draft?.content ?? '') as DraftContent), digest);
  t.match(bodyOf(changeset), { command: 'putDraft', facts: { draft: { version: 1, digest, kind: 'refuse' } } });
  t.notMatch(changeset.record.body, /premises|某公司/);
  t.match(changeset.answer, { draft: { version: 1, digest, clearance: 'none', by: null }, tasks: [] });
  t.strictSame([changeset.close, changeset.open], [[], []], 'the drafting step stays open');
});

t.test('the same draft again writes nothing; another voids the answer of the catalogue', async (t) => {
  const before = after(licenceCase(), hanna, putDraft, { content: refusing, revision });
  t.match(putDraft(before, { content: refusing, revision }, contextFor(hanna)), { kind: 'unchanged' });
  const voided = concluded('returned');
  t.match(voided.law!.scopes, [{ outcome: 'required', voided: false }]);
  const changeset = accepted(putDraft(voided, { content: granting, revision }, contextFor(hanna, undefined, 99)));
  t.match(changeset.law?.scopes, [{ outcome: 'required', voided: true }]);
  t.match(bodyOf(changeset).facts, { scopes: [{ voided: true }], draft: { version: 2 } });
});

t.test('the catalogue is asked with the draft within the command that gets there', async (t) => {
  const written = after(licenceCase(), hanna, putDraft, { content: granting, revision });
  const no = noAt(written, 'draft');
  const changeset = accepted(completeTask(written, { no, variables: {}, revision }, contextFor(hanna, undefined, 2)));
  const answer = { outcome: 'notRequired', levels: 0, version: 1, draftDigest: draftDigest(granting), voided: false };
  t.match(changeset.law?.scopes, [{ ...answer, entries: ['grant'], facts: { kind: 'grant', act: 'permit' } }]);
  t.match(bodyOf(changeset), { facts: { scopes: [answer] }, variables: { reviewLevels: 0 } });
  t.match(changeset.open, [{ elementId: 'hold-hearing' }]);
  t.strictSame(waitingFor(drafted(refusing)), ['task request'], 'what no entry fits is reviewed (L3)');
  const again = completeTask(written, { no, variables: {}, revision }, contextFor(hanna, undefined, 2));
  t.strictSame(again, changeset, 'deciding is pure');
});

t.test('a request is a row, opens the registration and says how many levels are asked', async (t) => {
  const command = { draftDigest: digest, materials: [], revision };
  const changeset = accepted(requestReview(drafted(), command, contextFor(hanna)));
  t.match(changeset.law?.reviews, [{ replaces: null, row: { state: 'requested', round: 1, levelsAsked: 1 } }]);
  t.match(bodyOf(changeset), {
    facts: { reviews: [{ state: 'requested', draftDigest: digest }] },
    variables: { reviewLevels: 1 },
  });
  t.match(changeset.open, [{ elementId: 'materials', form: 'reviewMaterials' }]);
  t.match(requestReview(drafted(), { ...command, draftDigest: 'other' }, contextFor(hanna)), { code: 'stale-draft' });
  t.match(requestReview(drafted(), command, contextFor(rita)), { code: 'forbidden' });
  t.match(requestReview(licenceCase(), command, contextFor(hanna)), { code: 'no-draft' });
  t.match(requestReview({ ...drafted(), law: null }, command, contextFor(hanna)), { code: 'conflict' });
});

t.test('materials are registered or go back; the reason is a commitment', async (t) => {
  const before = requested();
  const command = { reviewId: reviewId(before), revision };
  t.match(accepted(acceptMaterials(before, command, contextFor(rita))), {
    law: { reviews: [{ replaces: 1, row: { state: 'inReview', revision: 2 } }] },
    open: [{ elementId: 'opinion' }],
  });
  t.match(acceptMaterials(before, { ...command, reviewId: 'none' }, contextFor(rita)), { code: 'not-found' });
  const returned = accepted(returnMaterials(before, { ...command, reason: 'no statement' }, contextFor(rita)));
  t.match(returned, { law: { reviews: [{ row: { state: 'materialsReturned' } }] }, open: [{ elementId: 'request' }] });
  t.notMatch(returned.record.body, /no statement/);
  t.hasProp(bodyOf(returned).commitments ?? {}, 'review-1-return-1');
  t.match(acceptMaterials(inReview(), command, contextFor(rita, undefined, 50)), { code: 'review-state' });
});

t.test('a passed opinion opens the decision, a returned one the draft, a rejected one the answer to it', async (t) => {
  t.strictSame(waitingFor(concluded('passed')), ['task decide', 'message sentBack']);
  t.strictSame(waitingFor(concluded('returned')), ['task draft']);
  t.strictSame(waitingFor(concluded('rejected')), ['task answer']);
  const before = inReview();
  const opinion = { outcome: 'passed', checklist: [], opinion: 'said in writing' } as const;
  const command = { reviewId: reviewId(before), ...opinion, revision };
  const changeset = accepted(concludeReview(before, command, contextFor(rita)));
  t.match(changeset.law?.reviews, [{ replaces: 2, row: { state: 'passed', levelsPassed: 1 } }]);
  t.notMatch(changeset.record.body, /said in writing/);
  t.hasProp(bodyOf(changeset).commitments ?? {}, 'review-1-opinion-1');
  const handler = { ...rita, personId: 'hanna' };
  t.match(concludeReview(before, command, contextFor(handler)), { code: 'separation', detail: /L11/ });
});

t.test('a disagreement is ruled; neither way clears the draft', async (t) => {
  const rejected = concluded('rejected');
  const command = { reviewId: reviewId(rejected), revision };
  const disputed = after(rejected, hanna, disagreeReview, { ...command, grounds: 'Art. 12' });
  t.match(disputed.law!.reviews, [{ state: 'disputed' }]);
  t.strictSame(waitingFor(disputed), ['task ruling']);
  const newDraft = after(disputed, lena, ruleReview, { ...command, kind: 'newDraft', reason: 'the opinion stands' });
  t.strictSame(waitingFor(newDraft), ['task draft']);
  const second = after(disputed, lena, ruleReview, { ...command, kind: 'secondReviewer', reason: 'both can be held' });
  t.strictSame(waitingFor(second), ['task request']);
  for (const ruled of [newDraft, second]) {
    t.match(decide(ruled, { draftDigest: digest, revision }, contextFor(lena)), { code: 'not-cleared' });
  }
  const no = noAt(rejected, 'answer');
  const plainly = { no, variables: {}, outcome: 'disagreed', revision };
  t.match(completeTask(rejected, plainly, contextFor(hanna)), { code: 'use-law-route' });
});

t.test('an extension moves the review and nothing else', async (t) => {
  const before = inReview();
  const asked = { reviewId: reviewId(before), days: 5, reason: 'two fields of law', askedBy: 'rita', revision };
  const changeset = accepted(extendReview(before, asked, contextFor(lena)));
  t.match(changeset, { close: [], open: [], law: { reviews: [{ replaces: 2, row: { extension: { days: 5 } } }] } });
  t.match(extendReview(before, { ...asked, askedBy: 'hanna' }, contextFor(lena)), { code: 'bad-request' });
  t.match(extendReview(before, { ...asked, days: 6 }, contextFor(lena)), { code: 'bad-request' });
  t.match(extendReview(before, asked, contextFor(rita)), { code: 'forbidden' });
});

t.test('a decision draws the next number, falls due for publication and sets three plain variables', async (t) => {
  const changeset = accepted(decide(concluded('passed'), { draftDigest: digest, revision }, contextFor(lena)));
  t.match(changeset.law, {
    decision: { replaces: null, row: { number: '麒审许〔2026〕15号', decidedBy: 'lena', decidedOn: '2026-03-02' } },
    register: { register: '麒审许', year: 2026, before: 14, after: 15 },
    publications: [{ replaces: null, row: { state: 'due', due: { due: '2026-03-11' } } }],
  });
  t.match(bodyOf(changeset), {
    facts: { decision: { number: '麒审许〔2026〕15号', draftDigest: digest }, register: { last: 15 } },
    variables: { decidedOn: '2026-03-02', decisionNumber: '麒审许〔2026〕15号', decisionKind: 'refuse' },
  });
  const made = after(concluded('passed'), lena, decide, { draftDigest: digest, revision });
  t.match(decide(made, { draftDigest: digest, revision }, contextFor(lena)), { code: 'decision-made' });
  t.match(decide(concluded('passed'), { draftDigest: digest, revision }, contextFor(rita)), { code: 'forbidden' });
  t.match(decide(concluded('passed'), { draftDigest: digest, revision }, contextFor(hanna)), { code: 'forbidden' });
});

t.test('a hearing voids the answer that none is required, before the case moves on', async (t) => {
  const before = drafted(granting);
  const heard = complete(before, chen, 'hold-hearing', { outcome: 'held' });
  t.match(heard.law, { circumstances: ['hearing'], scopes: [{ voided: true }] });
  t.match(decide(heard, { draftDigest: draftDigest(granting), revision }, contextFor(lena)), { code: 'not-cleared' });
  const abandoned = complete(before, chen, 'hold-hearing', { outcome: 'abandoned' });
  t.notOk(isRefusal(decide(abandoned, { draftDigest: draftDigest(granting), revision }, contextFor(lena))));
});

t.test('records are rows of the step they are given at, and count for this visit only', async (t) => {
  const filing = after(concluded('passed'), lena, decide, { draftDigest: digest, revision });
  const no = noAt(filing, 'filing');
  const document = { item: 'R7-10', kind: 'document', digest: 'a'.repeat(64), size: 3 } as const;
  const video = { item: 'R7-11', kind: 'video', digest: 'b'.repeat(64), size: 3, unbroken: true } as const;
  const added = after(filing, clara, addRecord, { no, record: document, revision });
  t.match(added.law!.evidence, [{ elementId: 'filing', stepKey: 'filing', item: 'R7-10', by: 'clara' }]);
  const command = { no, variables: {}, revision };
  t.match(completeTask(added, command, contextFor(clara)), { code: 'record-missing', detail: /R7-11/ });
  const noted = [video, { item: 'R7-11', kind: 'text', note: 'seen on the spot' } as const];
  const changeset = accepted(completeTask(added, { ...command, records: noted }, contextFor(clara, undefined, 70)));
  t.equal(changeset.status, 'completed');
  t.match(bodyOf(changeset).facts, {
    evidence: [
      { item: 'R7-11', kind: 'video' },
      { kind: 'text', digest: null },
    ],
  });
  t.notMatch(changeset.record.body, /seen on the spot/);
  const empty = { ...command, records: [{ item: 'R7-11', kind: 'text' } as const] };
  t.match(completeTask(added, empty, contextFor(clara)), { errors: [{ pointer: '/records/0/note' }] });
  const earlier = {
    ...added,
    law: { ...added.law!, evidence: [{ ...added.law!.evidence[0]!, at: '2026-03-01T00:00:00.000Z' }] },
  };
  t.match(completeTask(earlier, { ...command, records: [video] }, contextFor(clara)), { detail: /R7-10/ });
});

t.test('generic BPMN takes no records, and a law task no plain completion', async (t) => {
  const generic = { ...licenceCase(), law: null };
  const command = { no: noAt(generic, 'draft'), variables: {}, revision };
  const record = { item: 'R7-9', kind: 'text', note: 'x' } as const;
  t.match(completeTask(generic, { ...command, records: [record] }, contextFor(hanna)), { code: 'conflict' });
  t.match(completeTask(licenceCase(), command, contextFor(hanna)), { code: 'no-draft' });
  const decision = concluded('passed');
  const plainly = { ...command, no: noAt(decision, 'decide') };
  t.match(completeTask(decision, plainly, contextFor(lena)), { code: 'use-law-route' });
  t.same(blankLaw().draft, null);
});
