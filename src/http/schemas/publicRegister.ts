import { Type } from 'typebox';
import { exactly, instant, nullableInstant, nullableText, oneOf, paging, text } from './common.ts';
import type { PublicField, Summary } from '../../domain/redaction.ts';

const fields = (names: readonly string[]) => ({
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
  required: [...names],
  additionalProperties: false,
});

/** A decision as everybody may read it. */
export const publicDecision = exactly({
  id: text('Id of the publication.'),
  agency: text('Agency that published it.'),
  number: nullableText('Number of the decision.'),
  decidedOn: text('Legal date of the decision.'),
  publishedAt: instant('When it was first public.'),
  shows: oneOf(['text', 'correction', 'tombstone'], 'The text, or what became of it.'),
  summary: Type.Unsafe<Summary | null>({
    type: ['object', 'null'],
    ...fields(['authority', 'object', 'category', 'conclusion']),
    description: 'Null while it is corrected, and once it is withdrawn.',
  }),
  fullText: Type.Unsafe<readonly PublicField[] | null>({
    type: ['array', 'null'],
    items: { type: 'object', ...fields(['name', 'value']) },
    description: 'Shown fields of the decision document; null: the summary alone.',
  }),
  reason: nullableText('Why it was withdrawn or is corrected.'),
  withdrawnAt: nullableInstant('When it was withdrawn.'),
  address: text('Its stable address.'),
});

export const registerQuery = exactly({
  ...paging,
  q: Type.Optional(
    Type.String({ maxLength: 200, description: 'Part of the number, or of authority or conclusion of the summary.' }),
  ),
});
