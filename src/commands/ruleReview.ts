import { completeLawTask, openForm } from './lawStep.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { reviewAnswer, reviewFor, reviewWrites, type ReviewCommand } from './reviewStep.ts';
import { ruleReview as rule } from '../domain/reviewSteps.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { Ruling } from '../domain/review.ts';

export interface RuleReview extends ReviewCommand, Pick<Ruling, 'kind' | 'reason'> {}

/**
 * The leader rules on a disagreement: a new draft, or a second reviewer, whom the handler then asks by a request of its
 * own (L9). Neither clears anything.
 */
export function ruleReview(
  snapshot: CaseSnapshot,
  command: RuleReview,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { kind, reason } = command;
  const on = reviewFor(snapshot, 'review.rule', command, context);
  if (isRefusal(on)) return on;
  const ruled = rule(on.review, on.ground.draft, { ...on.step, kind, reason });
  if (isRefusal(ruled)) return ruled;
  return completeLawTask(
    snapshot,
    openForm(snapshot, 'reviewRuling', context),
    {
      command: 'ruleReview',
      outcome: kind === 'newDraft' ? 'new-draft' : 'second-reviewer',
      law: reviewWrites(ruled),
      personal: { [`review-${ruled.round}-ruling`]: reason },
      answer: reviewAnswer(ruled),
    },
    context,
  );
}
