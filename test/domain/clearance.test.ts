import fc from 'fast-check';
import t from 'tap';
import {
  clearanceOf,
  requireClearance,
  requireDistinctReviewers,
  requireEveryLevel,
  requireFacts,
  requireLevelsAsked,
  requireNewestReview,
  requireNoNewCircumstance,
  requireNoObjection,
  requireNoOtherAnswer,
  requireNotRequired,
  requireNotVoided,
  requireOfThisDraft,
  requirePassed,
  voidScopes,
  voidedByEdit,
} from '../../src/domain/clearance.ts';
import type { ClearanceGround } from '../../src/domain/clearance.ts';
import { editDraft } from '../../src/domain/editDraft.ts';
import type { ReviewState } from '../../src/domain/review.ts';
import { codeOf, content, draft, granted, ground, opinion, passed, rejected, review, scope } from './lawCast.ts';

const byReview = { by: 'review' as const, reviewId: 'review-1' };
const byScope = { by: 'scope' as const, scopeId: 'scope-1' };
const facts = scope().facts;

void t.test('a passed review of exactly this draft clears it', (t) => {
  t.same(clearanceOf(draft(), ground({ reviews: [passed()] })), byReview);
  t.equal(clearanceOf(draft({ version: 2, digest: 'digest-b' }), ground({ reviews: [passed()] })), null);
  t.equal(clearanceOf(draft({ version: 3 }), ground({ reviews: [passed()] })), null, 'the content came back');
  t.equal(clearanceOf(draft({ digest: 'digest-b' }), ground({ reviews: [passed()] })), null);
  t.equal(codeOf(requireOfThisDraft('Review', passed(), draft({ version: 3 }))), 'not-cleared');
  t.equal(codeOf(requireOfThisDraft('Review', passed(), draft({ digest: 'digest-b' }))), 'not-cleared');
  t.end();
});

void t.test('a review in any other state clears nothing, whatever was ruled about it', (t) => {
  const states: ReviewState[] = [
    'requested',
    'materialsReturned',
    'inReview',
    'returned',
    'rejected',
    'disputed',
    'voided',
  ];
  for (const state of states) {
    for (const kind of ['newDraft', 'secondReviewer'] as const) {
      const ruling = { kind, by: 'leader', at: '2026-03-03T02:00:00.000Z', reason: 'decide anyway' };
      t.equal(clearanceOf(draft(), ground({ reviews: [passed({ state, ruling })] })), null, state);
      t.equal(codeOf(requirePassed(passed({ state, ruling }))), 'not-cleared');
    }
  }
  t.end();
});

void t.test('every level asked has passed, each by another person', (t) => {
  const both = [opinion(1, 'brigade'), opinion(2, 'bureau')];
  const two = passed({ levelsAsked: 2, levelsPassed: 2, opinions: both });
  t.same(clearanceOf(draft(), ground({ reviews: [two] })), byReview);
  const short = [
    { ...two, levelsPassed: 1 as const },
    { ...two, opinions: [opinion(1, 'brigade')] },
    { ...two, opinions: [opinion(1, 'brigade'), opinion(2, 'bureau', { outcome: 'rejected' })] },
    { ...two, opinions: [...both, opinion(2, 'third', { outcome: 'returned' })] },
  ];
  for (const fewer of short) {
    t.equal(codeOf(requireEveryLevel(fewer)), 'not-cleared');
    t.equal(clearanceOf(draft(), ground({ reviews: [fewer] })), null);
  }
  const same = { ...two, opinions: [opinion(1, 'brigade'), opinion(2, 'brigade')] };
  t.equal(codeOf(requireDistinctReviewers(same)), 'not-cleared');
  t.equal(clearanceOf(draft(), ground({ reviews: [same] })), null);
  t.end();
});

void t.test('a review at fewer levels than the catalogue asks by now clears nothing', (t) => {
  const major = scope({ id: 'scope-2', outcome: 'required', levels: 2 });
  t.equal(clearanceOf(draft(), ground({ reviews: [passed()], scopes: [major] })), null);
  t.equal(codeOf(requireLevelsAsked(passed(), [major])), 'not-cleared');
  t.equal(
    codeOf(requireLevelsAsked(passed(), [{ ...major, voided: true }])),
    'not-cleared',
    'voided, not answered anew',
  );
  t.equal(codeOf(requireLevelsAsked(passed(), [{ ...major, draftVersion: 2 }])), 'ok', 'another draft');
  t.equal(codeOf(requireLevelsAsked(passed(), [{ ...major, draftDigest: 'digest-b' }])), 'ok', 'another content');
  t.equal(codeOf(requireLevelsAsked(passed(), [{ ...major, levels: 1 }])), 'ok');
  t.end();
});

