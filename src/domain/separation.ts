import { refuse, type Refusal } from './refusal.ts';
import type { Instant } from './json.ts';

/** Whoever acts: the person, whichever key or account was used. */
export interface Person {
  readonly personId: string;
}

/** Something a person did in the case that is not legal review: started it, did a step, edited the draft. */
export interface Handling extends Person {
  /** Completes "this person …": `edited draft 2`, `completed examine`. */
  readonly act: string;
  readonly at: Instant;
}

/** Refuses a reviewer who ever handled the case (审办分离 L11), under any key, in any role, however long ago. */
export function requireNotHandled(reviewer: Person, handlers: readonly Handling[]): Refusal | undefined {
  const handled = handlers.find((handling) => isSame(reviewer, handling));
  if (handled === undefined) return undefined;
  return separate('Who handled a case does not review it (L11)', `${handled.act} at ${handled.at}`);
}

/** Refuses a second opinion of the same person in one review: two levels are two persons (L10). */
export function requireOtherLevels(
  reviewer: Person,
  opinions: readonly (Person & { readonly level: number })[],
): Refusal | undefined {
  const given = opinions.find((opinion) => isSame(reviewer, opinion));
  if (given === undefined) return undefined;
  return separate('Each level of review is another person (L10)', `gave the opinion of level ${given.level}`);
}

/** Refuses as second reviewer who has already given an opinion on this draft (L9). */
export function requireSecondReviewer(reviewer: Person, earlier: readonly Person[]): Refusal | undefined {
  if (!earlier.some((opinion) => isSame(reviewer, opinion))) return undefined;
  return separate('After a disagreement a second person reviews (L9)', 'gave the opinion that is disputed');
}

/** Refuses a decider who took part in a legal review of the case: review and approval are two duties (L13, L14). */
export function requireReviewerDoesNotDecide(decider: Person, reviewers: readonly Person[]): Refusal | undefined {
  if (!reviewers.some((reviewer) => isSame(decider, reviewer))) return undefined;
  return separate('Who reviewed a case does not decide it (L13)', 'took part in its legal review');
}

/** Refuses a ruling by somebody who is a party to the disagreement: the reviewers, and who disagreed (L9). */
export function requireOutsideRuling(ruler: Person, parties: readonly Handling[]): Refusal | undefined {
  const party = parties.find((person) => isSame(ruler, person));
  if (party === undefined) return undefined;
  return separate('A disagreement is ruled by somebody outside it (L9)', `${party.act} at ${party.at}`);
}

/** Refuses that a reviewer disputes the review they took part in: only the handling side disagrees (L9). */
export function requireNotOwnReview(person: Person, reviewers: readonly Person[]): Refusal | undefined {
  if (!reviewers.some((reviewer) => isSame(person, reviewer))) return undefined;
  return separate('Only the handling side disagrees with a review (L9)', 'took part in it');
}

/** Refuses an extension approved by the person who asked for it (Licensing Law Art. 42; L6). */
export function requireExtensionByAnother(approvedBy: string, askedBy: string): Refusal | undefined {
  if (approvedBy !== askedBy) return undefined;
  return separate('Nobody extends a limit for themselves (Licensing Law Art. 42)', 'asked for the extension');
}

/** Refuses an approval of a publication by the person who redacted it (D10, D11). */
export function requireRedactorDoesNotApprove(approver: Person, redactedBy: string): Refusal | undefined {
  if (approver.personId !== redactedBy) return undefined;
  return separate('A second person approves what is published (D11)', 'redacted it');
}

function isSame(one: Person, other: Person): boolean {
  return one.personId === other.personId;
}

function separate(rule: string, earlierAct: string): Refusal {
  return refuse('separation', `${rule}: this person ${earlierAct}. Let another person do it.`);
}
