import { completeLawTask, openForm } from './lawStep.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { returnMaterials as sendBack } from '../domain/reviewSteps.ts';
import { reviewAnswer, reviewFor, reviewWrites, type ReviewCommand } from './reviewStep.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';

export interface ReturnMaterials extends ReviewCommand {
  /** What the materials lack. */
  readonly reason: string;
}

/** Defective materials go back to the handler (L5). */
export function returnMaterials(
  snapshot: CaseSnapshot,
  command: ReturnMaterials,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { reason } = command;
  const on = reviewFor(snapshot, 'review.work', command, context);
  if (isRefusal(on)) return on;
  const review = sendBack(on.review, on.ground, { ...on.step, reason });
  if (isRefusal(review)) return review;
  return completeLawTask(
    snapshot,
    openForm(snapshot, 'reviewMaterials', context),
    {
      command: 'returnMaterials',
      outcome: 'materials-returned',
      law: reviewWrites(review),
      personal: { [`review-${review.round}-return-${review.returns.length}`]: reason },
      answer: reviewAnswer(review),
    },
    context,
  );
}
