import type { WorkingCalendar } from './calendar.ts';
import type { LimitEnd } from './clock.ts';
import { addWorkingDays } from './deadline.ts';
import { requireEffective, type Decision } from './decision.ts';
import type { Instant, LegalDate } from './json.ts';
import { dayOfDate, endOfLegalDay } from './legalTime.ts';
import { requireReason } from './reason.ts';
import type { DecisionObject, Field, PublicText, Summary } from './redaction.ts';
import { publicObject, requireHidden, requireNoHiddenValue, requireWholeSummary, showOnly } from './redaction.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { Step } from './reviewSteps.ts';
import { requireRedactorDoesNotApprove } from './separation.ts';

/** States of a publication 公示; withdrawn, withheld and expired are for good. */
export type PublicationState =
  'due' | 'redacted' | 'approved' | 'published' | 'corrected' | 'withdrawn' | 'withheld' | 'expired';

/** An agency's rule for publishing one kind of decision (trap 3); figures and basis are its data. */
export interface PublicationRule {
  readonly publishable: boolean;
  /** Working days from the decision date: 7 for permits and penalties, else 20 (D8). */
  readonly days: number;
  /** Working days to take a publication down: 3 (Penalty Law Art. 48, 85; trap 4). */
  readonly withdrawDays: number;
  /** Why natural persons are named in the summary; null: they are not (trap 11). */
  readonly namingBasis: string | null;
  /** Months for which a decision is shown; null or absent: until it is withdrawn (trap 3). */
  readonly displayMonths?: number | null;
  readonly basis: string;
}

/** What happens to a decision's publication; it lives on after the case is archived. */
export interface Publication {
  readonly id: string;
  readonly decisionId: string;
  readonly revision: number;
  readonly state: PublicationState;
  readonly due: LimitEnd;
  readonly text: PublicText | null;
  readonly redactedBy: string | null;
  readonly approvedBy: string | null;
  /** First publication; not null while a correction is prepared. */
  readonly publishedAt: Instant | null;
  readonly displayUntil: LegalDate | null;
  readonly withdrawnAt: Instant | null;
  /** Public reason of the correction, withdrawal or withholding, and its basis. */
  readonly reason: string | null;
  readonly basis: string | null;
}

/** What a redaction is made of: the document's fields, those to be shown, and the summary. */
export interface Redaction extends Step {
  readonly fields: readonly Field[];
  /** Names of the fields of the full text that are shown; null: no full text. */
  readonly shown: readonly string[] | null;
  readonly summary: Omit<Summary, 'object'>;
  readonly object: DecisionObject;
}

/** The publication of a decision, due from its decision date, whenever it is served (D8). */
export function openPublication(
  id: string,
  decision: Decision,
  rule: PublicationRule,
  calendar: WorkingCalendar,
): Publication {
  return {
    id,
    decisionId: decision.id,
    revision: 1,
    state: rule.publishable ? 'due' : 'withheld',
    due: publicationDue(decision, rule, calendar),
    text: null,
    redactedBy: null,
    approvedBy: null,
    publishedAt: null,
    displayUntil: null,
    withdrawnAt: null,
    reason: null,
    basis: rule.publishable ? null : rule.basis,
  };
}

/** When a decision is published at the latest: so many working days after its decision date (D8). */
export function publicationDue(
  { decidedOn }: Pick<Decision, 'decidedOn'>,
  { days }: PublicationRule,
  calendar: WorkingCalendar,
): LimitEnd {
  return limitEnd(decidedOn, days, calendar);
}

/** When a publication is taken down at the latest after its decision ended on a date (D9; Penalty Law Art. 48, 85). */
export function withdrawalDue(endedOn: LegalDate, rule: PublicationRule, calendar: WorkingCalendar): LimitEnd {
  return limitEnd(endedOn, rule.withdrawDays, calendar);
}

/** The first person says what is shown; whatever was approved before is not any more. */
export function redact(publication: Publication, rule: PublicationRule, redaction: Redaction): Publication | Refusal {
  return (
    requirePublicationState(publication, ['due', 'redacted', 'approved'], 'redacted') ??
    withText(publication, rule, redaction)
  );
}

/** The second person approves exactly the text they have seen, and nobody approves their own (D10, D11). */
export function approvePublication(
  publication: Publication,
  { by, revision }: Step & { readonly revision: number },
): Publication | Refusal {
  const refused =
    requirePublicationState(publication, ['redacted'], 'approved') ??
    requireSeenText(publication, revision) ??
    requireRedactorDoesNotApprove(by, publication.redactedBy ?? by.personId);
  return refused ?? moved(publication, { state: 'approved', approvedBy: by.personId });
}

/** What was approved becomes public, as long as its decision is effective (D9). */
export function publish(
  publication: Publication,
  decision: Decision,
  { at, displayUntil }: { readonly at: Instant; readonly displayUntil: LegalDate | null },
): Publication | Refusal {
  const refused = requirePublicationState(publication, ['approved'], 'published') ?? requireEffective(decision);
  if (refused !== undefined) return refused;
  const again = publication.publishedAt !== null;
  return again
    ? moved(publication, { state: 'corrected' })
    : moved(publication, { state: 'published', publishedAt: at, displayUntil });
}

/** Inaccurate data is corrected (D10): the wrong text is gone at once, the right one is approved by a second person. */
export function correctPublication(
  publication: Publication,
  rule: PublicationRule,
  correction: Redaction & { readonly reason: string },
): Publication | Refusal {
  const { reason } = correction;
  const refused =
    requirePublicationState(publication, ['published', 'corrected'], 'corrected') ??
    requireReason(reason, '/reason', 'The reason of a correction');
  return refused ?? withText({ ...publication, reason }, rule, correction);
}

