import { requireClearance, type Clearance, type ClearanceGround } from './clearance.ts';
import {
  requireCurrentDraft,
  requireDraft,
  requireKindOfAct,
  type Act,
  type DecisionKind,
  type Draft,
} from './draft.ts';
import type { Instant, LegalDate } from './json.ts';
import type { LimitEnd } from './clock.ts';
import { legalDateOf } from './legalTime.ts';
import { requireReason } from './reason.ts';
import { isRefusal, refuse, type Refusal } from './refusal.ts';
import { reviewersOf } from './review.ts';
import type { Step } from './reviewSteps.ts';
import { requireReviewerDoesNotDecide } from './separation.ts';

/** States of a decision 决定; it is effective until something ends it, for good. */
export type DecisionState = 'effective' | DecisionEnd;
export type DecisionEnd = 'revoked' | 'unlawful' | 'remade' | 'expired';

/** The decision of a case, and the clearance that it rests on. */
export interface Decision {
  readonly id: string;
  /** From the register, once drawn: `麒审许〔2026〕15号`. */
  readonly number: string | null;
  readonly act: Act;
  readonly kind: DecisionKind;
  readonly draftVersion: number;
  readonly draftDigest: string;
  readonly clearance: Clearance;
  readonly decidedBy: string;
  readonly decidedAt: Instant;
  /** Decision date in Asia/Shanghai: publication and service count from it (D8). */
  readonly decidedOn: LegalDate;
  readonly state: DecisionState;
  readonly ended: Ending | null;
}
export interface Ending {
  /** From when it holds no more: the date of the decision that ended it, or of the ruling that this one carries out. */
  readonly on: LegalDate;
  readonly basis: string;
  readonly reason: string;
  /** The decision that ended it; nothing else does. */
  readonly by: string;
  /** By when what is published of it is taken down (D9; Penalty Law Art. 48, 85). */
  readonly withdrawal: LimitEnd;
}

/** What a case brings to its decision. */
export interface DecisionGround extends ClearanceGround {
  readonly caseId: string;
  readonly draft: Draft | null;
  readonly decision: Decision | null;
}

/** The head decides as the newest draft says: once, with a clearance of exactly that draft, by somebody who did not review. */
export function decide(
  ground: DecisionGround,
  { id, act, draftDigest, by, at }: Step & { readonly id: string; readonly act: Act; readonly draftDigest: string },
): Decision | Refusal {
  const made = requireUndecided(ground.decision, ground.caseId);
  if (made !== undefined) return made;
  const draft = requireDraft(ground.draft, ground.caseId);
  if (isRefusal(draft)) return draft;
  const unfit = requireCurrentDraft(draft, draftDigest) ?? requireKindOfAct(act, draft.kind);
  if (unfit !== undefined) return unfit;
  const clearance = requireClearance(draft, ground, ground.caseId);
  if (isRefusal(clearance)) return clearance;
  const oneDuty = requireReviewerDoesNotDecide(by, ground.reviews.flatMap(reviewersOf));
  if (oneDuty !== undefined) return oneDuty;
  return {
    id,
    number: null,
    act,
    kind: draft.kind,
    draftVersion: draft.version,
    draftDigest: draft.digest,
    clearance,
    decidedBy: by.personId,
    decidedAt: at,
    decidedOn: legalDateOf(at),
    state: 'effective',
    ended: null,
  };
}

/** The decision with its number from the register; a number once given stays. */
export function numberDecision(decision: Decision, number: string): Decision | Refusal {
  return requireUnnumbered(decision) ?? { ...decision, number };
}

/** The decision ends: revoked, confirmed unlawful, ordered remade, expired. What is published of it is taken down (D9). */
export function endDecision(
  decision: Decision,
  { state, ...ended }: Ending & { readonly state: DecisionEnd },
): Decision | Refusal {
  const { basis, reason } = ended;
  const refused =
    requireEffective(decision) ??
    requireReason(basis, '/basis', 'The basis') ??
    requireReason(reason, '/reason', 'The reason');
  return refused ?? { ...decision, state, ended };
}

/** Refuses (409 `decision-made`) a second decision, or another draft, of a case that is decided; what follows is a new case. */
export function requireUndecided(decision: Decision | null, caseId: string): Refusal | undefined {
  if (decision === null) return undefined;
  return refuse(
    'decision-made',
    `Case ${caseId} was decided on ${decision.decidedOn} (${decision.id}); what has to follow it is a case of its own.`,
  );
}

/** Refuses (409 `conflict`) a second number. */
export function requireUnnumbered({ id, number }: Decision): Refusal | undefined {
  return number === null ? undefined : refuse('conflict', `Decision ${id} has the number ${number} already.`);
}

/** Refuses (409 `conflict`) what only an effective decision can be subject of. */
export function requireEffective({ id, state }: Decision): Refusal | undefined {
  return state === 'effective' ? undefined : refuse('conflict', `Decision ${id} is ${state}, not effective any more.`);
}
