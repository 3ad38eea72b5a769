import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';

/** One measured stretch: how many were done, in how long, and how long each took. */
export interface Stretch {
  readonly count: number;
  readonly seconds: number;
  /** Milliseconds of each, unsorted. */
  readonly latencies: readonly number[];
  /** What the calibration loop took beside it, in ms: the box's speed at that moment. */
  readonly calibration: number;
  /** CPU of this process, in µs. */
  readonly cpuUs: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function rate({ count, seconds }: Pick<Stretch, 'count' | 'seconds'>): number {
  return count / seconds;
}

/** A fixed amount of work; answers its milliseconds (about 100 on a quiet box). */
export function calibrate(): number {
  const started = performance.now();
  const block = Buffer.alloc(4096, 7);
  let sum = 0;
  for (let round = 0; round < 30_000; round += 1) sum += createHash('sha256').update(block).digest()[0]!;
  return sum < 0 ? 0 : performance.now() - started;
}

/** Lets `writers` work side by side for a while; each calls `once` with its number again and again. */
export async function sideBySide(
  writers: number,
  seconds: number,
  once: (writer: number) => Promise<unknown>,
): Promise<Stretch> {
  const calibration = calibrate();
  const latencies: number[] = [];
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  const end = started + seconds * 1000;
  const write = async (writer: number) => {
    for (let before = performance.now(); before < end;) {
      await once(writer);
      const after = performance.now();
      latencies.push(after - before);
      before = after;
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  const { user, system } = process.cpuUsage(cpuBefore);
  const elapsed = (performance.now() - started) / 1000;
  return { count: latencies.length, seconds: elapsed, latencies, calibration, cpuUs: user + system };
}

/** Measures the variants in turn, `rounds` times over, so that a drift of the box meets them all alike. */
export async function interleaved<Name extends string>(
  rounds: number,
  variants: Readonly<Record<Name, () => Promise<Stretch>>>,
): Promise<Record<Name, Stretch[]>> {
  const measured = Object.fromEntries(Object.keys(variants).map((name) => [name, []])) as unknown as Record<
    Name,
    Stretch[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    const names = Object.keys(variants) as Name[];
    for (const name of round % 2 === 0 ? names : names.reverse()) measured[name].push(await variants[name]());
  }
  return measured;
}

/** Median over the rounds of how many times faster one variant was than the other in the same round. */
export function medianRatio(ones: readonly Stretch[], others: readonly Stretch[]): number {
  return median(ones.map((one, round) => rate(one) / rate(others[round]!)));
}

/** Rates and latencies of a variant over its rounds, as medians. */
export function summary(stretches: readonly Stretch[]): { perSecond: number; p50: number; p99: number } {
  return {
    perSecond: median(stretches.map(rate)),
    p50: median(stretches.map(({ latencies }) => percentile(latencies, 0.5))),
    p99: median(stretches.map(({ latencies }) => percentile(latencies, 0.99))),
  };
}
