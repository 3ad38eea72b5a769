import { actOf, completeLawTask, openForm } from './lawStep.ts';
import { concludeReview as conclude, type Conclusion } from '../domain/reviewSteps.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { reviewAnswer, reviewFor, reviewWrites, type ReviewCommand } from './reviewStep.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { Level } from '../domain/review.ts';

export interface ConcludeReview extends ReviewCommand, Pick<Conclusion, 'outcome' | 'checklist' | 'opinion'> {}

/** A reviewer gives the written opinion of the level whose turn it is (L7, L8). */
export function concludeReview(
  snapshot: CaseSnapshot,
  command: ConcludeReview,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { outcome, checklist, opinion } = command;
  const on = reviewFor(snapshot, 'review.work', command, context);
  if (isRefusal(on)) return on;
  const act = actOf(context.process, on.law, snapshot.caseId);
  if (typeof act !== 'string') return act;
  const task = openForm(snapshot, 'reviewOpinion', context);
  const law = task?.node.law;
  const level: Level = law?.form === 'reviewOpinion' ? law.level : on.review.levelsPassed === 0 ? 1 : 2;
  const items = on.law.rules.checklist ?? [];
  const conclusion = { by: context.actor, at: context.now, act, items, level, outcome, checklist, opinion };
  const review = conclude(on.review, on.ground, conclusion);
  if (isRefusal(review)) return review;
  return completeLawTask(
    snapshot,
    task,
    {
      command: 'concludeReview',
      outcome,
      law: reviewWrites(review),
      personal: {
        [`review-${review.round}-opinion-${level}`]: { checklist: checklist.map((item) => ({ ...item })), opinion },
      },
      answer: reviewAnswer(review),
    },
    context,
  );
}
