import { correctPublication as correct } from '../domain/publication.ts';
import type { OnPublication, PublicationMove } from './publicationStep.ts';
import { bySchema, type RedactPublication } from './redactPublication.ts';

export interface CorrectPublication extends OnPublication, Pick<RedactPublication, 'redaction'> {
  /** The public is told why. */
  readonly reason: string;
}

/** Inaccurate data is corrected: the wrong text is gone at once, the right one waits for the second person (D10). */
export const correctPublication: PublicationMove<CorrectPublication> = {
  command: 'correctPublication',
  action: 'publication.redact',
  completes: {},
  change: ({ publication, rule, privacy, by, at }, { redaction, reason }) =>
    correct(publication, rule, { ...bySchema(redaction, privacy), by, at, reason }),
};