void t.test('a later review of the same draft is awaited', (t) => {
  for (const later of [review({ id: 'review-2', round: 2 }), rejected({ id: 'review-2', round: 2 })]) {
    t.equal(clearanceOf(draft(), ground({ reviews: [passed(), later] })), null);
    t.equal(codeOf(requireNewestReview(passed(), [passed(), later])), 'not-cleared');
  }
  t.equal(codeOf(requireNewestReview(passed({ round: 2 }), [rejected()])), 'ok', 'an earlier one');
  t.equal(codeOf(requireNewestReview(passed(), [review({ round: 2, draftDigest: 'digest-b' })])), 'ok');
  t.equal(codeOf(requireNewestReview(passed(), [review({ round: 2, state: 'voided' })])), 'ok');
  t.end();
});

void t.test('the notRequired of exactly this draft clears it, until something voids it', (t) => {
  t.same(clearanceOf(draft(), ground({ scopes: [scope()] })), byScope);
  const none = [
    scope({ outcome: 'required', levels: 1 }),
    scope({ voided: true }),
    scope({ draftVersion: 2 }),
    scope({ draftDigest: 'digest-b' }),
  ];
  for (const other of none) t.equal(clearanceOf(draft(), ground({ scopes: [other] })), null);
  t.equal(codeOf(requireNotRequired(none[0]!)), 'not-cleared');
  t.equal(codeOf(requireNotVoided(none[1]!)), 'not-cleared');
  t.end();
});

void t.test('a hearing or a finding of complexity voids notRequired, and no review', (t) => {
  for (const circumstance of ['hearing', 'complex'] as const) {
    const after = { circumstances: [circumstance] };
    t.equal(clearanceOf(draft(), ground({ ...after, scopes: [scope()] })), null);
    t.equal(codeOf(requireNoNewCircumstance(scope(), [circumstance])), 'not-cleared');
    t.same(clearanceOf(draft(), ground({ ...after, reviews: [passed()] })), byReview);
    const known = scope({ facts: { ...facts, circumstances: [circumstance] } });
    t.same(clearanceOf(draft(), ground({ ...after, scopes: [known] })), byScope, 'the catalogue knew');
  }
  t.same(voidScopes([scope(), scope({ id: 'scope-2', voided: true })]), [scope({ voided: true })]);
  t.end();
});

void t.test('notRequired was said of the facts that the draft states: kind, amount, triggers', (t) => {
  for (const other of [draft({ kind: 'refuse' }), draft({ amountFen: 1 }), draft({ triggers: ['marketEntry'] })]) {
    t.equal(codeOf(requireFacts(scope(), other)), 'not-cleared');
    t.equal(clearanceOf(other, ground({ scopes: [scope()] })), null);
  }
  t.equal(codeOf(requireFacts(scope(), draft())), 'ok');
  t.end();
});

void t.test('of two answers about one draft the stricter holds', (t) => {
  const strict = scope({ id: 'scope-2', outcome: 'required', levels: 1 });
  for (const scopes of [
    [scope(), strict],
    [strict, scope()],
  ]) {
    t.equal(clearanceOf(draft(), ground({ scopes })), null);
    t.equal(codeOf(requireNoOtherAnswer(scope(), scopes)), 'not-cleared');
  }
  t.equal(codeOf(requireNoOtherAnswer(scope(), [{ ...strict, draftVersion: 2 }])), 'ok');
  t.end();
});

void t.test('notRequired does not outvote a reviewer', (t) => {
  const against = [
    rejected(),
    rejected({ state: 'voided', draftVersion: 7 }),
    review(),
    review({ state: 'inReview', draftDigest: 'digest-b' }),
  ];
  for (const each of against) {
    t.equal(clearanceOf(draft(), ground({ scopes: [scope()], reviews: [each] })), null);
    t.equal(codeOf(requireNoObjection(draft(), [each])), 'not-cleared');
  }
  const ofOther = rejected({ draftVersion: 2, draftDigest: 'digest-b' });
  t.same(clearanceOf(draft(), ground({ scopes: [scope()], reviews: [ofOther] })), byScope);
  t.end();
});

