import type { WorkingCalendar } from './calendar.ts';
import type { LimitEnd } from './clock.ts';
import { addWorkingDays } from './deadline.ts';
import type { Act, Draft } from './draft.ts';
import type { Instant } from './json.ts';
import { endOfLegalDay, legalDateOf, millisOf } from './legalTime.ts';
import { isQualifiedOn, type Actor } from './people.ts';
import { refuse, type Fault, type Refusal } from './refusal.ts';
import type { Handling, Person } from './separation.ts';

/** States of a legal review 法制审核; what is voided stays voided. */
export type ReviewState =
  'requested' | 'materialsReturned' | 'inReview' | 'passed' | 'returned' | 'rejected' | 'disputed' | 'voided';
export type Level = 1 | 2;
export type ReviewOutcome = 'passed' | 'returned' | 'rejected';

/** One review of one draft; it spans every level that the catalogue asks. A resubmission is a new one (trap 10). */
export interface LegalReview {
  readonly id: string;
  /** 1 for the first review of the case, 2 for the next … */
  readonly round: number;
  readonly revision: number;
  readonly draftVersion: number;
  readonly draftDigest: string;
  readonly state: ReviewState;
  readonly levelsAsked: Level;
  readonly levelsPassed: 0 | Level;
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly materials: readonly Material[];
  /** When the materials under review were handed in; null while they are with the handler again. The clock runs from it. */
  readonly receivedAt: Instant | null;
  readonly acceptance: Handled | null;
  /** Times at which materials went back and, where they came again, when: waiting that no clock counts. */
  readonly returns: readonly MaterialsReturn[];
  readonly extension: ReviewExtension | null;
  readonly opinions: readonly ReviewOpinion[];
  readonly disagreement: (Handled & { readonly grounds: string }) | null;
  readonly ruling: Ruling | null;
}
interface Handled {
  readonly by: string;
  readonly at: Instant;
}
/** A document handed in for review (L5). */
export interface Material {
  readonly name: string;
  readonly digest: string;
  readonly size: number;
}
export interface MaterialsReturn extends Handled {
  readonly reason: string;
  readonly resubmittedAt: Instant | null;
}
export interface ReviewExtension {
  readonly days: number;
  readonly reason: string;
  readonly askedBy: string;
  readonly approvedBy: string;
  readonly at: Instant;
}
/** A written opinion of one level (L8); it is never changed. */
export interface ReviewOpinion extends Person {
  readonly level: Level;
  readonly outcome: ReviewOutcome;
  readonly checklist: readonly ChecklistItem[];
  readonly opinion: string;
  readonly at: Instant;
}
export interface ChecklistItem {
  readonly item: string;
  readonly answer: 'yes' | 'no' | 'notApplicable';
}
/** How a disagreement was ruled; neither way clears the draft (trap 5). */
export interface Ruling extends Handled {
  readonly kind: 'newDraft' | 'secondReviewer';
  readonly reason: string;
}

/** An agency's limits of a review, with their basis (L6, trap 2: data, never a constant). */
export interface ReviewLimits {
  readonly days: number;
  readonly extensionDays: number;
  readonly basis: string;
}

/**
 * When the review is due: so many working days after the materials were handed in (L6), and as many again for the second
 * level after the first has passed (L10); null while no materials are there. An extension is the level's that asked for it.
 */
export function reviewDue(review: LegalReview, limits: ReviewLimits, calendar: WorkingCalendar): LimitEnd | null {
  const { receivedAt, opinions, extension } = review;
  const from =
    opinions.find(({ level, outcome }) => level < review.levelsAsked && outcome === 'passed')?.at ?? receivedAt;
  if (from === null) return null;
  const more = extension !== null && millisOf(extension.at) >= millisOf(from) ? extension.days : 0;
  const { due, provisional } = addWorkingDays(legalDateOf(from), limits.days + more, calendar);
  return { due, dueAt: endOfLegalDay(due), provisional };
}

