import type { Concurrent } from './concurrency.ts';
import type { Net, Place, Transition } from './net.ts';
import type { Reach } from './reach.ts';

/** What is known of the draft at each place that tokens come to. */
export interface Facts {
  /** Whenever a token is here, the draft is cleared. */
  readonly isCleared: (place: number) => boolean;
  /** Whether what a token at `from` (for an exit: at an end inside) knows makes the draft cleared after the transition. */
  readonly clears: (transition: Transition) => boolean;
  /** A task beside this place, or at it, where the draft is changed or its clearance asked for anew; undefined: none. */
  readonly unclearedBy: (place: number) => number | undefined;
}

/**
 * The greatest set of places at which the draft is always cleared: it is not at the start, nor where or beside where it
 * can be changed; elsewhere it is, if it is on every way in. Clearance belongs to the case, so a join is cleared if one
 * of the tokens that wait for it could not have lost it meanwhile.
 */
export function factsOf({ places, start }: Net, reach: Reach, concurrent: Concurrent): Facts {
  const spoiling = places.flatMap((place, no) => (spoils(place) && reach.isReached(no) ? [no] : []));
  const spoilers = places.map((_, no) => spoiling.find((other) => other === no || concurrent(no, other)));
  const cleared = places.map((_, no) => reach.isReached(no) && no !== start && spoilers[no] === undefined);
  for (let changed = true; changed;) {
    changed = false;
    for (const transition of reach.transitions) {
      if (clears(transition)) continue;
      for (const place of transition.to) {
        if (cleared[place] !== true) continue;
        cleared[place] = false;
        changed = true;
      }
    }
  }
  return { isCleared, clears, unclearedBy: (place) => spoilers[place] };

  function isCleared(place: number): boolean {
    return cleared[place] === true;
  }

  function clears({ kind, from }: Transition): boolean {
    if (kind === 'clear' || kind === 'unknown') return true;
    return kind === 'exit' ? reach.endsIn(from[0] ?? 0).every(isCleared) : from.some(isCleared);
  }
}

/** From the moment such a task opens the draft has no clearance until one is given: it is changed, or under review. */
function spoils({ node, heldOn }: Place): boolean {
  const form = heldOn === null && 'law' in node ? node.law?.form : undefined;
  return form !== undefined && spoilingForms.has(form);
}
const spoilingForms: ReadonlySet<string> = new Set([
  'draft',
  'scope',
  'reviewRequest',
  'reviewMaterials',
  'reviewOpinion',
  'reviewRuling',
]);
