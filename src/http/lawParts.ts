import { loadCaseSnapshot } from '../store/snapshot.ts';
import { notFound } from './refused.ts';
import { reviewDue } from '../domain/review.ts';
import { reviewLimitsOf } from '../domain/agencyRules.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { House } from '../service/house.ts';
import type { LawFacts } from '../domain/law.ts';
import type { ReviewItem } from '../store/reviews.ts';

/** A case with its law; null for generic BPMN. Throws 404 when there is no such case. */
export async function caseWithLaw(
  { db }: House,
  agencyId: string,
  caseId: string,
): Promise<{ readonly snapshot: CaseSnapshot; readonly law: LawFacts | null }> {
  const { snapshot } = await loadCaseSnapshot(db, { agencyId, personId: null, repeatable: null }, caseId);
  if (snapshot === null) throw notFound(`case ${caseId}`);
  return { snapshot, law: snapshot.law };
}

/** A review with its limit, as the agency's rules and the calendar make it today (L6). */
export function reviewView({ rules, ...review }: ReviewItem, { calendar }: House) {
  const end = reviewDue(review, reviewLimitsOf(rules), calendar);
  return {
    ...review,
    dueOn: end?.due ?? null,
    dueAt: end?.dueAt ?? null,
    provisional: end?.provisional ?? false,
    checklist: rules.checklist ?? [],
  };
}
