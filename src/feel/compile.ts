import { Budget } from './budget.ts';
import { forms } from './expression.ts';
import { compileNode, NotSupported, type Evaluate } from './form.ts';
import { isFeelError, parse, type FeelError } from './syntax.ts';
import { toJson, Undecidable, type Value } from './value.ts';
import type { Instant, Json, Variables } from '../domain/json.ts';

export type { FeelError } from './syntax.ts';
export { isFeelError } from './syntax.ts';

/** A FEEL expression, ready to be evaluated many times. */
export interface Compiled {
  readonly text: string;
  /** Variables that the text reads, sorted. */
  readonly names: readonly string[];
  readonly evaluate: (variables: Variables, context: FeelContext) => Answer<Json>;
  /** Evaluates a condition: any answer but true or false is undecidable. */
  readonly decide: (variables: Variables, context: FeelContext) => Answer<boolean>;
}
export interface FeelContext {
  readonly now: Instant;
}

/** An expression without an answer says why, by names and kinds of values. */
export type Answer<T> = { readonly value: T } | { readonly undecidable: string };

/**
 * Compiles a FEEL expression, at most 4,096 characters and 32 levels deep. The language is FEEL without functions of
 * one's own, named arguments, ranges as values and `instance of`. Where FEEL would answer null, or false for values
 * that cannot be compared, evaluation is undecidable instead; `and` and `or` are read from the left and stop once
 * decided. Evaluation is bounded, has no effects and sees nothing but the variables and `now`.
 */
export function compile(text: string): Compiled | FeelError {
  const tree = parse(text);
  if (isFeelError(tree)) return tree;
  const names = new Set<string>();
  let evaluate: Evaluate;
  try {
    evaluate = compileNode(tree, { forms, locals: [], names });
  } catch (error) {
    if (error instanceof NotSupported) return { error: error.message, position: error.position };
    throw error;
  }
  const answer = <T>(
    variables: Variables,
    { now }: FeelContext,
    read: (value: Value, budget: Budget) => T,
  ): Answer<T> => {
    const budget = new Budget();
    try {
      return { value: read(evaluate({ variables, now, budget, locals: [] }), budget) };
    } catch (error) {
      if (error instanceof Undecidable) return { undecidable: error.message };
      // values nested so deep that comparing them overflows the stack
      if (error instanceof RangeError) return { undecidable: 'its values are nested too deep' };
      throw error;
    }
  };
  return {
    text,
    names: [...names].toSorted(),
    evaluate: (variables, context) =>
      answer(variables, context, (value, budget) => toJson(value, () => budget.work(4))),
    decide: (variables, context) =>
      answer(variables, context, (value) => {
        if (typeof value === 'boolean') return value;
        throw new Undecidable('the answer is neither true nor false');
      }),
  };
}
