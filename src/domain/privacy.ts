import type { Json, JsonObject, Variables } from './json.ts';
import type { Fault } from './refusal.ts';

/** A JSON Schema as matters use it: the part that says what is personal. */
export type VariableSchema = JsonObject;

/** How a case's variables are told apart: `generic` BPMN keeps all but `parties` plain. */
export type PrivacyRules =
  | { readonly kind: 'generic' }
  | { readonly kind: 'enforcement'; readonly properties: Readonly<Record<string, VariableSchema>> };

export interface SplitVariables {
  /** May stand in state and records. */
  readonly plain: Variables;
  /** Stands only in the variable table; records hold commitments. */
  readonly personal: Variables;
  /** Values that break the schema which makes their name plain. */
  readonly faults: readonly Fault[];
}

/**
 * Parts personal from plain variables. In an enforcement procedure a string is plain only where the matter's schema
 * gives it `enum`, `const`, `format: date` or `x-pii: none`; numbers and booleans are plain unless tagged; whatever
 * else is text counts as personal (D11, and personal data kept apart from the record).
 */
export function splitVariables(variables: Variables, rules: PrivacyRules): SplitVariables {
  const plain: Record<string, Json> = {};
  const personal: Record<string, Json> = {};
  const faults: Fault[] = [];
  for (const [name, value] of Object.entries(variables)) {
    const schema = rules.kind === 'enforcement' ? ownProperty(rules.properties, name) : undefined;
    const declaredPlain = schema !== undefined && isPlainSchema(schema);
    if (declaredPlain && value !== null) {
      const fault = faultOf(value, schema);
      if (fault !== undefined) faults.push({ pointer: `/variables/${name}`, message: fault });
    }
    if (declaredPlain || isPlainByNature(name, value, schema, rules)) plain[name] = value;
    else personal[name] = value;
  }
  return { plain, personal, faults };
}

function isPlainByNature(name: string, value: Json, schema: VariableSchema | undefined, rules: PrivacyRules): boolean {
  if (name === 'parties') return false;
  if (rules.kind === 'generic') return true;
  const untagged = schema === undefined || schema['x-pii'] === undefined;
  return untagged && (value === null || typeof value === 'number' || typeof value === 'boolean');
}

/** Whether every value that fits the schema is free of personal data. */
export function isPlainSchema(schema: VariableSchema): boolean {
  const tag = schema['x-pii'];
  if (tag !== undefined) return tag === 'none';
  if (schema.enum !== undefined || schema.const !== undefined) return true;
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

function faultOf(value: Json, schema: VariableSchema): string | undefined {
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) {
    return `must be one of ${schema.enum.map(String).join(', ')}`;
  }
  if (schema.const !== undefined && value !== schema.const) return `must be ${JSON.stringify(schema.const)}`;
  if (typeof schema.type === 'string' && !hasType(value, schema.type)) return `must be of type ${schema.type}`;
  if (schema.format === 'date' && !(typeof value === 'string' && isDate(value))) return 'must be a date, YYYY-MM-DD';
  if (Array.isArray(value) && isSchema(schema.items)) {
    const items = schema.items;
    return value.map((item: Json) => faultOf(item, items)).find((fault) => fault !== undefined);
  }
  if (isSchema(value) && isSchema(schema.properties)) {
    for (const [name, part] of Object.entries(value)) {
      const partSchema = ownProperty(schema.properties, name);
      if (!isSchema(partSchema)) {
        if (schema.additionalProperties === false) return `has an unknown property ${name}`;
        continue;
      }
      const fault = faultOf(part, partSchema);
      if (fault !== undefined) return `${name} ${fault}`;
    }
  }
  return undefined;
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

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON().startsWith(text);
}

function isSchema(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ownProperty<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
