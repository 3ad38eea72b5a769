import { acceptMaterials as decideAccept } from '../commands/acceptMaterials.ts';
import { addRecord as decideAdd, type AddRecord } from '../commands/addRecord.ts';
import { byPersonOnCase } from './cases.ts';
import { concludeReview as decideConclude, type ConcludeReview } from '../commands/concludeReview.ts';
import { decide as decideCase, type Decide } from '../commands/decide.ts';
import { disagreeReview as decideDisagree, type DisagreeReview } from '../commands/disagreeReview.ts';
import { extendReview as decideExtend, type ExtendReview } from '../commands/extendReview.ts';
import { findCaseOfReview } from '../store/reviews.ts';
import { putDraft as decidePut, type PutDraft } from '../commands/putDraft.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { requestReview as decideRequest, type RequestReview } from '../commands/requestReview.ts';
import { returnMaterials as decideReturn, type ReturnMaterials } from '../commands/returnMaterials.ts';
import { ruleReview as decideRule, type RuleReview } from '../commands/ruleReview.ts';
import type { Ask, Done } from './run.ts';
import type { ByPerson } from '../commands/context.ts';
import type { House } from './house.ts';
import type { ReviewCommand } from '../commands/reviewStep.ts';

type OnCase<C> = ReturnType<typeof byPersonOnCase<C>>;

export const putDraft = byPersonOnCase<PutDraft>('putDraft', decidePut);
export const requestReview = byPersonOnCase<RequestReview>('requestReview', decideRequest);
export const addRecord = byPersonOnCase<AddRecord>('addRecord', decideAdd);
/** Decisions of an agency draw from its registers one after the other, so that they do not lose the number to each other. */
export const decide = byPersonOnCase<Decide>('decide', decideCase, 'registers');

export const acceptMaterials = onReview(byPersonOnCase<ReviewCommand>('acceptMaterials', decideAccept));
export const returnMaterials = onReview(byPersonOnCase<ReturnMaterials>('returnMaterials', decideReturn));
export const extendReview = onReview(byPersonOnCase<ExtendReview>('extendReview', decideExtend));
export const concludeReview = onReview(byPersonOnCase<ConcludeReview>('concludeReview', decideConclude));
export const disagreeReview = onReview(byPersonOnCase<DisagreeReview>('disagreeReview', decideDisagree));
export const ruleReview = onReview(byPersonOnCase<RuleReview>('ruleReview', decideRule));

/** A command on a review is one on its case. */
function onReview<C extends ReviewCommand>(
  command: OnCase<C>,
): (house: House, ask: Ask & ByPerson, asked: C) => Promise<Done | Refusal> {
  return async (house, ask, asked) => {
    const caseId = await findCaseOfReview(house.db, ask.agencyId, asked.reviewId);
    if (caseId === null) return refuse('not-found', `There is no review ${asked.reviewId}.`);
    return command(house, ask, caseId, asked);
  };
}
