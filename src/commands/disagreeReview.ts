import { completeLawTask, openTaskWhere } from './lawStep.ts';
import { disagree } from '../domain/reviewSteps.ts';
import { disagreed } from '../domain/law.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { reviewAnswer, reviewFor, reviewWrites, type ReviewCommand } from './reviewStep.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';

export interface DisagreeReview extends ReviewCommand {
  readonly grounds: string;
}

/** The handling side disagrees with a rejection; the leader rules on it (L9). */
export function disagreeReview(
  snapshot: CaseSnapshot,
  command: DisagreeReview,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { grounds } = command;
  const on = reviewFor(snapshot, 'review.request', command, context);
  if (isRefusal(on)) return on;
  const review = disagree(on.review, on.ground.draft, { ...on.step, grounds });
  if (isRefusal(review)) return review;
  return completeLawTask(
    snapshot,
    openTaskWhere(snapshot, context, ({ step }) => step?.outcomes.includes(disagreed) === true),
    {
      command: 'disagreeReview',
      outcome: disagreed,
      law: reviewWrites(review),
      personal: { [`review-${review.round}-disagreement`]: grounds },
      answer: reviewAnswer(review),
    },
    context,
  );
}
