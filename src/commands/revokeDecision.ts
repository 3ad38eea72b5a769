import { legalDateOf } from '../domain/legalTime.ts';
import { newCase } from './newCase.ts';
import { noWrites } from './lawWrites.ts';
import { requirePermission } from '../domain/people.ts';
import { requireRevocable, type RevocationKind } from '../domain/revocation.ts';
import { requireRevision } from '../domain/task.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { JsonObject, LegalDate } from '../domain/json.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { RevocationSnapshot } from '../domain/snapshot.ts';

export interface RevokeDecision {
  readonly kind: RevocationKind;
  readonly basis: string;
  readonly reason: string;
  readonly ruledOn: LegalDate | null;
  /** Revision of the decision's own case that the caller has seen (If-Match). */
  readonly revision: number | null;
}

/**
 * The leader opens the case that is to end a decision. The decision stands until that case has made its own, which needs
 * a clearance like any other (L1, L3: revocation is reviewed).
 */
export function revokeDecision(
  { decided, ...snapshot }: RevocationSnapshot,
  { kind, basis, reason, ruledOn, revision }: RevokeDecision,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { decision, openCase } = decided;
  const today = legalDateOf(context.now);
  const asked = { kind, basis, reason, ruledOn };
  const refused =
    requirePermission(context.actor, 'decision.revoke', today) ??
    requireRevision(decided, revision) ??
    requireRevocable(decision, asked, { openCase, today });
  if (refused !== undefined) return refused;
  const revocation = { decisionId: decision.id, ...asked };
  const opened = newCase(
    snapshot,
    {
      command: 'revokeDecision',
      variables: {
        decisionToEnd: decision.number ?? decision.id,
        revocationKind: kind,
        revocationBasis: basis,
        revocationReason: reason,
      },
      externalRef: null,
      relatedTo: decided.caseId,
      law: { ...noWrites, revocation },
    },
    context,
  );
  if ('refused' in opened) return opened;
  const answer = { revocation: { decisionId: decision.id, kind, ruledOn, relatedTo: decided.caseId } };
  return { ...opened, answer: { ...(opened.answer as JsonObject), ...answer } };
}
