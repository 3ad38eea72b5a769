import type { WorkingCalendar } from './calendar.ts';
import { requireNotEnded } from './clockEvents.ts';
import type { Act, Draft } from './draft.ts';
import type { Instant } from './json.ts';
import type { Actor } from './people.ts';
import { requireReason } from './reason.ts';
import type { Refusal } from './refusal.ts';
import type { LegalReview, Level, Material, ReviewExtension, ReviewLimits, ReviewOpinion, Ruling } from './review.ts';
import {
  isStanding,
  requireChangedDraft,
  requireChecklist,
  requireExtensionDays,
  requireFirstExtension,
  requireLegalQualification,
  requireNextLevel,
  requireNoStandingReview,
  requireReviewOfDraft,
  requireReviewState,
  requireUnruled,
  reviewDue,
  reviewersOf,
} from './review.ts';
import type { Handling, Person } from './separation.ts';
import {
  requireExtensionByAnother,
  requireNotHandled,
  requireNotOwnReview,
  requireOtherLevels,
  requireOutsideRuling,
  requireSecondReviewer,
} from './separation.ts';

/** What a case brings to its reviews. */
export interface ReviewGround {
  readonly draft: Draft;
  readonly reviews: readonly LegalReview[];
  readonly handlers: readonly Handling[];
}
/** Who does a step, and when. */
export interface Step {
  readonly by: Person;
  readonly at: Instant;
}

/** The handler asks for the review of the draft; each request is a new round with a clock of its own (trap 10). */
export function requestReview(
  { draft, reviews }: Pick<ReviewGround, 'draft' | 'reviews'>,
  request: Step & { readonly id: string; readonly materials: readonly Material[]; readonly levels: 0 | Level },
): LegalReview | Refusal {
  const levels = request.levels === 2 ? 2 : 1;
  const refused = requireNoStandingReview(draft, levels, reviews) ?? requireChangedDraft(draft, reviews);
  if (refused !== undefined) return refused;
  return {
    id: request.id,
    round: reviews.length + 1,
    revision: 1,
    draftVersion: draft.version,
    draftDigest: draft.digest,
    state: 'requested',
    levelsAsked: levels,
    levelsPassed: 0,
    requestedBy: request.by.personId,
    requestedAt: request.at,
    materials: request.materials,
    receivedAt: request.at,
    acceptance: null,
    returns: [],
    extension: null,
    opinions: [],
    disagreement: null,
    ruling: null,
  };
}

/** The reviewing side finds the materials complete and registers them (L5, L6); the clock has run since they came in. */
export function acceptMaterials(review: LegalReview, ground: ReviewGround, { by, at }: Step): LegalReview | Refusal {
  const refused =
    requireReviewState(review, ['requested'], 'accepted') ??
    requireReviewOfDraft(review, ground.draft) ??
    requireNotHandled(by, handlersOf(review, ground));
  return refused ?? moved(review, { state: 'inReview', acceptance: { by: by.personId, at } });
}

/** Defective materials go back to the handler (L5); what is waited for is not counted (trap 10). */
export function returnMaterials(
  review: LegalReview,
  ground: ReviewGround,
  { by, at, reason }: Step & { readonly reason: string },
): LegalReview | Refusal {
  const refused =
    requireReviewState(review, ['requested'], 'sent back') ??
    requireReason(reason, '/reason', 'What the materials lack') ??
    requireNotHandled(by, handlersOf(review, ground));
  if (refused !== undefined) return refused;
  const sentBack = { by: by.personId, at, reason, resubmittedAt: null };
  return moved(review, { state: 'materialsReturned', receivedAt: null, returns: [...review.returns, sentBack] });
}

/** The handler hands the materials in again; the clock counts from this day, all its days anew (trap 10). */
export function resubmitMaterials(
  review: LegalReview,
  draft: Draft,
  { at, materials }: Step & { readonly materials: readonly Material[] },
): LegalReview | Refusal {
  const refused =
    requireReviewState(review, ['materialsReturned'], 'handed in again') ?? requireReviewOfDraft(review, draft);
  if (refused !== undefined) return refused;
  const returns = review.returns.map((sent) => (sent.resubmittedAt === null ? { ...sent, resubmittedAt: at } : sent));
  return moved(review, { state: 'requested', receivedAt: at, materials, returns });
}

/** A complex review gets more days, once, before it is due, approved by another than the one who asked (L6). */
export function extendReview(
  review: LegalReview,
  extension: ReviewExtension,
  limits: ReviewLimits,
  calendar: WorkingCalendar,
): LegalReview | Refusal {
  const { id } = review;
  const { days, reason, askedBy, approvedBy, at } = extension;
  const refused =
    requireReviewState(review, ['inReview'], 'extended') ??
    requireFirstExtension(review) ??
    requireExtensionDays(days, limits) ??
    requireReason(reason, '/reason', 'An extension') ??
    requireExtensionByAnother(approvedBy, askedBy) ??
    requireNotEnded(id, reviewDue(review, limits, calendar), at);
  return refused ?? moved(review, { extension });
}

