import { requireNeverPublished, requirePublicationState } from '../domain/publication.ts';
import { requireReason } from '../domain/reason.ts';
import type { OnPublication, PublicationMove } from './publicationStep.ts';

export interface ReturnPublication extends OnPublication {
  /** What is wrong or not hidden: kept with the personal data, on the record as a commitment. */
  readonly reason: string;
}

/** The second person sends the text back; the first one redacts it again (D10, D11). */
export const returnPublication: PublicationMove<ReturnPublication> = {
  command: 'returnPublication',
  action: 'publication.approve',
  completes: { publicationApproval: 'returned' },
  change: ({ publication }, { reason }) =>
    requireNeverPublished(publication) ??
    requirePublicationState(publication, ['redacted'], 'returned') ??
    requireReason(reason, '/reason', 'What is wrong with a redaction') ??
    publication,
  personal: ({ reason }) => ({ publicationReturnReason: reason }),
};
