import { boundedList, boundedText } from './budget.ts';
import { isMember } from './operators.ts';
import { exact, isList, kindOf, Undecidable, type Value } from './value.ts';
import type { BuiltIn } from './builtIn.ts';

const many = 100;

/** The built-in functions on lists; those of numbers and booleans take a list or the entries themselves. */
export const listFunctions: Readonly<Record<string, BuiltIn>> = {
  count: { least: 1, most: 1, call: ([list]) => asList('count', list).length },
  sum: { least: 1, most: many, call: (args) => numbers('sum', args).reduce((total, n) => exact(total + n)) },
  min: { least: 1, most: many, call: (args) => numbers('min', args).reduce((least, n) => Math.min(least, n)) },
  max: { least: 1, most: many, call: (args) => numbers('max', args).reduce((most, n) => Math.max(most, n)) },
  mean: {
    least: 1,
    most: many,
    call: (args) => {
      const all = numbers('mean', args);
      return exact(all.reduce((total, n) => exact(total + n)) / all.length);
    },
  },
  all: { least: 1, most: many, call: (args) => booleans('all', args).every((entry) => entry) },
  any: { least: 1, most: many, call: (args) => booleans('any', args).some((entry) => entry) },
  'list contains': {
    least: 2,
    most: 2,
    call: ([list, element], { budget }) => isMember(element ?? null, asList('list contains', list), budget),
  },
  'index of': {
    least: 2,
    most: 2,
    call: ([list, element], { budget }) =>
      asList('index of', list).flatMap((entry, at) => (isMember(element ?? null, [entry], budget) ? [at + 1] : [])),
  },
  'distinct values': {
    least: 1,
    most: 1,
    call: ([list], { budget }) => {
      const distinct: Value[] = [];
      for (const entry of asList('distinct values', list)) if (!isMember(entry, distinct, budget)) distinct.push(entry);
      return distinct;
    },
  },
  append: { least: 2, most: many, call: ([list, ...entries]) => boundedList([...asList('append', list), ...entries]) },
  concatenate: {
    least: 1,
    most: many,
    call: (lists) => boundedList(lists.flatMap((list) => asList('concatenate', list))),
  },
  reverse: { least: 1, most: 1, call: ([list]) => asList('reverse', list).toReversed() },
  sublist: {
    least: 2,
    most: 3,
    call: ([list, start, length]) => {
      const entries = asList('sublist', list);
      const wanted = length === undefined ? entries.length : length;
      if (!Number.isSafeInteger(start) || typeof start !== 'number' || typeof wanted !== 'number') {
        throw new Undecidable('sublist() needs whole numbers for start and length');
      }
      const from = start < 0 ? entries.length + start : start - 1;
      return entries.slice(from, from + Math.max(0, wanted));
    },
  },
  'string join': {
    least: 1,
    most: 2,
    call: ([list, delimiter], { budget }) => {
      const texts = asList('string join', list).filter((entry) => entry !== null);
      const between = delimiter ?? '';
      if (!texts.every((entry) => typeof entry === 'string') || typeof between !== 'string') {
        throw new Undecidable('string join() needs texts');
      }
      const size = texts.reduce((total, text) => total + text.length + between.length, 0);
      budget.work(size / 32);
      if (size > 200_000) throw new Undecidable('a text grows too long');
      return boundedText(texts.join(between));
    },
  },
};

function asList(name: string, value: Value | undefined): readonly Value[] {
  if (value !== undefined && isList(value)) return value;
  throw new Undecidable(`${name}() needs a list, not this ${kindOf(value ?? null)}`);
}

function spread(args: readonly Value[]): readonly Value[] {
  const [first] = args;
  return args.length === 1 && first !== undefined && isList(first) ? first : args;
}

function numbers(name: string, args: readonly Value[]): number[] {
  const entries = spread(args);
  if (entries.length === 0) throw new Undecidable(`${name}() of an empty list has no answer`);
  return entries.map((entry) => {
    if (typeof entry !== 'number') throw new Undecidable(`${name}() needs numbers, not this ${kindOf(entry)}`);
    return entry;
  });
}

function booleans(name: string, args: readonly Value[]): boolean[] {
  return spread(args).map((entry) => {
    if (typeof entry !== 'boolean') throw new Undecidable(`${name}() needs true or false, not this ${kindOf(entry)}`);
    return entry;
  });
}
