import type { Json, JsonObject, Variables } from './json.ts';
import { readDate } from './legalTime.ts';
import { refuse, type Fault, type Refusal } from './refusal.ts';

/** A JSON Schema as matters use it: the part that says what is personal. */
export type VariableSchema = JsonObject;

/** How a case's variables are told apart: `generic` BPMN keeps all but `parties` plain. */
export type PrivacyRules =
  | { readonly kind: 'generic' }
  | { readonly kind: 'enforcement'; readonly properties: Readonly<Record<string, VariableSchema>> };

/** The rules of a procedure that reads some variables as dates; what a matter says of them itself holds. */
export function withDates(rules: PrivacyRules, names: readonly string[]): PrivacyRules {
  if (rules.kind === 'generic' || names.length === 0) return rules;
  const dates = Object.fromEntries(names.map((name) => [name, { type: 'string', format: 'date' }]));
  return { ...rules, properties: { ...dates, ...rules.properties } };
}

export interface SplitVariables {
  /** May stand in state and records. */
  readonly plain: Variables;
  /** Stands only in the variable table; records hold commitments. */
  readonly personal: Variables;
}

/**
 * Parts personal from plain variables. In an enforcement procedure a string is plain only where the matter's schema
 * gives it `enum`, `const`, `format: date` or `x-pii: none`; numbers and booleans are plain unless tagged; whatever
 * else is text counts as personal (D11, and personal data kept apart from the record). Refuses (422
 * `invalid-variables`) values that break the schema which makes their name plain.
 */
export function splitVariables(variables: Variables, rules: PrivacyRules): SplitVariables | Refusal {
  const plain: [string, Json][] = [];
  const personal: [string, Json][] = [];
  const faults: Fault[] = [];
  for (const [name, value] of Object.entries(variables)) {
    const schema = schemaOf(name, rules);
    const declaredPlain = schema !== undefined && isPlainSchema(schema);
    const fault = declaredPlain && value !== null ? faultOf(value, schema) : undefined;
    if (fault !== undefined) faults.push({ pointer: `/variables/${escaped(name)}`, message: fault });
    const isPlain = declaredPlain || isPlainByNature(name, value, schema, rules);
    (isPlain ? plain : personal).push([name, value]);
  }
  if (faults.length > 0) {
    return refuse('invalid-variables', 'Some variables do not fit the matter; see errors.', faults);
  }
  return { plain: Object.fromEntries(plain), personal: Object.fromEntries(personal) };
}

/** The schema that a matter gives a variable; what is said about the parties is personal whatever a schema says. */
function schemaOf(name: string, rules: PrivacyRules): VariableSchema | undefined {
  if (rules.kind === 'generic' || name === 'parties') return undefined;
  const schema = ownProperty(rules.properties, name);
  return isSchema(schema) ? schema : undefined;
}

function isPlainByNature(name: string, value: Json, schema: VariableSchema | undefined, rules: PrivacyRules): boolean {
  if (name === 'parties') return false;
  if (rules.kind === 'generic') return true;
  const untagged = schema === undefined || !hasPersonalTag(schema);
  return untagged && (value === null || typeof value === 'number' || typeof value === 'boolean');
}

/** Whether every value that fits the schema is free of personal data. */
export function isPlainSchema(schema: VariableSchema): boolean {
  if (hasPersonalTag(schema)) return false;
  if (schema['x-pii'] === 'none' || Array.isArray(schema.enum) || schema.const !== undefined) return true;
  switch (schema.type) {
    case 'number':
    case 'integer':
    case 'boolean':
    case 'null':
      return true;
    case 'string':
      return schema.format === 'date';
    case 'array':
      return isSchema(schema.items) && isPlainSchema(schema.items);
    case 'object':
      return (
        schema.additionalProperties === false &&
        isSchema(schema.properties) &&
        Object.values(schema.properties).every((part) => isSchema(part) && isPlainSchema(part))
      );
    default:
      return false;
  }
}

/** Whether the schema, or any part of it, is tagged as personal: a tag inside wins over `none` around it. */
function hasPersonalTag(schema: VariableSchema): boolean {
  const tag = schema['x-pii'];
  if (tag !== undefined && tag !== 'none') return true;
  const parts = [schema.items, ...(isSchema(schema.properties) ? Object.values(schema.properties) : [])];
  return parts.some((part) => isSchema(part) && hasPersonalTag(part));
}

/** What is wrong with a value, in words of the schema alone: the value may hold what must not be repeated. */
function faultOf(value: Json, schema: VariableSchema): string | undefined {
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) {
    return `must be one of ${schema.enum.map(String).join(', ')}`;
  }
  if (schema.const !== undefined && value !== schema.const) return `must be ${JSON.stringify(schema.const)}`;
  if (typeof schema.type === 'string' && !hasType(value, schema.type)) return `must be of type ${schema.type}`;
  if (schema.format === 'date' && !(typeof value === 'string' && readDate(value) !== undefined)) {
    return 'must be a day of the calendar, YYYY-MM-DD';
  }
  if (Array.isArray(value) && isSchema(schema.items)) {
    const items = schema.items;
    return firstOf(value, (item: Json) => faultOf(item, items));
  }
  return isSchema(value) && isSchema(schema.properties) ? partFault(value, schema, schema.properties) : undefined;
}

function partFault(value: JsonObject, schema: VariableSchema, properties: JsonObject): string | undefined {
  return firstOf(Object.entries(value), ([name, part]) => {
    const partSchema = ownProperty(properties, name);
    if (isSchema(partSchema)) {
      const fault = faultOf(part, partSchema);
      return fault === undefined ? undefined : `${name} ${fault}`;
    }
    if (schema.additionalProperties !== false) return undefined;
    return `must have no properties but ${Object.keys(properties).join(', ')}`;
  });
}

function hasType(value: Json, type: string): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isSchema(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

function firstOf<T>(items: readonly T[], fault: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = fault(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A name as part of a JSON pointer (RFC 6901). */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isSchema(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ownProperty<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