/** Whoever took part in a review on the reviewing side: accepted or returned its materials, gave an opinion. */
export function reviewersOf({ acceptance, returns, opinions }: LegalReview): Handling[] {
  return [
    ...(acceptance === null ? [] : [{ personId: acceptance.by, act: 'accepted the materials', at: acceptance.at }]),
    ...returns.map(({ by, at }) => ({ personId: by, act: 'returned the materials', at })),
    ...opinions.map(({ personId, level, at }) => ({ personId, act: `gave the opinion of level ${level}`, at })),
  ];
}

/** Whether a reviewer objected to the draft: returned or rejected it. No later event takes an opinion back. */
export function isObjectedTo({ opinions }: LegalReview): boolean {
  return opinions.some(({ outcome }) => outcome !== 'passed');
}

/** Whether the review is under way or has passed: something stands on its draft. */
export function isStanding({ state }: LegalReview): boolean {
  return ['requested', 'materialsReturned', 'inReview', 'passed'].includes(state);
}

/** Refuses (409 `review-state`) what does not fit the state that the review is in. */
export function requireReviewState(
  review: LegalReview,
  states: readonly ReviewState[],
  asked: string,
): Refusal | undefined {
  if (states.includes(review.state)) return undefined;
  return refuse('review-state', `Review ${review.id} is ${review.state} and cannot be ${asked}; read it again.`);
}

/** Refuses (409 `stale-draft`) work on the review of a draft that has changed since. */
export function requireReviewOfDraft(review: LegalReview, draft: Draft): Refusal | undefined {
  if (review.draftDigest === draft.digest && review.draftVersion === draft.version) return undefined;
  return refuse(
    'stale-draft',
    `Review ${review.id} is about version ${review.draftVersion} of the draft, which is at version ${draft.version}; request a new review.`,
  );
}

/** Refuses (409 `review-state`) a second review of a draft beside one that stands and asks for as many levels. */
export function requireNoStandingReview(
  draft: Draft,
  levels: Level,
  reviews: readonly LegalReview[],
): Refusal | undefined {
  const standing = reviews.find(
    (review) =>
      isStanding(review) &&
      review.draftVersion === draft.version &&
      (review.state !== 'passed' || review.levelsAsked >= levels),
  );
  if (standing === undefined) return undefined;
  return refuse('review-state', `Review ${standing.id} of this draft is ${standing.state}; go on with that one.`);
}

/**
 * Refuses (409 `review-state`) to ask again about a draft that a reviewer returned or rejected, whatever versions lie
 * between: it is changed first (L7), or the disagreement is ruled (L9). Nobody looks for a kinder reviewer.
 */
export function requireChangedDraft(draft: Draft, reviews: readonly LegalReview[]): Refusal | undefined {
  const against = reviews.find(
    (review) => review.draftDigest === draft.digest && isObjectedTo(review) && review.ruling?.kind !== 'secondReviewer',
  );
  if (against === undefined) return undefined;
  return refuse(
    'review-state',
    `Review ${against.id} did not pass this very draft; change the draft, or disagree (POST /v1/reviews/${against.id}/disagree).`,
  );
}

/**
 * Refuses (409 `review-state`) to hand a draft on as it stands after a reviewer objected to it (L7), or after it passed
 * and was sent back: it would not be reviewed again, and the case could go no further.
 */
export function requireReviewableDraft(draft: Draft, reviews: readonly LegalReview[]): Refusal | undefined {
  return requireChangedDraft(draft, reviews) ?? requireUnpassedDraft(draft, reviews);
}

function requireUnpassedDraft(draft: Draft, reviews: readonly LegalReview[]): Refusal | undefined {
  const passed = reviews.find(({ state, draftVersion }) => state === 'passed' && draftVersion === draft.version);
  if (passed === undefined) return undefined;
  return refuse(
    'review-state',
    `Review ${passed.id} passed this very draft, and it was sent back since; change the draft before it is handed on.`,
  );
}

/**
 * Refuses (409 `separation`) a step of handling by somebody whose opinion stands on the draft, until it is decided: who
 * reviews does not handle, neither before nor after (审办分离 L11).
 */
