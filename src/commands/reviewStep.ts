import { lawFor, type LawCommand } from './lawStep.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { noWrites } from './lawWrites.ts';
import { requireDraft } from '../domain/draft.ts';
import type { Action } from '../domain/people.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { JsonObject } from '../domain/json.ts';
import type { LawFacts, LawWrites } from '../domain/law.ts';
import type { LegalReview } from '../domain/review.ts';
import type { ReviewGround, Step } from '../domain/reviewSteps.ts';

/** What every command on a review names. */
export interface ReviewCommand extends LawCommand {
  readonly reviewId: string;
}

/** What a command on a review is decided on. */
export interface OnReview {
  readonly review: LegalReview;
  readonly ground: ReviewGround;
  readonly law: LawFacts;
  readonly step: Step;
}

/** The review with the case around it, for somebody who may do this. */
export function reviewFor(
  snapshot: CaseSnapshot,
  action: Action,
  command: ReviewCommand,
  context: CaseContext & ByPerson,
): OnReview | Refusal {
  const law = lawFor(snapshot, action, command, context);
  if (isRefusal(law)) return law;
  const review = law.reviews.find(({ id }) => id === command.reviewId);
  if (review === undefined) return refuse('not-found', `There is no review ${command.reviewId}.`);
  const draft = requireDraft(law.draft, snapshot.caseId);
  if (isRefusal(draft)) return draft;
  const { reviews, handlers } = law;
  return { review, law, ground: { draft, reviews, handlers }, step: { by: context.actor, at: context.now } };
}

/** The review as it is written after a step. */
export function reviewWrites(...rows: readonly LegalReview[]): LawWrites {
  return { ...noWrites, reviews: rows.map((row) => ({ row, replaces: row.revision === 1 ? null : row.revision - 1 })) };
}

/** A review in the answer to a command: its state, no text. */
export function reviewAnswer({ id, round, revision, state, draftDigest, levelsAsked, levelsPassed }: LegalReview): {
  readonly review: JsonObject;
} {
  return { review: { id, round, revision, state, draftDigest, levelsAsked, levelsPassed } };
}