/** What one level of review says, in writing (L7, L8). */
export interface Conclusion extends Pick<ReviewOpinion, 'level' | 'outcome' | 'checklist' | 'opinion' | 'at'> {
  readonly by: Actor;
  readonly act: Act;
  /** Items of the agency's checklist for this act (L4). */
  readonly items: readonly string[];
}

/** A level gives its opinion: the review passes when every level asked has passed, and ends when one has not. */
export function concludeReview(
  review: LegalReview,
  ground: ReviewGround,
  conclusion: Conclusion,
): LegalReview | Refusal {
  const { by, act, items, level, outcome, checklist, opinion, at } = conclusion;
  const refused =
    requireReviewState(review, ['inReview'], 'concluded') ??
    requireReviewOfDraft(review, ground.draft) ??
    requireNextLevel(review, level) ??
    requireNotHandled(by, handlersOf(review, ground)) ??
    requireOtherLevels(by, review.opinions) ??
    requireSecondReviewer(by, disputedOpinions(ground)) ??
    requireLegalQualification(act, by, at) ??
    requireChecklist(outcome, checklist, items) ??
    requireReason(opinion, '/opinion', 'The opinion');
  if (refused !== undefined) return refused;
  const opinions = [...review.opinions, { personId: by.personId, level, outcome, checklist, opinion, at }];
  if (outcome !== 'passed') return moved(review, { state: outcome, opinions });
  return moved(review, { state: level === review.levelsAsked ? 'passed' : 'inReview', levelsPassed: level, opinions });
}

/** The handling side disagrees with a return or a rejection (L9). */
export function disagree(
  review: LegalReview,
  draft: Draft,
  { by, at, grounds }: Step & { readonly grounds: string },
): LegalReview | Refusal {
  const refused =
    requireReviewState(review, ['returned', 'rejected'], 'disputed') ??
    requireUnruled(review) ??
    requireReviewOfDraft(review, draft) ??
    requireNotOwnReview(by, reviewersOf(review)) ??
    requireReason(grounds, '/grounds', 'A disagreement');
  return refused ?? moved(review, { state: 'disputed', disagreement: { by: by.personId, at, grounds } });
}

/**
 * The leader rules on a disagreement (L9, trap 5). The ruling clears nothing: either the opinion stands and the draft is
 * written anew, or the review is voided and the handler asks for another of the same draft, by other people.
 */
export function ruleReview(
  review: LegalReview,
  draft: Draft,
  { by, at, kind, reason }: Step & Pick<Ruling, 'kind' | 'reason'>,
): LegalReview | Refusal {
  const { disagreement } = review;
  const disputing = disagreement === null ? [] : [{ personId: disagreement.by, act: 'disagreed', at: disagreement.at }];
  const refused =
    requireReviewState(review, ['disputed'], 'ruled') ??
    requireReviewOfDraft(review, draft) ??
    requireOutsideRuling(by, [...reviewersOf(review), ...disputing]) ??
    requireReason(reason, '/reason', 'A ruling');
  if (refused !== undefined) return refused;
  const ruling = { by: by.personId, at, kind, reason };
  return moved(review, { state: kind === 'newDraft' ? objectionOf(review) : 'voided', ruling });
}

/** The reviews that an edit of the draft voids, as they are then: nothing stands on a draft that is no more. */
export function voidReviews(reviews: readonly LegalReview[]): LegalReview[] {
  return reviews
    .filter((review) => isStanding(review) || review.state === 'disputed')
    .map((review) => moved(review, { state: 'voided' }));
}

function moved(review: LegalReview, change: Partial<LegalReview>): LegalReview {
  return { ...review, ...change, revision: review.revision + 1 };
}

/** Who handled the case; who asked for the review did, whatever else the case's history holds. */
function handlersOf({ requestedBy, requestedAt }: LegalReview, { handlers }: ReviewGround): Handling[] {
  return [...handlers, { personId: requestedBy, act: 'requested the review', at: requestedAt }];
}

/** Opinions on this very draft that were disputed and for which a second reviewer was ruled. */
function disputedOpinions({ draft, reviews }: ReviewGround): ReviewOpinion[] {
  return reviews
    .filter(({ draftDigest, ruling }) => draftDigest === draft.digest && ruling?.kind === 'secondReviewer')
    .flatMap(({ opinions }) => opinions);
}

function objectionOf({ opinions }: LegalReview): 'returned' | 'rejected' {
  return opinions.at(-1)?.outcome === 'returned' ? 'returned' : 'rejected';
}
