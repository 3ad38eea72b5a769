import { extendReview as extend } from '../domain/reviewSteps.ts';
import { fireDueTimers, requireCaughtUp } from './caseStep.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { lawChangeset } from './lawStep.ts';
import { requireOnReview } from '../domain/review.ts';
import { reviewAnswer, reviewFor, reviewWrites, type ReviewCommand } from './reviewStep.ts';
import { reviewLimitsOf } from '../domain/agencyRules.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';

export interface ExtendReview extends ReviewCommand {
  /** Working days. */
  readonly days: number;
  readonly reason: string;
  /** The reviewer who asked for it. */
  readonly askedBy: string;
}

/** The leader approves more days for a complex review, which somebody else asked for (L6). */
export function extendReview(
  snapshot: CaseSnapshot,
  command: ExtendReview,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { days, reason, askedBy } = command;
  const on = reviewFor(snapshot, 'review.rule', command, context);
  if (isRefusal(on)) return on;
  const extension = { days, reason, askedBy, approvedBy: context.actor.personId, at: context.now };
  const review = extend(on.review, extension, reviewLimitsOf(on.law.rules), context.calendar);
  if (isRefusal(review)) return review;
  const refused = requireOnReview(on.review, askedBy);
  if (refused !== undefined) return refused;
  const before = fireDueTimers(snapshot, context);
  const late = requireCaughtUp(snapshot, before, context);
  if (late !== undefined) return late;
  const personal = { [`review-${review.round}-extension`]: reason };
  const done = { command: 'extendReview', law: reviewWrites(review), personal, answer: reviewAnswer(review) };
  return lawChangeset(snapshot, before, done, context);
}
