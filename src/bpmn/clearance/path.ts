import type { Facts } from './facts.ts';
import type { Net } from './net.ts';
import type { Reach } from './reach.ts';

/** A way on which a token comes to a place while the draft is not cleared. */
export interface Bypass {
  /** Element ids from the start event on, through activities and called processes. */
  readonly path: readonly string[];
  /** Where the token was on that way when the draft lost its clearance to a task beside it; undefined: it did not. */
  readonly beside: { readonly at: string; readonly task: string } | undefined;
}

interface Step {
  readonly place: number;
  readonly cleared: boolean;
  /** The draft was cleared until the token came here. */
  readonly lost: boolean;
  readonly before: Step | undefined;
}

/** The shortest bypass to a place at which the draft is not always cleared. */
export function shortestBypass({ places, start }: Net, reach: Reach, facts: Facts, target: number): Bypass | undefined {
  const known = new Set<string>();
  const steps: Step[] = [];
  come(start, false, undefined);
  for (const step of steps) {
    if (step.place === target && !step.cleared) return bypass(step);
    const host = places[step.place]?.hosts.at(-1);
    for (const transition of reach.transitions) {
      const { kind, from, to } = transition;
      const leaves = kind === 'exit' ? host === from[0] && endsHere(step.place, from[0]) : from.includes(step.place);
      if (!leaves) continue;
      const cleared =
        kind === 'clear' || kind === 'unknown' || kind === 'join' ? facts.clears(transition) : step.cleared;
      for (const place of to) come(place, cleared || (kind === 'join' && step.cleared), step);
    }
  }
  return undefined;

  function endsHere(place: number, host: number | undefined): boolean {
    return host !== undefined && reach.endsIn(host).includes(place);
  }

  function come(place: number, cleared: boolean, before: Step | undefined): void {
    const still = cleared && facts.unclearedBy(place) === undefined;
    const key = `${String(place)} ${String(still)}`;
    if (known.has(key)) return;
    known.add(key);
    steps.push({ place, cleared: still, lost: cleared && !still, before });
  }

  function bypass(last: Step): Bypass {
    const way: Step[] = [];
    for (let step: Step | undefined = last; step !== undefined; step = step.before) way.unshift(step);
    const path: string[] = [];
    let around: readonly number[] = [];
    for (const { place } of way) {
      const { node, heldOn, hosts } = places[place] ?? { node: undefined, heldOn: null, hosts: [] };
      for (const host of hosts.filter((each) => !around.includes(each))) pass(places[host]?.node.id);
      if (heldOn === null) pass(node?.id);
      around = [...hosts, place];
    }
    return { path, beside: besideOn(way) };

    function pass(id: string | undefined): void {
      if (id !== undefined) path.push(id);
    }
  }

  function besideOn(way: readonly Step[]): Bypass['beside'] {
    const place = way.findLast(({ lost }) => lost)?.place;
    const task = place === undefined ? undefined : facts.unclearedBy(place);
    return place === undefined || task === undefined || task === place
      ? undefined
      : { at: idAt(place), task: idAt(task) };
  }

  function idAt(place: number): string {
    return places[place]?.node.id ?? '';
  }
}
