import { actOf, completeLawTask, lawFor, openForm, type LawCommand } from './lawStep.ts';
import { askCatalogue, noCatalogue } from '../domain/catalogue.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { requestReview as request, resubmitMaterials } from '../domain/reviewSteps.ts';
import { requireCurrentDraft, requireDraft, type Act, type Draft } from '../domain/draft.ts';
import { reviewAnswer, reviewWrites } from './reviewStep.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { LawFacts } from '../domain/law.ts';
import type { Level, Material } from '../domain/review.ts';

export interface RequestReview extends LawCommand {
  readonly draftDigest: string;
  readonly materials: readonly Material[];
}

/** The handler hands the draft over for review; materials that were sent back are handed in again the same way (L5). */
export function requestReview(
  snapshot: CaseSnapshot,
  { draftDigest, materials, revision }: RequestReview,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { actor: by, now: at, process } = context;
  const law = lawFor(snapshot, 'review.request', { revision }, context);
  if (isRefusal(law)) return law;
  const act = actOf(process, law, snapshot.caseId);
  if (typeof act !== 'string') return act;
  const draft = requireDraft(law.draft, snapshot.caseId);
  if (isRefusal(draft)) return draft;
  const stale = requireCurrentDraft(draft, draftDigest);
  if (stale !== undefined) return stale;
  const sentBack = law.reviews.find(({ state, draftVersion }) => {
    return state === 'materialsReturned' && draftVersion === draft.version;
  });
  const review =
    sentBack === undefined
      ? request(
          { draft, reviews: law.reviews },
          { id: context.newId(), by, at, materials, levels: levelsOf(snapshot, law, draft, act) },
        )
      : resubmitMaterials(sentBack, draft, { by, at, materials });
  if (isRefusal(review)) return review;
  return completeLawTask(
    snapshot,
    openForm(snapshot, 'reviewRequest', context),
    {
      command: 'requestReview',
      variables: { reviewLevels: review.levelsAsked },
      law: reviewWrites(review),
      answer: reviewAnswer(review),
    },
    context,
  );
}

/** The most levels that the catalogue asks of this draft, in any answer so far or by now (L3, L10). */
function levelsOf(
  { definition }: CaseSnapshot,
  { catalogue, circumstances, scopes }: LawFacts,
  { version, kind, amountFen, triggers }: Draft,
  act: Act,
): 0 | Level {
  const facts = { act, kind, procedure: definition.key, amountFen, triggers, circumstances };
  const answered = scopes.filter(({ draftVersion }) => draftVersion === version).map(({ levels }) => levels);
  const now = askCatalogue(catalogue ?? noCatalogue, facts).levels;
  return [...answered, now].reduce((most, levels) => (levels > most ? levels : most), 0);
}
