import { extendReview as extend } from '../domain/reviewSteps.ts';
import { fireDueTimers, requireCaughtUp } from './caseStep.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { clockNamed, putClock } from './clockProgress.ts';
import { clockState } from '../domain/clock.ts';
import { extendClock } from '../domain/clockEvents.ts';
import { lawChangeset, openForm } from './lawStep.ts';
import { requireOnReview } from '../domain/review.ts';
import { reviewAnswer, reviewFor, reviewWrites, type ReviewCommand } from './reviewStep.ts';
import { reviewLimitsOf } from '../domain/agencyRules.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { LawProgress } from './lawProgress.ts';
import type { ReviewExtension } from '../domain/review.ts';
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
  const law = before.law === null ? null : longerClock(before.law, snapshot, extension, context);
  if (law !== null && isRefusal(law)) return law;
  const personal = { [`review-${review.round}-extension`]: reason };
  const done = { command: 'extendReview', law: reviewWrites(review), personal, answer: reviewAnswer(review) };
  return lawChangeset(snapshot, { ...before, law }, done, context);
}

/** The clock of the opinion that is waited for, as much longer as its review. */
function longerClock(
  law: LawProgress,
  snapshot: CaseSnapshot,
  { days, ...extension }: ReviewExtension,
  context: CaseContext & ByPerson,
): LawProgress | Refusal {
  let after = law;
  for (const { clock: name } of openForm(snapshot, 'reviewOpinion', context)?.node.deadlines ?? []) {
    const clock = clockNamed(after.facts.clocks, name);
    if (clock === undefined || clockState(clock) === 'stopped') continue;
    const longer = extendClock(clock, { ...extension, count: days }, context.calendar);
    if (isRefusal(longer)) return longer;
    after = putClock(after, longer, context);
  }
  return after;
}
