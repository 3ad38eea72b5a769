import type { Net, Transition } from './net.ts';
import type { Reach } from './reach.ts';

/** Whether two different tokens can be at these places at the same time. Says yes rather too often than too seldom. */
export type Concurrent = (one: number, other: number) => boolean;

/**
 * Finds the pairs of places that tokens can be at together: those a transition puts them at, and, as long as there are
 * new pairs, those that a token of a pair goes on to beside the other one. What an activity that ends or is broken off
 * takes with it is left out; that holds while no activity is at work twice at once, which the caller checks.
 */
export function concurrencyOf({ places }: Net, { transitions }: Reach): Concurrent {
  const count = places.length;
  const pairs = new Uint8Array(count * count);
  const found: number[] = [];
  const goingOn = new Map<number, Transition[]>();
  for (const transition of transitions) {
    for (const place of transition.from) goingOn.set(place, [...(goingOn.get(place) ?? []), transition]);
    transition.to.forEach((one, at) => transition.to.slice(at + 1).forEach((other) => add(one, other)));
    if (transition.kind === 'spawn')
      for (const one of transition.to) for (const other of [...transition.from, one]) add(one, other);
  }
  for (let pair = found.pop(); pair !== undefined; pair = found.pop()) {
    const one = Math.floor(pair / count);
    const other = pair % count;
    follow(one, other);
    follow(other, one);
  }
  return (one, other) => pairs[one * count + other] === 1;

  /** The token at `moving` goes on, the one at `staying` does not. */
  function follow(moving: number, staying: number): void {
    for (const { kind, from, to } of goingOn.get(moving) ?? []) {
      if (endsActivity(kind) && places[staying]?.hosts.includes(moving) === true) continue;
      if (from.every((place) => pairs[place * count + staying] === 1)) for (const place of to) add(place, staying);
    }
  }

  function add(one: number, other: number): void {
    if (pairs[one * count + other] === 1) return;
    pairs[one * count + other] = 1;
    pairs[other * count + one] = 1;
    found.push(one * count + other);
  }
}

function endsActivity(kind: Transition['kind']): boolean {
  return kind === 'exit' || kind === 'unknown' || kind === 'interrupt';
}
