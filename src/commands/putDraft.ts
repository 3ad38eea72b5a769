import { actOf, lawChangeset, lawFor, openForm, type LawCommand } from './lawStep.ts';
import { canonical } from '../ledger/chain.ts';
import { clearanceOf } from '../domain/clearance.ts';
import { draftDigest } from '../ledger/draftDigest.ts';
import { editDraft } from '../domain/editDraft.ts';
import { fireDueTimers } from './caseStep.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { noWrites } from './lawWrites.ts';
import { requireRevoking } from '../domain/revocation.ts';
import { requireCandidate, requireUnclaimedByOthers } from '../domain/task.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset, Unchanged } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { Draft, DraftContent } from '../domain/draft.ts';
import type { JsonObject } from '../domain/json.ts';
import type { LawFacts } from '../domain/law.ts';

export interface PutDraft extends LawCommand {
  readonly content: DraftContent;
}

/** The handler writes the draft of the decision; another content voids whatever stood on the one before (L1). */
export function putDraft(
  snapshot: CaseSnapshot,
  command: PutDraft,
  context: CaseContext & ByPerson,
): CaseChangeset | Unchanged | Refusal {
  const { actor, now, process } = context;
  const { caseId } = snapshot;
  const allowed = lawFor(snapshot, 'draft.edit', command, context);
  if (isRefusal(allowed)) return allowed;
  const act = actOf(process, allowed, caseId);
  if (typeof act !== 'string') return act;
  const other = requireRevoking(allowed.revocation, command.content.kind);
  if (other !== undefined) return other;
  const before = fireDueTimers(snapshot, context);
  const law = before.law?.facts ?? allowed;
  const step = openForm(snapshot, 'draft', context);
  const open = step !== undefined && before.state.waits.some(({ no }) => no === step.wait.no);
  const edited = editDraft(
    { caseId, draft: law.draft, decision: law.decision, reviews: law.reviews, scopes: law.scopes },
    { act, content: command.content, digest: draftDigest(command.content), openForms: open ? ['draft'] : [] },
  );
  if (isRefusal(edited)) return edited;
  if (step !== undefined) {
    const refused = requireCandidate(actor, step.wait, legalDateOf(now)) ?? requireUnclaimedByOthers(actor, step.wait);
    if (refused !== undefined) return refused;
  }
  const { draft, reviews, scopes } = edited;
  if (!edited.changed) {
    const here = { case: { id: caseId, revision: snapshot.revision, state: snapshot.status }, tasks: [] };
    return { kind: 'unchanged', answer: { ...here, draft: draftAnswer(draft, law) } };
  }
  const writes = {
    ...noWrites,
    draft: { ...draft, content: canonical(command.content), editedBy: actor.personId },
    reviews: reviews.map((row) => ({ row, replaces: row.revision - 1 })),
    scopes,
  };
  const answer = { draft: draftAnswer(draft, { ...law, reviews: [], scopes: [] }) };
  return lawChangeset(snapshot, before, { command: 'putDraft', law: writes, answer }, context);
}

/** A draft as the API shows it: which version, and whether exactly this one is cleared. */
export function draftAnswer(draft: Draft, law: LawFacts): JsonObject {
  const clearance = clearanceOf(draft, law);
  const { version, digest } = draft;
  return { version, digest, clearance: clearance === null ? 'none' : 'cleared', by: clearance?.by ?? null };
}
