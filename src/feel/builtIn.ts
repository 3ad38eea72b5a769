import { kindOf, Undecidable, type Value } from './value.ts';
import type { Budget } from './budget.ts';
import type { Instant } from '../domain/json.ts';

/** A built-in function of FEEL. `least` and `most`: how many arguments it takes. */
export interface BuiltIn {
  readonly least: number;
  readonly most: number;
  readonly call: (args: readonly Value[], surroundings: Surroundings) => Value;
}
export interface Surroundings {
  readonly now: Instant;
  readonly budget: Budget;
}

export function define(least: number, most: number, call: BuiltIn['call']): BuiltIn {
  return { least, most, call };
}

export function wrongKind(name: string, value: Value | undefined): Undecidable {
  return new Undecidable(`${name}() cannot take this ${kindOf(value ?? null)}`);
}
