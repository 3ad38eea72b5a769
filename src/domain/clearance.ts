import type { Circumstance, ScopeAnswer } from './catalogue.ts';
import type { Draft } from './draft.ts';
import { refuse, type Refusal } from './refusal.ts';
import { isObjectedTo, isStanding, type LegalReview } from './review.ts';
import { voidReviews } from './reviewSteps.ts';

/** What makes a draft ready for decision, and stands in the decision: one of the two, never both. */
export type Clearance =
  { readonly by: 'review'; readonly reviewId: string } | { readonly by: 'scope'; readonly scopeId: string };

/** What a case holds about the clearance of its draft. */
export interface ClearanceGround {
  readonly reviews: readonly LegalReview[];
  readonly scopes: readonly ScopeAnswer[];
  /** What has happened to the case so far and weighs on its decision. */
  readonly circumstances: readonly Circumstance[];
}

/**
 * The clearance of exactly this draft, or null (L1): a legal review that passed at every level asked, or the catalogue's
 * `notRequired` that no new circumstance has voided. Nothing else clears: no countersignature (L2), no ruling of a
 * disagreement (L9), no review of an earlier version.
 */
export function clearanceOf(draft: Draft, ground: ClearanceGround): Clearance | null {
  const review = ground.reviews.find((candidate) => reviewFault(candidate, draft, ground) === undefined);
  if (review !== undefined) return { by: 'review', reviewId: review.id };
  const scope = ground.scopes.find((candidate) => scopeFault(candidate, draft, ground) === undefined);
  return scope === undefined ? null : { by: 'scope', scopeId: scope.id };
}

/** The clearance of this draft, or 422 `not-cleared` with what is missing (L1; Penalty Law Art. 58). */
export function requireClearance(draft: Draft, ground: ClearanceGround, caseId: string): Clearance | Refusal {
  const clearance = clearanceOf(draft, ground);
  if (clearance !== null) return clearance;
  const review = ground.reviews.at(-1);
  const scope = ground.scopes.at(-1);
  const faults = [
    review === undefined ? undefined : reviewFault(review, draft, ground),
    scope === undefined ? undefined : scopeFault(scope, draft, ground),
  ];
  return refuse(
    'not-cleared',
    [
      `Draft ${draft.version} of case ${caseId} has no clearance; request a legal review (POST /v1/cases/${caseId}/reviews).`,
      ...faults.flatMap((fault) => (fault === undefined ? [] : [fault.detail])),
    ].join(' '),
  );
}

/** What an edit of the draft takes away: every review and every answer of the catalogue that stood on it. */
export function voidedByEdit({ reviews, scopes }: Pick<ClearanceGround, 'reviews' | 'scopes'>): {
  readonly reviews: LegalReview[];
  readonly scopes: ScopeAnswer[];
} {
  return { reviews: voidReviews(reviews), scopes: voidScopes(scopes) };
}

/** The answers that an edit or a new circumstance voids, as they are then. Reviews outlive a circumstance. */
export function voidScopes(scopes: readonly ScopeAnswer[]): ScopeAnswer[] {
  return scopes.filter(({ voided }) => !voided).map((scope) => ({ ...scope, voided: true }));
}

function reviewFault(review: LegalReview, draft: Draft, ground: ClearanceGround): Refusal | undefined {
  return (
    requirePassed(review) ??
    requireOfThisDraft(`Review ${review.id}`, review, draft) ??
    requireEveryLevel(review) ??
    requireDistinctReviewers(review) ??
    requireNewestReview(review, ground.reviews) ??
    requireLevelsAsked(review, ground.scopes)
  );
}

function scopeFault(scope: ScopeAnswer, draft: Draft, ground: ClearanceGround): Refusal | undefined {
  return (
    requireNotRequired(scope) ??
    requireNotVoided(scope) ??
    requireOfThisDraft(`Answer ${scope.id}`, scope, draft) ??
    requireFacts(scope, draft) ??
    requireNoNewCircumstance(scope, ground.circumstances) ??
    requireNoOtherAnswer(scope, ground.scopes) ??
    requireNoObjection(draft, ground.reviews)
  );
}

/** Refuses a review that has not passed, whatever a leader ruled about it (L9, trap 5). */
export function requirePassed({ id, state }: LegalReview): Refusal | undefined {
  return state === 'passed' ? undefined : notCleared(`Review ${id} is ${state}, not passed.`);
}

/** Refuses what was said of another version or another content, even if the content once came back (L1). */
export function requireOfThisDraft(
  what: string,
  { draftVersion, draftDigest }: Pick<LegalReview, 'draftVersion' | 'draftDigest'>,
  draft: Draft,
): Refusal | undefined {
  if (draftVersion === draft.version && draftDigest === draft.digest) return undefined;
  return notCleared(`${what} is about version ${draftVersion} of the draft, not ${draft.version}.`);
}

