import type { PublishedRules } from './agencyRules.ts';
import type { Catalogue, Circumstance, ScopeAnswer } from './catalogue.ts';
import type { Clock, ClockDue, ClockState } from './clock.ts';
import type { Decision } from './decision.ts';
import type { Draft } from './draft.ts';
import type { Evidence } from './evidence.ts';
import type { Publication } from './publication.ts';
import type { Revocation, RevocationGround } from './revocation.ts';
import type { RegisterDraw, RegisterValue } from './register.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { LegalReview } from './review.ts';
import type { Handling } from './separation.ts';

/** What a snapshot brings of a case's law; null in its place for generic BPMN. */
export interface LawFacts {
  /** The newest version. */
  readonly draft: Draft | null;
  /** Of every draft, oldest first, each with its opinions. */
  readonly reviews: readonly LegalReview[];
  readonly scopes: readonly ScopeAnswer[];
  readonly circumstances: readonly Circumstance[];
  readonly decision: Decision | null;
  readonly publications: readonly Publication[];
  /** Of a case that is to end a decision of another case. */
  readonly revocation: RevocationGround | null;
  readonly clocks: readonly Clock[];
  readonly evidence: readonly Evidence[];
  /** Everybody who did anything in the case but legal review, with what they did. */
  readonly handlers: readonly Handling[];
  /** The agency's published catalogue of reviews. */
  readonly catalogue: Catalogue | null;
  /** The agency's figures of the law, as far as it has published its own. */
  readonly rules: PublishedRules;
  /** The last numbers that the agency's registers have given. */
  readonly numbers: readonly Omit<RegisterValue, 'prefix'>[];
}

/**
 * What a changeset writes of the law. A row that `replaces` a revision is an update guarded by it; null inserts.
 * Opinions inside a review are inserted, never updated.
 */
export interface LawWrites {
  /** The next version, with its content as canonical JSON text; guarded: the version before it is the newest. */
  readonly draft: (Draft & { readonly content: string; readonly editedBy: string }) | null;
  readonly reviews: readonly { readonly row: LegalReview; readonly replaces: number | null }[];
  /** New answers, and earlier ones that are voided. */
  readonly scopes: readonly ScopeAnswer[];
  readonly circumstances: readonly Circumstance[];
  /** The decision anew (`replaces` null: guarded by there being none), numbered or ended. */
  readonly decision: { readonly row: Decision; readonly replaces: Decision | null } | null;
  readonly publications: readonly { readonly row: Publication; readonly replaces: number | null }[];
  /** What a new case is about; guarded: the decision is effective, and no other open case is about it. */
  readonly revocation: Revocation | null;
  /** A decision of another case that this one ends; guarded: it is as `replaces` was seen. */
  readonly ended: { readonly row: Decision; readonly replaces: Decision } | null;
  readonly clocks: readonly ClockWrite[];
  readonly evidence: readonly Evidence[];
  /** Guarded: the register still stands at `before`. */
  readonly register: RegisterDraw | null;
}

/**
 * A clock with its state and its end, reckoned from its events; `replaces` is the number of events that were there, and
 * `waits` the open waits of the case that become due when it ends.
 */
export interface ClockWrite {
  readonly row: Clock;
  readonly state: ClockState;
  readonly end: ClockDue | null;
  readonly replaces: number;
  readonly waits: readonly number[];
}

/** Forms of law that a task of a procedure can have; the law routes complete them, all but `draft`. */
export const lawForms = [
  'draft',
  'reviewRequest',
  'reviewMaterials',
  'reviewOpinion',
  'reviewRuling',
  'decision',
  'redaction',
  'publicationApproval',
] as const;
export type LawFormName = (typeof lawForms)[number];

/** The outcome by which the handling side takes a rejected draft to the leader; `POST /v1/reviews/{id}/disagree` gives it. */
export const disagreed = 'disagreed';

/** Refuses (422 `use-law-route`) the outcome `disagreed` without its grounds. */
export function requireNoDisagreement(elementId: string, outcome: string | undefined): Refusal | undefined {
  if (outcome !== disagreed) return undefined;
  return refuse('use-law-route', `Disagree at the step ${elementId} with grounds: POST /v1/reviews/{id}/disagree.`);
}

/** Refuses (422 `use-law-route`) to complete a review, a decision or a publication as a plain task; names the route. */
export function requirePlainForm(form: LawFormName | null, elementId: string, caseId: string): Refusal | undefined {
  if (form === null || form === 'draft') return undefined;
  return refuse('use-law-route', `The step ${elementId} is done by ${lawRoutes[form].replace('{case}', caseId)}.`);
}

const lawRoutes: Readonly<Record<Exclude<LawFormName, 'draft'>, string>> = {
  reviewRequest: 'POST /v1/cases/{case}/reviews',
  reviewMaterials: 'POST /v1/reviews/{id}/accept-materials or /return-materials',
  reviewOpinion: 'POST /v1/reviews/{id}/conclude',
  reviewRuling: 'POST /v1/reviews/{id}/rule',
  decision: 'POST /v1/cases/{case}/decision',
  redaction: 'POST /v1/publications/{id}/redaction',
  publicationApproval: 'POST /v1/publications/{id}/approve',
};
