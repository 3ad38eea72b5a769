import type { Circumstance } from './catalogue.ts';
import type { Variables } from './json.ts';

/** A step that was completed, as far as it can weigh on the decision. */
export interface DoneStep {
  /** Business key of the step (`enf:step`). */
  readonly key: string | null;
  readonly outcome: string | undefined;
  readonly variables: Variables;
}

/**
 * What a completed step tells that weighs on the decision (L3; Penalty Law Art. 58): the step `hold-hearing` was
 * completed with `held`, or the variable `complex` was set to true.
 */
export function circumstancesOf({ key, outcome, variables }: DoneStep): Circumstance[] {
  return [
    ...(key === 'hold-hearing' && outcome === 'held' ? (['hearing'] as const) : []),
    ...(variables['complex'] === true ? (['complex'] as const) : []),
  ];
}

/** Those that are new to the case. */
export function newCircumstances(known: readonly Circumstance[], told: readonly Circumstance[]): Circumstance[] {
  return told.filter((circumstance, index) => !known.includes(circumstance) && told.indexOf(circumstance) === index);
}
