import { Type, type TSchema } from 'typebox';
import type { Json, JsonObject } from '../../domain/json.ts';

/** `schema` or null. */
export function nullable<T extends string | number>(schema: {
  readonly type: string;
  readonly [keyword: string]: unknown;
}) {
  return Type.Unsafe<T | null>({ ...schema, type: [schema.type, 'null'] });
}

/** An object of exactly these properties. */
export function exactly<T extends Record<string, TSchema>>(properties: T) {
  return Type.Object(properties, { additionalProperties: false });
}

const instantFormat = { type: 'string', format: 'date-time' } as const;

/** An instant in answers: RFC 3339, UTC, milliseconds. */
export const instant = (description: string) => Type.Unsafe<string>({ ...instantFormat, description });
export const nullableInstant = (description: string) => nullable<string>({ ...instantFormat, description });
export const text = (description: string) => Type.String({ description });
export const nullableText = (description: string) => nullable<string>({ type: 'string', description });
export const count = (description: string) => Type.Integer({ minimum: 0, description });
export const oneOf = <const T extends string>(values: readonly T[], description: string) =>
  Type.Unsafe<T>({ type: 'string', enum: [...values], description });

/** Any JSON value, and an object of any JSON values. */
export const anyJson = (description: string) => Type.Unsafe<Json>({ description });
export const anyObject = (description: string) =>
  Type.Unsafe<JsonObject>({ type: 'object', additionalProperties: true, description });

/** Variables in a request. */
export const givenVariables = Type.Unsafe<JsonObject>({
  type: 'object',
  propertyNames: { minLength: 1, maxLength: 200 },
  additionalProperties: true,
  description: 'Variables by name; any JSON values.',
});

export const reason = exactly({
  reason: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S', description: 'Why; stands on the record.' }),
});

/** Query parameters of every list. */
export const paging = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Items of one answer.' })),
  cursor: Type.Optional(Type.String({ description: '`next` of the last answer: the list goes on from there.' })),
};
export const dueFilters = {
  dueBefore: Type.Optional(Type.String({ description: 'Due before this instant, RFC 3339 with offset.' })),
  overdue: Type.Optional(Type.Boolean({ description: '`true`: only what is past its due moment.' })),
};
export const filter = (description: string) => Type.Optional(Type.String({ maxLength: 200, description }));

/** The answer of a list. */
export function listOf<T extends TSchema>(item: T) {
  return exactly({
    items: Type.Array(item),
    next: nullableText('Cursor of the next part; null when there is none.'),
    asOf: instant('The moment that the list shows.'),
  });
}

/** Path parameter `id`. */
export const idParams = exactly({ id: Type.String({ description: 'Opaque id.' }) });

/** Header of every command. */
export const commandHeaders = Type.Object({
  'Idempotency-Key': Type.Optional(
    Type.String({ description: 'Same key and same request: the first answer again, one effect. Kept 30 days.' }),
  ),
});
/** Headers of a change of a case. */
export const changeHeaders = Type.Object({
  ...commandHeaders.properties,
  'If-Match': Type.Optional(Type.String({ description: 'Revision of the case that the change was made on.' })),
});
