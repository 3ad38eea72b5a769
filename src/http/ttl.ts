import { instantOf, millisOf } from '../domain/legalTime.ts';
import { malformed } from './refused.ts';
import { parseTimer } from '../domain/timerText.ts';
import type { Instant } from '../domain/json.ts';

/** The longest that a message is kept. */
const maxDays = 366;
const dayMs = 86_400_000;

/**
 * The moment that lies seconds, or a duration (ISO 8601 without months and working days), after `now`. Throws what the
 * caller is told (400).
 */
export function momentAfter(now: Instant, ttl: string | number): Instant {
  const millis = typeof ttl === 'number' ? ttl * 1000 : millisIn(ttl);
  if (millis === undefined || millis <= 0 || millis > maxDays * dayMs) {
    throw malformed('ttl has to be a number of seconds, or a duration such as PT10M or P7D, of at most 366 days.', [
      { pointer: '/ttl', message: 'must be seconds or an ISO 8601 duration, at most 366 days' },
    ]);
  }
  return instantOf(millisOf(now) + millis);
}

function millisIn(text: string): number | undefined {
  const timer = parseTimer('duration', text);
  if ('error' in timer || timer.kind !== 'duration' || timer.length.unit !== 'span') return undefined;
  return timer.length.months === 0 ? timer.length.millis : undefined;
}
