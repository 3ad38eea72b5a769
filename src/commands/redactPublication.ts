import { redact, type Redaction } from '../domain/publication.ts';
import { tagFields } from '../domain/redaction.ts';
import type { PrivacyRules } from '../domain/privacy.ts';
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
  change: ({ publication, rule, privacy, by, at }, { redaction }) =>
    redact(publication, rule, { ...bySchema(redaction, privacy), by, at }),
};

/** The redaction with the tags that the matter's schema gives its fields; the request can only add to them (D11). */
export function bySchema(
  redaction: RedactPublication['redaction'],
  privacy: PrivacyRules,
): RedactPublication['redaction'] {
  const properties = privacy.kind === 'generic' ? {} : privacy.properties;
  return { ...redaction, fields: tagFields(redaction.fields, properties) };
}
