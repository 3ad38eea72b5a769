import { refuse, type Refusal } from './refusal.ts';
import type { Json } from './json.ts';
import type { VariableSchema } from './privacy.ts';

/** What a value is, as the matter's schema tags it (`x-pii`). */
export type FieldTag =
  | 'none'
  | 'legal-representative'
  | 'person-name'
  | 'address'
  | 'id'
  | 'phone'
  | 'bank'
  | 'cert'
  | 'asset'
  | 'health'
  | 'free-text';

/** A part of a decision document. */
export interface Field {
  readonly name: string;
  readonly value: string;
  readonly tag: FieldTag;
}

/** The four fields that are published of every decision (D8). */
export interface Summary {
  readonly authority: string;
  readonly object: string;
  readonly category: string;
  readonly conclusion: string;
}

/** What the public reads: two outputs under two policies (trap 11). Nothing that is not here is shown. */
export interface PublicText {
  readonly summary: Summary;
  /** The decision document, its shown fields only, in order; null: the summary alone is published. */
  readonly fullText: readonly PublicField[] | null;
}
export interface PublicField {
  readonly name: string;
  readonly value: string;
}

/** Whom the decision is about. */
export interface DecisionObject {
  readonly name: string;
  readonly isNaturalPerson: boolean;
}

/**
 * The fields as the matter's schema knows them, by the name of the variable or its title: whoever redacts can hide more
 * than the schema, never less (D11).
 */
export function tagFields(fields: readonly Field[], properties: Readonly<Record<string, VariableSchema>>): Field[] {
  return fields.map((field) => {
    const known = schemaTag(field.name, properties);
    const asked = hiddenByLaw.has(known) || field.tag === 'none' ? known : field.tag;
    return { ...field, tag: asked };
  });
}

/** What a schema says of a field; a kind that is not known here is hidden. */
function schemaTag(name: string, properties: Readonly<Record<string, VariableSchema>>): FieldTag {
  const found = Object.entries(properties).find(([variable, { title }]) => variable === name || title === name);
  const tag = found?.[1]['x-pii'] ?? 'none';
  return tag === 'none' || tag === 'legal-representative' || tag === 'free-text' ? tag : hiddenTag(tag);
}

function hiddenTag(tag: Json): FieldTag {
  return [...hiddenByLaw].find((known) => known === tag) ?? 'person-name';
}

/** The fields that are shown: those named, and no others. A name that is no field shows nothing. */
export function showOnly(fields: readonly Field[], shown: readonly string[]): PublicField[] {
  return fields.filter(({ name }) => shown.includes(name)).map(({ name, value }) => ({ name, value }));
}

/**
 * The object field of the summary. It is never left empty (D8): a natural person is named only where the agency's
 * publication rule gives a basis for it, else by the first character of the name (trap 11).
 */
export function publicObject({ name, isNaturalPerson }: DecisionObject, namingBasis: string | null): string {
  const [first = ''] = name.trim();
  return isNaturalPerson && namingBasis === null ? `${first}某某` : name;
}

/** Refuses (400) a summary with an empty field: hiding by default does not empty it (D8, trap 11). */
export function requireWholeSummary(summary: Summary): Refusal | undefined {
  const faults = (['authority', 'object', 'category', 'conclusion'] as const)
    .filter((part) => summary[part].trim() === '')
    .map((part) => ({ pointer: `/summary/${part}`, message: 'must not be blank' }));
  return faults.length === 0
    ? undefined
    : refuse('bad-request', 'A summary says authority, object, category and conclusion.', faults);
}

/**
 * Refuses (400) to show what the law hides in a full text (D11): names of natural persons other than the legal
 * representative, addresses, ID numbers, contacts, accounts, property certificates, property, health.
 */
export function requireHidden(fields: readonly Field[], shown: readonly string[]): Refusal | undefined {
  const faults = fields
    .filter(({ name, tag }) => shown.includes(name) && hiddenByLaw.has(tag))
    .map(({ name, tag }) => ({ pointer: '/shown', message: `must not show ${name}, which is of the kind ${tag}` }));
  return faults.length === 0 ? undefined : refuse('bad-request', 'Some fields stay hidden (D11); see errors.', faults);
}
const hiddenByLaw: ReadonlySet<FieldTag> = new Set([
  'person-name',
  'address',
  'id',
  'phone',
  'bank',
  'cert',
  'asset',
  'health',
]);

/**
 * Refuses (400) an output in which a hidden value can still be read inside a text that is shown. Compared without
 * spaces and separators, full width as half width. Positions tell people of one name apart: the shown field of the
 * legal representative and the object of the summary are not searched, nor is an organisation's own name within a text.
 * A value of one character says nothing and is not looked for.
 */
export function requireNoHiddenValue(
  fields: readonly Field[],
  { fullText, summary }: PublicText,
  object: DecisionObject,
): Refusal | undefined {
  const shown = new Set(fullText?.map(({ name }) => name));
  const ownName = object.isNaturalPerson ? '' : plain(object.name);
  const searched = (texts: readonly string[]) =>
    texts.map((text) => (ownName === '' ? plain(text) : plain(text).replaceAll(ownName, ' ')));
  const named = fields.filter(({ name, tag }) => shown.has(name) && tag !== 'legal-representative');
  const outputs = [
    { texts: searched(named.map(({ value }) => value)), pointer: '/shown' },
    { texts: searched([summary.category, summary.conclusion]), pointer: '/summary' },
  ];
  const faults = fields
    .filter(({ name, tag }) => !shown.has(name) && tag !== 'none' && tag !== 'free-text')
    .flatMap(({ name, value }) =>
      outputs
        .filter(({ texts }) => canBeRead(plain(value), texts))
        .map(({ pointer }) => ({ pointer, message: `must not let ${name} be read in another field` })),
    );
  return faults.length === 0
    ? undefined
    : refuse('bad-request', 'A hidden value can be read in a text that is shown; see errors.', faults);
}

function canBeRead(secret: string, texts: readonly string[]): boolean {
  return secret.length > 1 && texts.some((text) => text.includes(secret));
}

/** A text as it is compared: half width, lower case, letters and digits only. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
