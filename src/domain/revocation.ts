import { endDecision, requireEffective, type Decision, type DecisionEnd } from './decision.ts';
import { readDate } from './legalTime.ts';
import { refuse, type Refusal } from './refusal.ts';
import { requireReason } from './reason.ts';
import { withdrawalDue, type PublicationRule } from './publication.ts';
import type { Act, DecisionKind } from './draft.ts';
import type { LegalDate } from './json.ts';
import type { WorkingCalendar } from './calendar.ts';

/**
 * How a decision is taken back: revoked by the agency itself (Licensing Law Art. 69, 70; Penalty Law Art. 75), or found
 * unlawful, or ordered remade, by a court or a body of reconsideration (Litigation Law Art. 70, 74; Reconsideration Law
 * Art. 64, 65).
 */
export const revocationKinds = ['revoked', 'unlawful', 'remade'] as const satisfies readonly DecisionEnd[];
export type RevocationKind = (typeof revocationKinds)[number];

/** What a case of revocation 撤销案 is about. */
export interface Revocation {
  readonly decisionId: string;
  readonly kind: RevocationKind;
  /** Law and article; of `unlawful` and `remade` the ruling, by who made it and its number. */
  readonly basis: string;
  /** Why; the public reads it. */
  readonly reason: string;
  /** Legal date on which the ruling of a court or a body of reconsideration took effect; null: the agency revokes. */
  readonly ruledOn: LegalDate | null;
}

/** A revocation with the decision that it is to end, as it stands. */
export interface RevocationGround extends Revocation {
  readonly decision: Decision;
}

/** Key of the procedure by which decisions are revoked, and the act in its elements: that of the decision it ends. */
export const revocationProcedure = 'revocation';
export const relatedAct = 'related';
/** An act as an element of a procedure names it. */
export type NamedAct = Act | typeof relatedAct;

/** Refuses what a decision is not revoked by: without basis, reason or the day of the ruling; ended already; under way. */
export function requireRevocable(
  decision: Decision,
  { kind, basis, reason, ruledOn }: Omit<Revocation, 'decisionId'>,
  { openCase, today }: { readonly openCase: string | null; readonly today: LegalDate },
): Refusal | undefined {
  return (
    requireReason(basis, '/basis', 'The basis') ??
    requireReason(reason, '/reason', 'The reason') ??
    requireRuling(kind, ruledOn, { decidedOn: decision.decidedOn, today }) ??
    requireEffective(decision) ??
    requireNoOther(decision, openCase)
  );
}

/** Refuses (400) the ruling of another organ without its day, and a day of a ruling where there is none. */
export function requireRuling(
  kind: RevocationKind,
  ruledOn: LegalDate | null,
  { decidedOn, today }: { readonly decidedOn: LegalDate; readonly today: LegalDate },
): Refusal | undefined {
  if (kind === 'revoked' && ruledOn === null) return undefined;
  const fits =
    kind !== 'revoked' &&
    ruledOn !== null &&
    readDate(ruledOn) !== undefined &&
    decidedOn <= ruledOn &&
    ruledOn <= today;
  if (fits) return undefined;
  const message =
    kind === 'revoked' ? 'must be absent: nobody ruled' : 'must be a day from the decision until today, YYYY-MM-DD';
  return refuse('bad-request', `Say in ruledOn when the ruling took effect, of unlawful and remade only.`, [
    { pointer: '/ruledOn', message },
  ]);
}

/** Refuses (409 `conflict`) a second case that is to end the same decision. */
export function requireNoOther({ id }: Decision, openCase: string | null): Refusal | undefined {
  if (openCase === null) return undefined;
  return refuse('conflict', `Case ${openCase} is about the revocation of decision ${id} already; go on there.`);
}

/** The act of an element: its own, or that of the decision which the case is to end (409 `conflict` without one). */
export function actNamed(named: NamedAct, revocation: RevocationGround | null, caseId: string): Act | Refusal {
  if (named !== relatedAct) return named;
  if (revocation !== null) return revocation.decision.act;
  return refuse(
    'conflict',
    `Case ${caseId} is about no decision; a revocation is opened by POST /v1/decisions/{id}/revoke.`,
  );
}

/** Refuses (400) to draft or decide anything else than a revocation in a case that is about one. */
export function requireRevoking(revocation: RevocationGround | null, kind: DecisionKind): Refusal | undefined {
  if (revocation === null || kind === 'revoke') return undefined;
  return refuse(
    'bad-request',
    `This case is about the revocation of decision ${revocation.decisionId}; draft it with the kind revoke.`,
    [{ pointer: '/kind', message: 'must be revoke' }],
  );
}

/**
 * The decision as another, cleared and made, ends it; what is published of it is due to be taken down from the day that
 * it ended (D9). A ruling ends it as of its own day.
 */
export function revoke(
  { decision, kind, basis, reason, ruledOn }: RevocationGround,
  by: Decision,
  rule: PublicationRule,
  calendar: WorkingCalendar,
): Decision | Refusal {
  const on = ruledOn ?? by.decidedOn;
  return endDecision(decision, {
    state: kind,
    on,
    basis,
    reason,
    by: by.id,
    withdrawal: withdrawalDue(on, rule, calendar),
  });
}
