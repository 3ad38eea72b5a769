import { Type } from 'typebox';
import {
  dueFilters,
  exactly,
  filter,
  instant,
  nullable,
  nullableInstant,
  nullableText,
  oneOf,
  paging,
  text,
} from './common.ts';
import { moved } from './task.ts';
import type { PublicText } from '../../domain/redaction.ts';

const states = ['due', 'redacted', 'approved', 'published', 'corrected', 'withdrawn', 'withheld', 'expired'] as const;
const tags = [
  'none',
  'legal-representative',
  'person-name',
  'address',
  'id',
  'phone',
  'bank',
  'cert',
  'asset',
  'health',
  'free-text',
] as const;

const legalDate = (description: string) => Type.Unsafe<string>({ type: 'string', format: 'date', description });
const words = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description });
const why = (description: string) => Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S', description });

const publicText = Type.Unsafe<PublicText | null>({
  type: ['object', 'null'],
  properties: {
    summary: {
      type: 'object',
      properties: Object.fromEntries(
        ['authority', 'object', 'category', 'conclusion'].map((name) => [name, { type: 'string' }]),
      ),
      required: ['authority', 'object', 'category', 'conclusion'],
      additionalProperties: false,
    },
    fullText: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, value: { type: 'string' } },
        required: ['name', 'value'],
        additionalProperties: false,
      },
    },
  },
  required: ['summary', 'fullText'],
  additionalProperties: false,
  description: 'The two outputs; null: not redacted yet, or not for the reader.',
});

const core = {
  id: text('Id of the publication.'),
  caseId: text('Case of the decision.'),
  decisionId: text('Decision that is published.'),
  revision: Type.Integer({ description: 'Grows by one with each change; for If-Match and `approve`.' }),
  state: oneOf(states, 'Where the publication stands.'),
  dueOn: legalDate('Last day for publishing, in Asia/Shanghai; it ends at 24:00.'),
  dueAt: instant('The end of that day.'),
  provisional: Type.Boolean({
    description: 'The due moment rests on a year whose holidays are not published; it has no legal effect yet.',
  }),
  publishedAt: nullableInstant('When it was first public.'),
  displayUntil: nullable<string>({
    type: 'string',
    format: 'date',
    description: 'Last day of its display; null: until it is withdrawn.',
  }),
  withdrawnAt: nullableInstant('When it was taken down.'),
};

/** A publication in full. */
export const publication = exactly({
  ...core,
  caseNumber: text('Number of the case.'),
  decisionNumber: nullableText('Number of the decision.'),
  overdue: Type.Boolean({ description: 'Not published, though its last day is over.' }),
  withdrawal: Type.Unsafe<{ dueOn: string; dueAt: string; provisional: boolean; overdue: boolean } | null>({
    type: ['object', 'null'],
    properties: {
      dueOn: legalDate('Last day for taking it down, in Asia/Shanghai.'),
      dueAt: instant('The end of that day.'),
      provisional: { type: 'boolean', description: 'It rests on a year without published holidays.' },
      overdue: { type: 'boolean', description: 'It is still up, though its last day is over.' },
    },
    required: ['dueOn', 'dueAt', 'provisional', 'overdue'],
    additionalProperties: false,
    description: 'Its decision has ended, and it is to be taken down; null: it need not be, or is.',
  }),
  text: publicText,
  redactedBy: nullableText('Person who redacted.'),
  approvedBy: nullableText('Person who approved.'),
  reason: nullableText('Public reason of a correction or withdrawal, or reason of withholding.'),
  basis: nullableText('Its basis.'),
  address: nullableText('Where the public reads it; null: never published.'),
});

/** What a command on a publication answers. */
export const movedPublication = exactly({ ...moved.properties, publication: exactly(core) });

const redaction = {
  fields: Type.Array(
    exactly({
      name: words(200, 'Name of the field.'),
      value: Type.String({ maxLength: 20_000, description: 'What it says.' }),
      tag: oneOf(tags, 'What the value is.'),
    }),
    {
      maxItems: 200,
      description: 'The decision document in order, as it is: what is hidden is looked for in what is shown.',
    },
  ),
  shown: Type.Unsafe<string[] | null>({
    type: ['array', 'null'],
    items: { type: 'string', minLength: 1, maxLength: 200 },
    maxItems: 200,
    description: 'Names of the fields that the full text shows; null: only the summary is published.',
  }),
  summary: exactly({
    authority: words(200, 'Who decided.'),
    category: words(200, 'What kind of decision.'),
    conclusion: words(2000, 'What was decided.'),
  }),
  object: exactly({
    name: words(200, 'Whom the decision is about.'),
    isNaturalPerson: Type.Boolean({ description: 'A natural person is named only where the agency’s rule says so.' }),
  }),
};
export const redactionBody = exactly(redaction);
export const correctBody = exactly({ ...redaction, reason: why('Why; the public reads it.') });
export const approveBody = exactly({
  revision: Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Revision of the text that was read.' }),
});
export const returnBody = exactly({ reason: why('What is wrong, or not hidden; on the record as a commitment.') });
export const withdrawBody = exactly({
  reason: Type.Optional(why('Why; the public reads it. Without it, why the decision ended.')),
  basis: Type.Optional(why('Law and article. Without it, those by which the decision ended.')),
});
export const withholdBody = exactly({ reason: why('Why it is not published.'), basis: why('Law and article.') });

export const publicationsQuery = exactly({
  ...paging,
  ...dueFilters,
  state: Type.Optional(oneOf(states, 'Publications in this state.')),
  case: filter('Publications of this case (id).'),
});