void t.test('a refusal says what to do and what is missing', (t) => {
  t.match(requireClearance(draft(), ground(), 'case-1'), {
    code: 'not-cleared',
    detail: /^Draft 1 of case case-1 has no clearance; request a legal review \(POST \/v1\/cases\/case-1\/reviews\)\.$/,
  });
  const faults = ground({ reviews: [rejected()], scopes: [scope({ voided: true })] });
  t.match(requireClearance(draft(), faults, 'case-1'), { detail: /review-1 is rejected.*scope-1.*voided/ });
  t.same(requireClearance(draft(), ground({ reviews: [passed()] }), 'case-1'), byReview);
  t.end();
});

const anyPerson = fc.constantFrom('a', 'b', 'c');
const anyOpinion = fc
  .tuple(fc.constantFrom(1 as const, 2 as const), anyPerson, fc.constantFrom('passed' as const, 'rejected' as const))
  .map(([level, who, outcome]) => opinion(level, who, { outcome }));
const anyReview = fc
  .record({
    state: fc.constantFrom<ReviewState>('requested', 'inReview', 'passed', 'passed', 'rejected', 'disputed', 'voided'),
    levelsAsked: fc.constantFrom(1 as const, 2 as const),
    levelsPassed: fc.constantFrom(0 as const, 1 as const, 2 as const),
    draftVersion: fc.integer({ min: 1, max: 3 }),
    draftDigest: fc.constantFrom('digest-a', 'digest-b'),
    opinions: fc.array(anyOpinion, { maxLength: 3 }),
    round: fc.integer({ min: 1, max: 4 }),
  })
  .map((change) => review(change));
const anyScope = fc
  .record({
    outcome: fc.constantFrom('required' as const, 'notRequired' as const),
    draftVersion: fc.integer({ min: 1, max: 3 }),
    draftDigest: fc.constantFrom('digest-a', 'digest-b'),
    voided: fc.boolean(),
  })
  .map((change) => scope({ ...change, levels: change.outcome === 'required' ? 1 : 0 }));
const anyPassed = fc.integer({ min: 1, max: 3 }).map((draftVersion) => passed({ draftVersion, round: draftVersion }));
const anyGround = fc.record<ClearanceGround>({
  reviews: fc
    .array(fc.oneof(anyReview, anyPassed), { maxLength: 3 })
    .map((some) => some.map((each, n) => ({ ...each, id: `review-${n}` }))),
  scopes: fc.array(anyScope, { maxLength: 2 }).map((some) => some.map((each, n) => ({ ...each, id: `scope-${n}` }))),
  circumstances: fc.subarray(['hearing', 'complex']),
});

void t.test('an edit always kills the clearance, whether or not the rows were voided', (t) => {
  let cleared = 0;
  fc.assert(
    fc.property(anyGround, fc.integer({ min: 1, max: 3 }), (before, version) => {
      const old = draft({ version });
      if (clearanceOf(old, before) !== null) cleared += 1;
      const edited = granted(
        editDraft(
          { ...before, caseId: 'case-1', draft: old, decision: null },
          { act: 'permit', content: content(), digest: 'digest-c', openForms: ['draft'] },
        ),
      );
      const voided = voidedByEdit(before);
      const after = {
        ...before,
        reviews: before.reviews.map((each) => voided.reviews.find(({ id }) => id === each.id) ?? each),
        scopes: before.scopes.map((each) => voided.scopes.find(({ id }) => id === each.id) ?? each),
      };
      // the content that comes back is a third version, later than all that was said
      const back = draft({ version: 5 });
      const dead = [edited.draft, back].every((each) => clearanceOf(each, before) === null);
      return dead && clearanceOf(old, after) === null && clearanceOf(back, after) === null;
    }),
    { numRuns: 3000 },
  );
  t.ok(cleared > 100, `${cleared} drafts were cleared before the edit`);
  t.end();
});

void t.test('what clears is a passed review at every level by different people, or an unvoided notRequired', (t) => {
  fc.assert(
    fc.property(anyGround, (some) => {
      const clearance = clearanceOf(draft(), some);
      if (clearance === null) return true;
      if (clearance.by === 'review') {
        const { opinions, ...row } = some.reviews.find(({ id }) => id === clearance.reviewId)!;
        const people = new Set(opinions.map(({ personId }) => personId));
        const whole = opinions.length === row.levelsAsked && people.size === row.levelsAsked;
        return whole && row.state === 'passed' && row.draftVersion === 1 && row.draftDigest === 'digest-a';
      }
      const row = some.scopes.find(({ id }) => id === clearance.scopeId)!;
      const exact = row.draftVersion === 1 && row.draftDigest === 'digest-a';
      return exact && row.outcome === 'notRequired' && !row.voided && some.circumstances.length === 0;
    }),
    { numRuns: 3000 },
  );
  t.end();
});
