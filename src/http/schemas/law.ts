import { Type } from 'typebox';
import { decisionKinds, type DecisionKind } from '../../domain/draft.ts';
import { recordKinds } from '../../domain/evidence.ts';
import { revocationKinds, type RevocationKind } from '../../domain/revocation.ts';
import {
  count,
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
import { givenRecord } from './record.ts';
import { moved } from './task.ts';
import type { DraftContent } from '../../domain/draft.ts';
import type { ReviewState } from '../../domain/review.ts';

const legalDate = (description: string) => Type.Unsafe<string>({ type: 'string', format: 'date', description });
const words = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description });
const why = (description: string) => Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S', description });
const sha256 = (description: string) => Type.String({ pattern: '^[0-9a-f]{64}$', description });
const bytes = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Size in bytes.' });
const key = '^[A-Za-z][A-Za-z0-9-]{0,63}$';

const kinds: readonly DecisionKind[] = [...new Set(Object.values(decisionKinds).flat())];
/** The draft of a decision as it is put. */
export const draftBody = exactly({
  kind: oneOf(kinds, 'What is decided; each act knows its own kinds.'),
  object: words(2000, 'Whom or what the decision is about.'),
  facts: words(50_000, 'The facts.'),
  evidence: Type.Array(exactly({ digest: sha256('SHA-256, hex.'), size: bytes }), { maxItems: 500 }),
  basis: Type.Array(exactly({ title: words(300, 'The law.'), article: words(200, 'Its article.') }), { maxItems: 100 }),
  discretion: Type.Optional(words(10_000, 'How the discretion benchmark was applied.')),
  conclusion: words(20_000, 'What is decided.'),
  amountFen: Type.Optional(
    Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Whole fen; 0 without a fine.' }),
  ),
  triggers: Type.Optional(
    Type.Array(Type.String({ pattern: key }), { maxItems: 50, description: 'What the catalogue may ask about (L3).' }),
  ),
});

const clearance = {
  version: count('Version of the draft, from 1.'),
  digest: text('SHA-256 of the draft, hex.'),
  clearance: oneOf(['none', 'cleared'], 'Whether exactly this draft may be decided.'),
  by: Type.Unsafe<'review' | 'scope' | null>({
    type: ['string', 'null'],
    enum: ['review', 'scope', null],
    description: 'A passed legal review, or the answer of the catalogue that none is required.',
  }),
};
export const draft = exactly({
  ...clearance,
  content: Type.Unsafe<DraftContent | null>({
    type: ['object', 'null'],
    additionalProperties: true,
    description: 'The draft as it was put; null for those who may not read personal data.',
  }),
});
export const drafted = exactly({ ...moved.properties, draft: exactly(clearance) });

const states: readonly ReviewState[] = [
  'requested',
  'materialsReturned',
  'inReview',
  'passed',
  'returned',
  'rejected',
  'disputed',
  'voided',
];
const reviewKey = {
  id: text('Id of the review.'),
  round: count('1 for the first review of the case.'),
  revision: count('Revision of the review.'),
  state: oneOf(states, 'State of the review; only `passed` clears its draft.'),
  draftDigest: text('The draft that is reviewed.'),
  levelsAsked: count('Levels of review that the catalogue asks, 1 or 2.'),
  levelsPassed: count('Levels that have passed.'),
};
export const reviewed = exactly({ ...moved.properties, review: exactly(reviewKey) });

const inShort = {
  ...reviewKey,
  caseId: text('Id of the case.'),
  caseNumber: text('Number of the case.'),
  draftVersion: count('Version of the draft that is reviewed.'),
  requestedBy: text('Person who asked for it.'),
  requestedAt: instant('When it was asked for.'),
  receivedAt: nullableInstant('When the materials were handed in; null while they are with the handler again.'),
  dueOn: nullable<string>({ type: 'string', format: 'date', description: 'Last day of the limit (L6).' }),
  dueAt: nullableInstant('End of that day.'),
  provisional: Type.Boolean({ description: 'The limit rests on a year whose holidays are not published.' }),
};
export const reviewItem = exactly(inShort);

const material = exactly({ name: words(300, 'Name of the document.'), digest: sha256('SHA-256, hex.'), size: bytes });
const checklistItem = exactly({
  item: words(500, 'Item of the checklist.'),
  answer: oneOf(['yes', 'no', 'notApplicable'], 'What was found.'),
});
const outcome = oneOf(
  ['passed', 'returned', 'rejected'],
  '`returned`: flaws that can be mended; `rejected`: grave ones.',
);
const rulingKind = oneOf(['newDraft', 'secondReviewer'], 'What follows; neither clears the draft.');
const handled = { by: text('Person.'), at: instant('When.') };
const perhaps = (schema: ReturnType<typeof exactly>, description: string) =>
  Type.Unsafe<object | null>({ ...schema, type: ['object', 'null'], description });
/** A review in full, for those who may read personal data. */
export const review = exactly({
  ...inShort,
  checklist: Type.Array(Type.String(), { description: 'Items that every opinion answers (L4).' }),
  materials: Type.Array(material),
  acceptance: perhaps(exactly(handled), 'Who registered the materials.'),
  returns: Type.Array(
    exactly({ ...handled, reason: text('What was lacking.'), resubmittedAt: nullableInstant('When it came again.') }),
  ),
  extension: perhaps(
    exactly({
      days: count('Working days.'),
      reason: text('Why.'),
      askedBy: text('Person.'),
      approvedBy: text('Person.'),
      at: instant('When.'),
    }),
    'More days, once.',
  ),
  opinions: Type.Array(
    exactly({
      personId: text('Reviewer.'),
      level: count('Level.'),
      outcome,
      checklist: Type.Array(checklistItem),
      opinion: text('The written opinion.'),
      at: instant('When.'),
    }),
  ),
  disagreement: perhaps(exactly({ ...handled, grounds: text('Why.') }), 'Disagreement of the handling side.'),
  ruling: perhaps(exactly({ ...handled, kind: rulingKind, reason: text('Why.') }), 'How it was ruled.'),
});
export const reviewsQuery = exactly({
  ...paging,
  state: Type.Optional(oneOf(states, 'Reviews in this state.')),
  case: filter('Reviews of this case (id).'),
});

