import { endsAt, type Net, type Transition } from './net.ts';

/** The part of a net that tokens can come to. Data is taken as free, and a join as complete when every flow is reached. */
export interface Reach {
  readonly isReached: (place: number) => boolean;
  readonly transitions: readonly Transition[];
  /** The reached places inside of an activity where its last token can end. */
  readonly endsIn: (host: number) => readonly number[];
}

/** Follows all tokens from the start. */
export function reachOf({ places, transitions, start }: Net): Reach {
  const reached = new Set([start]);
  const done = new Set<Transition>();
  for (let before = -1; before < done.size;) {
    before = done.size;
    for (const transition of transitions) {
      if (done.has(transition) || !canHappen(transition)) continue;
      done.add(transition);
      for (const place of transition.to) reached.add(place);
    }
  }
  const ends = new Map<number, readonly number[]>();
  for (const no of reached) {
    for (const host of places[no]?.hosts ?? []) if (!ends.has(host)) ends.set(host, endsIn(host));
  }
  return { isReached: (place) => reached.has(place), transitions: [...done], endsIn: (host) => ends.get(host) ?? [] };

  function canHappen({ kind, from }: Transition): boolean {
    return from.every((place) => reached.has(place)) && (kind !== 'exit' || endsIn(from[0] ?? 0).length > 0);
  }

  function endsIn(host: number): number[] {
    return [...reached].filter((no) => {
      const place = places[no];
      return place !== undefined && place.hosts.at(-1) === host && endsAt(place);
    });
  }
}
