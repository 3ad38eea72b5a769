import { redact, type Redaction } from '../domain/publication.ts';
import type { OnPublication, PublicationMove } from './publicationStep.ts';

/** What the first person lets the public see: summary, and the shown fields of the full text. */
export interface RedactPublication extends OnPublication {
  readonly redaction: Omit<Redaction, 'by' | 'at'>;
}

/** The first person says what is shown (D8, D11); before the second one approved, or while a correction is prepared. */
export const redactPublication: PublicationMove<RedactPublication> = {
  command: 'redactPublication',
  action: 'publication.redact',
  completes: { redaction: 'redacted' },
  within: ['publicationApproval'],
  change: ({ publication, rule, by, at }, { redaction }) => redact(publication, rule, { ...redaction, by, at }),
};
