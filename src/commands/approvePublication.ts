import { approvePublication as approve, publish } from '../domain/publication.ts';
import { displayEnd } from '../domain/publicationRule.ts';
import { isRefusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import type { OnPublication, PublicationMove } from './publicationStep.ts';

export interface ApprovePublication extends OnPublication {
  /** Revision of the text that the approver has read. */
  readonly revision: number;
}

/** The second person approves the text they have seen, and it is public in the same command (D8, D10, D11). */
export const approvePublication: PublicationMove<ApprovePublication> = {
  command: 'approvePublication',
  action: 'publication.approve',
  completes: { publicationApproval: 'published' },
  change: ({ publication, decision, rule, by, at }, { revision }) => {
    const approved = approve(publication, { by, at, revision });
    if (isRefusal(approved)) return approved;
    return publish(approved, decision, { at, displayUntil: displayEnd(legalDateOf(at), rule) });
  },
};
