import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { nextDraft, type Draft } from '../../src/domain/draft.ts';
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts';
import type { LegalReview } from '../../src/domain/review.ts';
import {
  acceptMaterials,
  concludeReview,
  disagree,
  extendReview,
  requestReview,
  resubmitMaterials,
  returnMaterials,
  ruleReview,
  voidReviews,
} from '../../src/domain/reviewSteps.ts';
import { calendar, content, draft, person } from './lawCast.ts';

const people = ['handler', 'clerk', 'r1', 'r2', 'r3', 'leader'] as const;
const steps = ['request', 'accept', 'sendBack', 'resubmit', 'extend', 'conclude', 'disagree', 'rule', 'edit'] as const;
const move = fc.record({
  step: fc.oneof({ weight: 3, arbitrary: fc.constant('next' as const) }, fc.constantFrom(...steps)),
  who: fc.constantFrom(...people, 'r1' as const, 'r2' as const, 'r3' as const),
  key: fc.constantFrom('key-1', 'key-2'),
  pick: fc.nat(),
  level: fc.constantFrom(1 as const, 2 as const),
  levels: fc.constantFrom(1 as const, 2 as const),
  outcome: fc.constantFrom('passed' as const, 'passed' as const, 'returned' as const, 'rejected' as const),
  ruling: fc.constantFrom('newDraft' as const, 'secondReviewer' as const),
  text: fc.constantFrom('a', 'b', 'c'),
});
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

const handlers = ['handler', 'clerk'].map((personId) => ({ personId, act: 'completed a step', at: monday(0) }));

void t.test('no walk passes a review without all its levels by different people who never handled the case', (t) => {
  const seen = { passed: 0, twoLevels: 0, afterRuling: 0, voided: 0 };
  fc.assert(
    fc.property(fc.array(move, { minLength: 20, maxLength: 60 }), (moves) => {
      let reviews: readonly LegalReview[] = [];
      let current: Draft = draft({ digest: 'a' });
      moves.forEach((each, index) => {
        const before = new Map(reviews.map((review) => [review.id, review]));
        if (each.step === 'edit') {
          const edited = nextDraft(current, content(), each.text);
          if (edited !== current) reviews = replaced(reviews, voidReviews(reviews));
          current = edited;
        } else {
          const done = played(each, index, current, reviews);
          if (done !== undefined && !isRefusal(done)) reviews = replaced(reviews, done);
        }
        for (const review of reviews) {
          const was = before.get(review.id);
          if (was?.state === 'voided') assert.deepEqual(review, was, 'nothing leaves voided');
          assert.deepEqual(review.opinions.slice(0, was?.opinions.length ?? 0), was?.opinions ?? [], 'append only');
          assert.ok(review.opinions.length <= review.levelsAsked);
          if (review.state !== was?.state && review.state === 'voided') seen.voided += 1;
          if (review.state !== 'passed') continue;
          assert.equal(review.levelsPassed, review.levelsAsked);
          const givers = new Set(review.opinions.map(({ personId }) => personId));
          assert.equal(givers.size, review.levelsAsked);
          assert.ok(review.opinions.every(({ outcome }) => outcome === 'passed'));
          assert.ok(![...givers].some((giver) => ['handler', 'clerk', review.requestedBy].includes(giver)));
          assert.ok(review.draftVersion === current.version && review.draftDigest === current.digest);
          const disputed = reviews.filter(
            ({ draftDigest, ruling, round }) =>
              draftDigest === review.draftDigest && ruling?.kind === 'secondReviewer' && round < review.round,
          );
          assert.ok(!disputed.some(({ opinions }) => opinions.some(({ personId }) => givers.has(personId))));
          if (was?.state === 'passed') continue;
          seen.passed += 1;
          if (review.levelsAsked === 2) seen.twoLevels += 1;
          if (disputed.length > 0) seen.afterRuling += 1;
        }
      });
    }),
    { numRuns: 3000 },
  );
  t.comment(seen);
  t.ok(
    Object.values(seen).every((count) => count >= 10),
    JSON.stringify(seen),
  );
  t.end();
});

/** One move on one review of the walk. */
function played(
  { step, who, key, pick, level, levels, outcome, ruling }: Move,
  index: number,
  current: Draft,
  reviews: readonly LegalReview[],
): LegalReview[] | Refusal | undefined {
  const at = monday(index);
  const by = person(who, key);
  const ground = { draft: current, reviews, handlers };
  if (step === 'request' || (step === 'next' && (reviews.length === 0 || reviews.at(-1)?.state === 'voided'))) {
    return list(requestReview(ground, { id: `review-${index}`, by, at, materials: [], levels }));
  }
  const review = reviews[reviews.length - 1 - (pick % 8 === 0 ? pick % Math.max(1, reviews.length) : 0)];
  if (review === undefined) return undefined;
  const reason = 'because';
  switch (step === 'next' ? nextStep(review, pick) : step) {
    case 'accept':
      return list(acceptMaterials(review, ground, { by, at }));
    case 'sendBack':
      return list(returnMaterials(review, ground, { by, at, reason }));
    case 'resubmit':
      return list(resubmitMaterials(review, current, { by, at, materials: [] }));
    case 'extend': {
      const extension = { days: level, reason, askedBy: 'r1', approvedBy: who, at };
      return list(extendReview(review, extension, { days: 3, extensionDays: 5, basis: 'S4' }, calendar));
    }
    case 'conclude': {
      const turn: 1 | 2 = step === 'next' ? (review.levelsPassed === 0 ? 1 : 2) : level;
      const said = { level: turn, outcome, checklist: [], opinion: 'read', at, by, act: 'penalty' as const, items: [] };
      return list(concludeReview(review, ground, said));
    }
    case 'disagree':
      return list(disagree(review, current, { by, at, grounds: reason }));
    default: {
      const ruled = ruleReview(review, current, { by, at, kind: ruling, reason });
      if (!isRefusal(ruled)) assert.notEqual(ruled.state, 'passed', 'a ruling clears nothing');
      return list(ruled);
    }
  }
}

/** A step that fits the state of a review. */
function nextStep({ state }: LegalReview, pick: number): (typeof steps)[number] {
  switch (state) {
    case 'requested':
      return pick % 5 === 0 ? 'sendBack' : 'accept';
    case 'materialsReturned':
      return 'resubmit';
    case 'inReview':
      return 'conclude';
    case 'returned':
    case 'rejected':
      return 'disagree';
    default:
      return 'rule';
  }
}

function list(answer: LegalReview | Refusal): LegalReview[] | Refusal {
  return isRefusal(answer) ? answer : [answer];
}

function replaced(reviews: readonly LegalReview[], changed: readonly LegalReview[]): LegalReview[] {
  const byId = new Map([...reviews, ...changed].map((review) => [review.id, review]));
  return [...byId.values()];
}

function monday(minute: number): string {
  return `2026-03-02T02:${String(minute).padStart(2, '0')}:00.000Z`;
}
