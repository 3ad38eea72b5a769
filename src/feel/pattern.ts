import { RE2JS, RE2JSException } from 're2js';
import { boundedList, boundedText, type Budget } from './budget.ts';
import { kindOf, Undecidable, type Value } from './value.ts';

/** How many arguments the functions on patterns take; the second is always the pattern. */
export const patternFunctions: ReadonlyMap<string, { readonly least: number; readonly most: number }> = new Map([
  ['matches', { least: 2, most: 3 }],
  ['replace', { least: 3, most: 4 }],
  ['split', { least: 2, most: 2 }],
]);

const maxPattern = 200;
const maxInput = 10_000;

/** Compiles a literal pattern for linear-time matching; an error says what to write instead. */
export function compilePattern(pattern: string, flags: string): RE2JS | { readonly error: string } {
  if (pattern.length > maxPattern) return { error: `A pattern has at most ${String(maxPattern)} characters.` };
  if (!/^[ims]*$/.test(flags)) return { error: `The flags "${flags}" are not supported: use i, m or s.` };
  const bits = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };
  try {
    return RE2JS.compile(
      pattern,
      (['i', 'm', 's'] as const).reduce((all, flag) => (flags.includes(flag) ? all | bits[flag] : all), 0),
    );
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return {
      error: `The pattern cannot be used: ${error.message}. Look-around and back-references are not supported.`,
    };
  }
}

/** Applies `matches`, `replace` or `split`; `replacement` is literal but for `$1` … `$9`. */
export function applyPattern(name: string, pattern: RE2JS, input: Value, replacement: Value, budget: Budget): Value {
  if (typeof input !== 'string') throw new Undecidable(`${name}() needs a text, not this ${kindOf(input)}`);
  if (input.length > maxInput) throw new Undecidable(`${name}() takes at most ${String(maxInput)} characters`);
  budget.work(100 + (input.length * (10 + pattern.programSize())) / 20);
  if (name === 'matches') return pattern.matcher(input).find();
  if (name === 'split') return boundedList(pattern.split(input, -1));
  if (typeof replacement !== 'string' || replacement.length > maxPattern) {
    throw new Undecidable(`replace() needs a replacement text of at most ${String(maxPattern)} characters`);
  }
  return boundedText(pattern.matcher(input).replaceAll(replacement));
}