export function requireNoStandingOpinion(
  person: Person,
  { reviews, decision }: { readonly reviews: readonly LegalReview[]; readonly decision: object | null },
): Refusal | undefined {
  if (decision !== null) return undefined;
  const reviewed = reviews.find(
    (review) => isStanding(review) && review.opinions.some(({ personId }) => personId === person.personId),
  );
  if (reviewed === undefined) return undefined;
  return refuse(
    'separation',
    `Who reviews a case does not handle it (L11): this person gave an opinion in review ${reviewed.id}. Let another person do it.`,
  );
}

/** Refuses (409 `review-state`) an opinion out of turn: the second level reads after the first has passed (L10). */
export function requireNextLevel({ id, levelsAsked, levelsPassed }: LegalReview, level: Level): Refusal | undefined {
  if (level === levelsPassed + 1 && level <= levelsAsked) return undefined;
  return refuse(
    'review-state',
    `Review ${id} asks for ${levelsAsked} level(s), ${levelsPassed} passed; it is not the turn of level ${level}.`,
  );
}

/** Refuses (400) an opinion that leaves out an item of the agency's checklist, or passes in spite of a "no" (L4). */
export function requireChecklist(
  outcome: ReviewOutcome,
  checklist: readonly ChecklistItem[],
  asked: readonly string[],
): Refusal | undefined {
  const faults: Fault[] = asked
    .filter((item) => checklist.filter((answered) => answered.item === item).length !== 1)
    .map((item) => ({ pointer: '/checklist', message: `must answer "${item}" once` }));
  checklist.forEach(({ answer }, index) => {
    if (outcome !== 'passed' || answer !== 'no') return;
    faults.push({ pointer: `/checklist/${index}/answer`, message: 'must not be "no" where the review passes' });
  });
  return faults.length === 0
    ? undefined
    : refuse('bad-request', 'The opinion does not follow the checklist; see errors.', faults);
}

/** Refuses (403) who reviews a penalty without the national legal qualification on that day (L12; Penalty Law Art. 58). */
export function requireLegalQualification(act: Act, reviewer: Actor, at: Instant): Refusal | undefined {
  if (act !== 'penalty' || isQualifiedOn(reviewer, 'legal-qualification', legalDateOf(at))) return undefined;
  return refuse('forbidden', 'A penalty is reviewed by somebody with a valid legal qualification (L12).');
}

/** Refuses (400) an extension that nobody on the reviewing side asked for (L6). */
export function requireOnReview(review: LegalReview, askedBy: string): Refusal | undefined {
  if (reviewersOf(review).some(({ personId }) => personId === askedBy)) return undefined;
  return refuse('bad-request', `An extension is asked for by somebody who works on review ${review.id}.`, [
    { pointer: '/askedBy', message: 'must be somebody who works on this review' },
  ]);
}

/** Refuses (409 `review-state`) a second extension of one review (L6). */
export function requireFirstExtension({ id, extension }: LegalReview): Refusal | undefined {
  if (extension === null) return undefined;
  return refuse('review-state', `Review ${id} was extended by ${extension.days} working days already, and only once.`);
}

/** Refuses (400) an extension by more days than the limits allow (L6: 5 at most). */
export function requireExtensionDays(days: number, { extensionDays, basis }: ReviewLimits): Refusal | undefined {
  if (Number.isInteger(days) && days >= 1 && days <= extensionDays) return undefined;
  return refuse('bad-request', `A review is extended by 1 to ${extensionDays} working days (${basis}).`, [
    { pointer: '/days', message: `must be a whole number from 1 to ${extensionDays}` },
  ]);
}

/** Refuses (409 `review-state`) to dispute a review again after its disagreement was ruled (L9). */
export function requireUnruled({ id, ruling }: LegalReview): Refusal | undefined {
  if (ruling === null) return undefined;
  return refuse('review-state', `The disagreement about review ${id} was ruled at ${ruling.at}: ${ruling.kind}.`);
}
