import type { ScopeAnswer } from './catalogue.ts';
import { voidedByEdit, type ClearanceGround } from './clearance.ts';
import { requireUndecided, type Decision } from './decision.ts';
import type { Act, Draft, DraftContent } from './draft.ts';
import { nextDraft, requireAmount, requireDraftStep, requireKindOfAct, requireWholeDraft } from './draft.ts';
import type { Refusal } from './refusal.ts';
import type { LegalReview } from './review.ts';

/** What an edit leaves: the draft, and what stood on the one before, voided. */
export interface Edited {
  readonly draft: Draft;
  /** False: the content is the one that is there, and nothing is voided. */
  readonly changed: boolean;
  readonly reviews: readonly LegalReview[];
  readonly scopes: readonly ScopeAnswer[];
}

/** Puts a content as the case's draft; another content is a new version and voids all that stood on the old one (L1). */
export function editDraft(
  ground: Pick<ClearanceGround, 'reviews' | 'scopes'> & {
    readonly caseId: string;
    readonly draft: Draft | null;
    readonly decision: Decision | null;
  },
  edit: {
    readonly act: Act;
    readonly content: DraftContent;
    readonly digest: string;
    /** Forms of the tasks that are open. */
    readonly openForms: readonly (string | null)[];
  },
): Edited | Refusal {
  const { act, content, digest, openForms } = edit;
  const refused =
    requireUndecided(ground.decision, ground.caseId) ??
    requireDraftStep(openForms, ground.caseId) ??
    requireWholeDraft(content) ??
    requireKindOfAct(act, content.kind) ??
    requireAmount(content);
  if (refused !== undefined) return refused;
  const draft = nextDraft(ground.draft, content, digest);
  if (draft === ground.draft) return { draft, changed: false, reviews: [], scopes: [] };
  return { draft, changed: true, ...voidedByEdit(ground) };
}