export const requestBody = exactly({
  draftDigest: sha256('Digest of the draft that is to be reviewed: the newest.'),
  materials: Type.Array(material, { maxItems: 200, description: 'Explanation, draft, basis, evidence … (L5).' }),
});
export const returnBody = exactly({ reason: why('What the materials lack.') });
export const extendBody = exactly({
  days: Type.Integer({ minimum: 1, maximum: 100, description: 'Further working days.' }),
  reason: why('Why the review is complex.'),
  askedBy: words(100, 'The reviewer who asked for it (person id).'),
});
export const concludeBody = exactly({
  outcome,
  checklist: Type.Array(checklistItem, { maxItems: 100, description: "Answers to the agency's checklist (L4)." }),
  opinion: why('The written opinion (L8).'),
});
export const disagreeBody = exactly({ grounds: why('Why the handling side disagrees.') });
export const ruleBody = exactly({ ruling: rulingKind, reason: why('Why.') });

export const decisionBody = exactly({
  draftDigest: sha256('Digest of the draft that is decided: the newest, cleared.'),
});
const decisionProperties = {
  id: text('Id of the decision.'),
  number: nullableText('Its number, from the register.'),
  act: oneOf(['permit', 'penalty'], 'What kind of power is used.'),
  kind: oneOf(kinds, 'What was decided.'),
  draftVersion: count('Version of the draft that was decided.'),
  draftDigest: text('Its digest.'),
  by: oneOf(['review', 'scope'], 'What cleared it.'),
  decidedBy: text('Person.'),
  decidedAt: instant('When.'),
  decidedOn: legalDate('Decision date: service and publication count from it.'),
  state: oneOf(['effective', 'revoked', 'unlawful', 'remade', 'expired'], 'Whether it still stands.'),
};
export const decision = exactly({
  ...decisionProperties,
  ended: perhaps(
    exactly({
      on: legalDate('From when it holds no more.'),
      basis: text('Law and article, or the ruling that ended it.'),
      reason: text('Why; the public reads it.'),
      by: text('The decision that ended it (id).'),
      withdrawal: exactly({
        due: legalDate('Last day for taking down what is published of it.'),
        dueAt: instant('The end of that day.'),
        provisional: Type.Boolean({ description: 'It rests on a year without published holidays.' }),
      }),
    }),
    'How it ended; null: it stands.',
  ),
});
export const revokeBody = exactly({
  kind: oneOf<RevocationKind>(
    revocationKinds,
    '`revoked` by the agency itself; `unlawful` found so, or ordered `remade`, by a court or a body of reconsideration.',
  ),
  basis: why('Law and article; of `unlawful` and `remade` the ruling: who made it, and its number.'),
  reason: why('Why; the public reads it where the decision is published.'),
  ruledOn: Type.Optional(
    Type.String({
      format: 'date',
      description: 'Legal date on which the ruling took effect; of `unlawful` and `remade` only, and required there.',
    }),
  ),
});
export const revocationOpened = exactly({
  ...moved.properties,
  revocation: exactly({
    decisionId: text('Decision that the case is to end; it stands until then.'),
    kind: oneOf<RevocationKind>(revocationKinds, 'How it is to end.'),
    ruledOn: nullable<string>({ type: 'string', format: 'date', description: 'Day of the ruling; null: none.' }),
    relatedTo: text('Case that made the decision (id).'),
  }),
});
export const decided = exactly({ ...moved.properties, decision: exactly(decisionProperties) });

export const recordBody = exactly({ taskId: words(60, 'The open task that is recorded.'), ...givenRecord });
export const recorded = exactly({
  ...moved.properties,
  record: exactly({
    id: text('Id of the record.'),
    elementId: text('BPMN element that it was given at.'),
    item: text('Item of the list of records.'),
    kind: oneOf(recordKinds, 'What kind of record it is.'),
    digest: nullableText('SHA-256 of the file, hex.'),
    size: nullable<number>({ type: 'integer', description: 'Size in bytes.' }),
    unbroken: Type.Boolean({ description: 'It runs from start to end without a break.' }),
    at: instant('When.'),
  }),
});

export const document = exactly({
  kind: oneOf(['draft', 'decision'], 'What kind of document it is.'),
  version: count('Version of the draft.'),
  digest: text('SHA-256, hex.'),
  number: nullableText('Number of the decision.'),
  by: text('Person who wrote or made it.'),
  at: instant('When.'),
});
export const clock = exactly({
  id: text('Name of the clock.'),
  state: oneOf(['running', 'paused', 'stopped'], 'Whether it runs.'),
  dueOn: nullable<string>({ type: 'string', format: 'date', description: 'Last day; null while the end is open.' }),
  dueAt: nullableInstant('End of that day.'),
  provisional: Type.Boolean({ description: 'It rests on a year whose holidays are not published.' }),
  explanation: Type.Array(Type.String(), { description: 'How it is reckoned, a line a fact.' }),
});
