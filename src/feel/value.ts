import { FeelDate, FeelDateTime, FeelDuration, FeelTime } from 'feelin';
import type { Json } from '../domain/json.ts';

/** What a FEEL expression computes with: JSON and the four temporal kinds. */
export type Value = null | boolean | number | string | Temporal | readonly Value[] | Entries;
export interface Entries {
  readonly [name: string]: Value;
}
/** A date, time, date and time or duration of feelin, by its ISO 8601 text. */
export interface Temporal {
  readonly iso: string;
  toString: () => string;
}
export type Kind = 'null' | 'boolean' | 'number' | 'text' | 'list' | 'context' | TemporalKind;
export type TemporalKind = 'date' | 'time' | 'date and time' | 'duration';

/** The expression has no answer on these variables; the message holds names and kinds, never values. */
export class Undecidable extends Error {}

export function kindOf(value: Value): Kind {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    default:
      return Array.isArray(value) ? 'list' : (temporalKind(value) ?? 'context');
  }
}

export function isTemporal(value: Value): value is Temporal {
  return typeof value === 'object' && value !== null && temporalKind(value) !== undefined;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isEntries(value: Value): value is Entries {
  return kindOf(value) === 'context';
}

function temporalKind(value: object): TemporalKind | undefined {
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelDateTime) return 'date and time';
  if (value instanceof FeelTime) return 'time';
  return value instanceof FeelDuration ? 'duration' : undefined;
}

/** A number that is exact enough to decide on: 15 digits, so that 0.1 + 0.2 = 0.3. */
export function exact(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  if (!Number.isFinite(value) || Number.isInteger(value)) throw new Undecidable('a number is too large to be exact');
  return Number(value.toPrecision(15));
}

/** The value as JSON; temporal values as ISO 8601 text. `visit` is called for each part, to bound the work. */
export function toJson(value: Value, visit: () => void): Json {
  visit();
  if (isTemporal(value)) return value.iso;
  if (isList(value)) return value.map((entry) => toJson(entry, visit));
  if (!isEntries(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, toJson(entry, visit)]));
}
