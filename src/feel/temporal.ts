import { evaluate, FeelDate, FeelDateTime, FeelTime, type FeelFunction } from 'feelin';
import { isTemporal, kindOf, Undecidable, type Kind, type Temporal, type Value } from './value.ts';
import type { Instant } from '../domain/json.ts';

/** What one temporal operation costs of a budget. */
export const temporalWork = 100;

/** Applies an arithmetic or comparison sign where a temporal value takes part. */
export function temporalOperation(sign: string, left: Value, right: Value): Value {
  if (isZoned(left) !== isZoned(right) && kindOf(left) === kindOf(right)) {
    throw new Undecidable(`a ${kindOf(left)} with a time zone cannot be compared with one without`);
  }
  return call(`a ${sign} b`, [left, right], `${kindOf(left)} ${sign} ${kindOf(right)} has no answer`);
}

/** Calls one of the constructors `date`, `time`, `date and time`, `duration`, `years and months duration`. */
export function construct(name: string, args: readonly Value[]): Value {
  const parameters = ['a', 'b', 'c'].slice(0, args.length).join(', ');
  return call(`${name}(${parameters})`, args, `${name}(${args.map(kindOf).join(', ')}) is not a ${name}`);
}

/** The current moment in Asia/Shanghai, which has kept +08:00 since 1991. */
export function nowIn(now: Instant): Value {
  return construct('date and time', [`${shanghai(now)}+08:00`]);
}

/** The current day in Asia/Shanghai. */
export function todayIn(now: Instant): Value {
  return construct('date', [shanghai(now).slice(0, 10)]);
}

/** A part of a temporal value, such as `year`, or undefined where it has none of this name. */
export function temporalPart(value: Temporal, name: string): Value | undefined {
  if (!(parts[kindOf(value)] ?? []).includes(name)) return undefined;
  const part: unknown = Reflect.get(value, name);
  return typeof part === 'number' ? part : undefined;
}

const dayParts = ['year', 'month', 'day', 'weekday'];
const clockParts = ['hour', 'minute', 'second'];
const parts: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  date: dayParts,
  time: clockParts,
  'date and time': [...dayParts, ...clockParts],
  duration: ['years', 'months', 'days', 'hours', 'minutes', 'seconds'],
};

function shanghai(now: Instant): string {
  return new Date(Date.parse(now) + 8 * 3_600_000).toISOString().slice(0, 23);
}

function isZoned(value: Value): boolean {
  return (value instanceof FeelDateTime || value instanceof FeelTime) && value.zone !== null;
}

interface Operation {
  readonly body: FeelFunction;
  readonly warnings: unknown[];
}
const operations = new Map<string, Operation>();

function call(text: string, args: readonly Value[], failure: string): Value {
  const operation = operations.get(text) ?? compile(text, args.length);
  let value: unknown;
  try {
    value = operation.body.invoke(args);
  } catch {
    throw new Undecidable(failure);
  }
  // feelin keeps warnings of every call in the array that it returned when the function was made
  const doubtful = operation.warnings.length > 0;
  operation.warnings.length = 0;
  if (doubtful || !isPlain(value)) throw new Undecidable(failure);
  return value;
}

function compile(text: string, arity: number): Operation {
  const { value, warnings } = evaluate(`function(${['a', 'b', 'c'].slice(0, arity).join(', ')}) ${text}`);
  const operation = { body: value as FeelFunction, warnings };
  operations.set(text, operation);
  return operation;
}

function isPlain(value: unknown): value is boolean | Temporal {
  return (
    typeof value === 'boolean' ||
    value instanceof FeelDate ||
    (typeof value === 'object' && value !== null && isTemporal(value as Value))
  );
}
