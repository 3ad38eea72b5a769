import { isRefusal, refuse, type Fault, type Refusal } from './refusal.ts';

/** What kind of power is used: 许可 or 处罚. */
export type Act = 'permit' | 'penalty';

/** What a decision can say, by act: refusing a change or a renewal is a refusal, and all of them need a clearance (L1). */
export const decisionKinds = {
  permit: ['grant', 'refuse', 'change', 'renew', 'revoke', 'cancel'],
  penalty: ['penalize', 'noPenalty', 'revoke'],
} as const satisfies Record<Act, readonly string[]>;
export type DecisionKind = (typeof decisionKinds)[Act][number];

/** The draft of a decision 决定草案 in full. It can hold personal data: it stands in the table `draft` only. */
export type DraftContent = {
  readonly kind: DecisionKind;
  /** Whom or what the decision is about. */
  readonly object: string;
  readonly facts: string;
  /** SHA-256 (hex) and size in bytes of each piece of evidence. */
  readonly evidence: readonly { readonly digest: string; readonly size: number }[];
  readonly basis: readonly { readonly title: string; readonly article: string }[];
  /** How the discretion benchmark was applied. */
  readonly discretion?: string;
  readonly conclusion: string;
  /** Money in integer fen; 0 for a penalty without a fine. */
  readonly amountFen?: number;
  /** What the catalogue of reviews may ask about (L3): `marketEntry`, `publicInterest`. */
  readonly triggers?: readonly string[];
};

/** The newest version of a case's draft, without its text. */
export interface Draft {
  readonly version: number;
  /** SHA-256 over the content, hex. */
  readonly digest: string;
  readonly kind: DecisionKind;
  readonly amountFen: number | null;
  readonly triggers: readonly string[];
}

/** The draft after this content was put: the very same object when nothing changed, else the next version. */
export function nextDraft(current: Draft | null, content: DraftContent, digest: string): Draft {
  if (current?.digest === digest) return current;
  return {
    version: (current?.version ?? 0) + 1,
    digest,
    kind: content.kind,
    amountFen: content.amountFen ?? null,
    triggers: content.triggers ?? [],
  };
}

/** The case's draft, or 422 `no-draft`: what is not drafted is neither reviewed nor decided. */
export function requireDraft(draft: Draft | null, caseId: string): Draft | Refusal {
  if (draft !== null) return draft;
  return refuse('no-draft', `Case ${caseId} has no draft of its decision; write it (PUT /v1/cases/${caseId}/draft).`);
}

/** Refuses (422 `no-draft`) to leave a drafting step without a draft, unless the matter is withdrawn there. */
export function requireDraftToSubmit(
  draft: Draft | null,
  outcome: string | undefined,
  caseId: string,
): Refusal | undefined {
  const found = outcome === 'withdrawn' ? undefined : requireDraft(draft, caseId);
  return found !== undefined && isRefusal(found) ? found : undefined;
}

/** Refuses (409 `stale-draft`) what is said about another draft than the newest. */
export function requireCurrentDraft(draft: Draft, digest: string): Refusal | undefined {
  if (draft.digest === digest) return undefined;
  return refuse(
    'stale-draft',
    `The newest draft is version ${draft.version} with the digest ${draft.digest}; read it again and repeat.`,
  );
}

/** Refuses (422 `no-draft-step`) an edit while no task marked `enf:draft` is open: every edit stands in the procedure. */
export function requireDraftStep(openForms: readonly (string | null)[], caseId: string): Refusal | undefined {
  if (openForms.includes('draft')) return undefined;
  return refuse('no-draft-step', `No drafting step of case ${caseId} is open; GET /v1/cases/${caseId} shows what is.`);
}

/** Refuses (400) a draft that lacks what every decision states: object, facts, basis, conclusion (Penalty Law Art. 59). */
export function requireWholeDraft(content: DraftContent): Refusal | undefined {
  const faults: Fault[] = (['object', 'facts', 'conclusion'] as const)
    .filter((part) => content[part].trim() === '')
    .map((part) => ({ pointer: `/${part}`, message: 'must not be blank' }));
  if (content.basis.length === 0) faults.push({ pointer: '/basis', message: 'must name a law and its article' });
  return faults.length === 0 ? undefined : refuse('bad-request', 'The draft is not whole; see errors.', faults);
}

/** Refuses (400) a kind of decision that the act does not know. */
export function requireKindOfAct(act: Act, kind: DecisionKind): Refusal | undefined {
  const known: readonly DecisionKind[] = decisionKinds[act];
  if (known.includes(kind)) return undefined;
  return refuse('bad-request', `A ${act} is decided as one of: ${known.join(', ')}.`, [
    { pointer: '/kind', message: `must be one of ${known.join(', ')}` },
  ]);
}

/** Refuses (400) an amount that is not integer fen, and a penalty that names none (Penalty Law Art. 51, L3: by amount). */
export function requireAmount(content: DraftContent): Refusal | undefined {
  const { kind, amountFen } = content;
  if (amountFen === undefined && kind !== 'penalize') return undefined;
  if (amountFen !== undefined && Number.isSafeInteger(amountFen) && amountFen >= 0) return undefined;
  return refuse('bad-request', 'A penalty names its amount in whole fen, 0 where there is no fine.', [
    { pointer: '/amountFen', message: 'must be a whole number of fen, 0 or more' },
  ]);
}