/** Refuses a review that passed at fewer levels than were asked (L10). */
export function requireEveryLevel({ id, levelsAsked, levelsPassed, opinions }: LegalReview): Refusal | undefined {
  const passed = new Set(opinions.filter(({ outcome }) => outcome === 'passed').map(({ level }) => level));
  if (levelsPassed === levelsAsked && passed.size === levelsAsked && passed.size === opinions.length) return undefined;
  return notCleared(`Review ${id} passed at ${passed.size} of ${levelsAsked} level(s).`);
}

/** Refuses a review whose levels were not different people (L10). */
export function requireDistinctReviewers({ id, opinions }: LegalReview): Refusal | undefined {
  if (new Set(opinions.map(({ personId }) => personId)).size === opinions.length) return undefined;
  return notCleared(`Review ${id} has one person at two levels.`);
}

/** Refuses a review beside a later one of the same draft: the newest counts, and its end is awaited (L7, L9). */
export function requireNewestReview(review: LegalReview, reviews: readonly LegalReview[]): Refusal | undefined {
  const later = reviews.find(
    (other) => other.round > review.round && other.draftDigest === review.draftDigest && other.state !== 'voided',
  );
  return later === undefined ? undefined : notCleared(`Review ${later.id} of this draft is ${later.state}.`);
}

/** Refuses a review at fewer levels than the catalogue asks of this draft by now (L3, L10). */
export function requireLevelsAsked(review: LegalReview, scopes: readonly ScopeAnswer[]): Refusal | undefined {
  const more = scopes.find((scope) => isOfOneDraft(scope, review) && scope.levels > review.levelsAsked);
  if (more === undefined) return undefined;
  return notCleared(
    `Review ${review.id} has ${review.levelsAsked} level(s), answer ${more.id} asks for ${more.levels}.`,
  );
}

/** Refuses an answer that asks for a review (L3). */
export function requireNotRequired({ id, outcome }: ScopeAnswer): Refusal | undefined {
  return outcome === 'notRequired' ? undefined : notCleared(`Answer ${id} of the catalogue asks for a legal review.`);
}

/** Refuses an answer that an edit or a circumstance has voided. */
export function requireNotVoided({ id, voided }: ScopeAnswer): Refusal | undefined {
  return voided ? notCleared(`Answer ${id} of the catalogue was voided; ask it again.`) : undefined;
}

/** Refuses an answer given about other facts than the draft's: a refusal instead of a grant, another amount, a trigger. */
export function requireFacts({ id, facts }: ScopeAnswer, draft: Draft): Refusal | undefined {
  const same =
    facts.kind === draft.kind &&
    facts.amountFen === draft.amountFen &&
    draft.triggers.every((trigger) => facts.triggers.includes(trigger));
  return same ? undefined : notCleared(`Answer ${id} of the catalogue used other facts than the draft states.`);
}

/** Refuses an answer given before a hearing was held or the case was found complex. */
export function requireNoNewCircumstance(
  { id, facts }: ScopeAnswer,
  circumstances: readonly Circumstance[],
): Refusal | undefined {
  const news = circumstances.find((circumstance) => !facts.circumstances.includes(circumstance));
  return news === undefined ? undefined : notCleared(`Answer ${id} of the catalogue did not know: ${news}.`);
}

/** Refuses `notRequired` beside an answer about the same draft that asks for a review: the stricter one holds. */
export function requireNoOtherAnswer(scope: ScopeAnswer, scopes: readonly ScopeAnswer[]): Refusal | undefined {
  const stricter = scopes.find(
    (other) => other.id !== scope.id && isOfOneDraft(other, scope) && other.outcome === 'required',
  );
  return stricter === undefined
    ? undefined
    : notCleared(`Answer ${stricter.id} of the catalogue asks for a legal review.`);
}

/** Refuses `notRequired` for a draft that a reviewer objected to, or whose review is under way: its end is awaited (L9). */
export function requireNoObjection(draft: Draft, reviews: readonly LegalReview[]): Refusal | undefined {
  const against = reviews.find(
    (review) =>
      (review.draftDigest === draft.digest && isObjectedTo(review)) ||
      (review.draftVersion === draft.version && isStanding(review)),
  );
  return against === undefined ? undefined : notCleared(`Review ${against.id} of this draft is ${against.state}.`);
}

function isOfOneDraft(
  one: Pick<LegalReview, 'draftVersion' | 'draftDigest'>,
  other: Pick<LegalReview, 'draftVersion' | 'draftDigest'>,
): boolean {
  return one.draftVersion === other.draftVersion && one.draftDigest === other.draftDigest;
}

function notCleared(detail: string): Refusal {
  return refuse('not-cleared', detail);
}
