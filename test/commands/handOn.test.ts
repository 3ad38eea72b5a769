import t from 'tap';
import { acceptMaterials } from '../../src/commands/acceptMaterials.ts';
import { after, chen, clara, complete, contextFor, hanna, lena, licenceCase, rita } from '../helpers/lawbook.ts';
import { completeTask } from '../../src/commands/completeTask.ts';
import { concludeReview } from '../../src/commands/concludeReview.ts';
import { correlateMessage } from '../../src/commands/correlateMessage.ts';
import { decide } from '../../src/commands/decide.ts';
import { draftDigest } from '../../src/ledger/draftDigest.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { accepted as written, noAt } from '../helpers/casebook.ts';
import { putDraft } from '../../src/commands/putDraft.ts';
import { requestReview } from '../../src/commands/requestReview.ts';
import type { Actor } from '../../src/domain/people.ts';
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
const revision = null;

function concluded(outcome: 'passed' | 'returned'): CaseSnapshot {
  const digest = draftDigest(refusing);
  const drafted = complete(after(licenceCase(), hanna, putDraft, { content: refusing, revision }), hanna, 'draft');
  const asked = after(drafted, hanna, requestReview, { draftDigest: digest, materials: [], revision });
  const reviewId = asked.law!.reviews[0]!.id;
  const accepted = after(asked, rita, acceptMaterials, { reviewId, revision });
  const opinion = { outcome, checklist: [], opinion: 'said in writing' };
  return after(accepted, rita, concludeReview, { reviewId, ...opinion, revision });
}

/** Completes the drafting step; answers the code of a refusal, or null. */
function handOn(snapshot: CaseSnapshot, actor: Actor = hanna): string | null {
  const command = { no: noAt(snapshot, 'draft'), variables: {}, revision };
  const decision = completeTask(snapshot, command, contextFor(actor, '2026-03-02T01:00:00.000Z', snapshot.revision));
  return isRefusal(decision) ? decision.code : null;
}

t.test('a draft that was returned is handed on when it was changed, else the case could go no further', async (t) => {
  const returned = concluded('returned');
  t.equal(handOn(returned), 'review-state');
  t.equal(handOn(after(returned, hanna, putDraft, { content: granting, revision })), null);
});

t.test('a draft that passed and was sent back is handed on when it was changed', async (t) => {
  const sentBack = after(concluded('passed'), lena, correlateMessage, {
    name: 'draft-sent-back',
    variables: {},
    revision,
  });
  t.equal(handOn(sentBack), 'review-state');
  t.equal(handOn(after(sentBack, hanna, putDraft, { content: granting, revision })), null);
});

t.test('who gave an opinion that stands does no step of the case, by whichever role', async (t) => {
  const sentBack = after(concluded('passed'), lena, correlateMessage, {
    name: 'draft-sent-back',
    variables: {},
    revision,
  });
  const ritaHandles = { ...rita, roles: [...rita.roles, ...hanna.roles] };
  t.equal(handOn(sentBack, ritaHandles), 'separation');
});

t.test('what happens after the decision does not void the answer that it rests on', async (t) => {
  const drafted = complete(after(licenceCase(), hanna, putDraft, { content: granting, revision }), hanna, 'draft');
  const heard = complete(drafted, chen, 'hold-hearing', { outcome: 'abandoned' });
  const decided = after(heard, lena, decide, { draftDigest: draftDigest(granting), revision });
  t.match(decided.law?.decision, { clearance: { by: 'scope' } });
  const file = { digest: 'c'.repeat(64), size: 12 };
  const records = [
    { item: 'R7-10', kind: 'document', ...file } as const,
    { item: 'R7-11', kind: 'video', unbroken: true, ...file } as const,
  ];
  const filing = { no: noAt(decided, 'filing'), variables: { complex: true }, records, revision };
  const changeset = written(completeTask(decided, filing, contextFor(clara, undefined, decided.revision)));
  t.match(changeset.law, { scopes: [], circumstances: [] });
});
