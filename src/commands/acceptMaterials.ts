import { acceptMaterials as accept } from '../domain/reviewSteps.ts';
import { completeLawTask, openForm } from './lawStep.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { reviewAnswer, reviewFor, reviewWrites, type ReviewCommand } from './reviewStep.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';

/** The reviewing side registers the materials as complete; `reviewReceivedOn` is the day they were handed in (L6). */
export function acceptMaterials(
  snapshot: CaseSnapshot,
  command: ReviewCommand,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const on = reviewFor(snapshot, 'review.work', command, context);
  if (isRefusal(on)) return on;
  const review = accept(on.review, on.ground, on.step);
  if (isRefusal(review)) return review;
  return completeLawTask(
    snapshot,
    openForm(snapshot, 'reviewMaterials', context),
    {
      command: 'acceptMaterials',
      outcome: 'accepted',
      variables: { reviewReceivedOn: legalDateOf(review.receivedAt ?? context.now) },
      law: reviewWrites(review),
      answer: reviewAnswer(review),
    },
    context,
  );
}