/** A publication is taken down and its reason is shown in its place (D9; Penalty Law Art. 48). */
export function withdrawPublication(
  publication: Publication,
  { at, reason, basis }: { readonly at: Instant; readonly reason: string; readonly basis: string },
): Publication | Refusal {
  const refused =
    requireWasPublished(publication) ??
    requirePublicationState(publication, ['published', 'corrected', 'redacted', 'approved'], 'withdrawn') ??
    requireReason(reason, '/reason', 'The public reason of a withdrawal') ??
    requireReason(basis, '/basis', 'The basis of a withdrawal');
  return refused ?? moved(publication, { state: 'withdrawn', withdrawnAt: at, reason, basis });
}

/**
 * What the law keeps from the public is never published (D11, trap 8: the second policy). What the agency's rule withheld
 * from the start is confirmed once, with the reason of this case.
 */
export function withholdPublication(
  publication: Publication,
  { reason, basis }: { readonly reason: string; readonly basis: string },
): Publication | Refusal {
  const refused =
    requireNeverPublished(publication) ??
    requirePublicationState(publication, [...notPublished, ...unconfirmed(publication)], 'withheld') ??
    requireReason(basis, '/basis', 'The basis of withholding') ??
    requireReason(reason, '/reason', 'The reason of withholding');
  return refused ?? moved(publication, { state: 'withheld', reason, basis });
}

const notPublished: readonly PublicationState[] = ['due', 'redacted', 'approved'];
function unconfirmed({ reason }: Publication): PublicationState[] {
  return reason === null ? ['withheld'] : [];
}

/** The display period is over (D8). */
export function expirePublication(publication: Publication, today: LegalDate): Publication | Refusal {
  const refused =
    requirePublicationState(publication, ['published', 'corrected'], 'ended') ?? requireDisplayOver(publication, today);
  return refused ?? moved(publication, { state: 'expired' });
}

/** What stands at the publication's address: the text, what became of it, or nothing. */
export type PublicView =
  | ({ readonly shows: 'text' } & PublicText)
  | { readonly shows: 'correction'; readonly reason: string | null }
  | { readonly shows: 'tombstone'; readonly reason: string | null; readonly withdrawnAt: Instant | null };

/** What the public may read of a publication: never a text that is not approved, and nothing but a reason of a withdrawn one. */
export function publicView({ state, text, reason, withdrawnAt, publishedAt }: Publication): PublicView | null {
  if (state === 'withdrawn') return { shows: 'tombstone', reason, withdrawnAt };
  if ((state === 'published' || state === 'corrected') && text !== null) return { shows: 'text', ...text };
  const corrects = (state === 'redacted' || state === 'approved') && publishedAt !== null;
  return corrects ? { shows: 'correction', reason } : null;
}

/** Refuses (409 `publication-state`) what does not fit the state that the publication is in. */
export function requirePublicationState(
  { id, state }: Publication,
  states: readonly PublicationState[],
  asked: string,
): Refusal | undefined {
  if (states.includes(state)) return undefined;
  return refuse('publication-state', `Publication ${id} is ${state} and cannot be ${asked}; read it again.`);
}

/** Refuses (409 `stale-revision`) an approval of another text than the newest. */
export function requireSeenText(publication: Publication, revision: number): Refusal | undefined {
  if (publication.revision === revision) return undefined;
  return refuse(
    'stale-revision',
    `Publication ${publication.id} is at revision ${publication.revision}, not ${revision}; read its text again.`,
  );
}

/** Refuses (409 `publication-state`) to withdraw what the public has never seen; withhold it instead. */
export function requireWasPublished({ id, publishedAt }: Publication): Refusal | undefined {
  if (publishedAt !== null) return undefined;
  return refuse('publication-state', `Publication ${id} was never published; withhold it instead.`);
}

/** Refuses (409 `publication-state`) to withhold what the public has seen: it is withdrawn, with a public reason (D9). */
export function requireNeverPublished({ id, publishedAt }: Publication): Refusal | undefined {
  if (publishedAt === null) return undefined;
  return refuse('publication-state', `Publication ${id} was published at ${publishedAt}; withdraw it instead.`);
}

/** Refuses (409 `publication-state`) to end a display before its last day is over (D8). */
export function requireDisplayOver({ id, displayUntil }: Publication, today: LegalDate): Refusal | undefined {
  if (displayUntil !== null && dayOfDate(today) > dayOfDate(displayUntil)) return undefined;
  return refuse('publication-state', `Publication ${id} is shown until ${displayUntil ?? 'it is withdrawn'}.`);
}

function withText(publication: Publication, rule: PublicationRule, redaction: Redaction): Publication | Refusal {
  const { by, fields, shown, object } = redaction;
  const summary = { ...redaction.summary, object: publicObject(object, rule.namingBasis) };
  const text = { summary, fullText: shown === null ? null : showOnly(fields, shown) };
  const refused =
    requireHidden(fields, shown ?? []) ?? requireWholeSummary(summary) ?? requireNoHiddenValue(fields, text, object);
  return refused ?? moved(publication, { state: 'redacted', text, redactedBy: by.personId, approvedBy: null });
}

function limitEnd(from: LegalDate, days: number, calendar: WorkingCalendar): LimitEnd {
  const { due, provisional } = addWorkingDays(from, days, calendar);
  return { due, dueAt: endOfLegalDay(due), provisional };
}

function moved(publication: Publication, change: Partial<Publication>): Publication {
  return { ...publication, ...change, revision: publication.revision + 1 };
}
