/** Random choices that a seed repeats. */
export interface Dice {
  /** From 0 up to, not with, 1. */
  readonly next: () => number;
  /** Whether something of this probability happens. */
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
  /** One of the names, each as likely as its weight says. */
  readonly weigh: <K extends string>(weights: Readonly<Partial<Record<K, number>>>) => K;
  /** Each of them or not, with this probability. */
  readonly some: <T>(from: readonly T[], probability: number) => T[];
}

/** Mulberry32: small, and the same everywhere. */
export function diceOf(seed: number): Dice {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const chance = (probability: number): boolean => next() < probability;
  return {
    next,
    chance,
    pick: (from) => from[Math.floor(next() * from.length)]!,
    weigh: <K extends string>(weights: Readonly<Partial<Record<K, number>>>): K => {
      const entries = Object.entries(weights) as [K, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      return (entries.find(([, weight]) => (left -= weight) < 0) ?? entries[0]!)[0];
    },
    some: (from, probability) => from.filter(() => chance(probability)),
  };
}
