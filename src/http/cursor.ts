import { malformed } from './refused.ts';
import { readMoment } from '../domain/legalTime.ts';
import { uuidPattern } from './ids.ts';

/** What a place of a cursor can hold. */
const parts = {
  instant: (value: unknown) =>
    isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && readMoment(value) !== undefined,
  due: (value: unknown) => value === 'infinity' || parts.instant(value),
  uuid: (value: unknown) => isText(value) && uuidPattern.test(value),
  number: (value: unknown) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 2_147_483_647,
  text: (value: unknown) => isText(value) && value.length <= 500 && !value.includes('\0'),
};
type Part = keyof typeof parts;

/** The opaque text for a place in a list. */
export function cursorOf(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The place that a cursor names, or null when there is none. Throws what the caller is told (400). */
export function readCursor<Key extends readonly (string | number)[]>(
  text: string | undefined,
  ...shape: { [At in keyof Key]: Part }
): Key | null {
  if (text === undefined) return null;
  const key = /^[A-Za-z0-9_-]{1,1000}$/.test(text) ? parse(Buffer.from(text, 'base64url').toString('utf8')) : undefined;
  const fits =
    Array.isArray(key) && key.length === shape.length && shape.every((part: Part, at) => parts[part](key[at]));
  if (!fits) {
    throw malformed('The cursor is none of this list; take `next` of its last answer, or start without one.', [
      { pointer: '?cursor', message: 'must be the `next` of an answer of this list' },
    ]);
  }
  return key as unknown as Key;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
