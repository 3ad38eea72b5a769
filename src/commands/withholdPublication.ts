import { withholdPublication as withhold } from '../domain/publication.ts';
import type { OnPublication, PublicationMove } from './publicationStep.ts';

export interface WithholdPublication extends OnPublication {
  readonly reason: string;
  readonly basis: string;
}

/** What the law keeps from the public is not published (D11, trap 8); what a rule withholds is confirmed at its step. */
export const withholdPublication: PublicationMove<WithholdPublication> = {
  command: 'withholdPublication',
  action: 'publication.withhold',
  completes: { redaction: 'withheld', publicationApproval: 'withheld' },
  change: ({ publication }, { reason, basis }) => withhold(publication, { reason, basis }),
};
