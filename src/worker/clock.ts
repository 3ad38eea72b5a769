import type { Instant } from '../domain/json.ts';

/** The machine's clock: the one place, besides main.ts, that reads it. */
export function systemClock(): Instant {
  return new Date().toISOString();
}
