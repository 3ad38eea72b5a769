import { instantOf, millisOf } from '../domain/legalTime.ts';
import { malformed } from './refused.ts';
import { parseTimer } from '../domain/timerText.ts';
import type { Instant } from '../domain/json.ts';

/** The moment that lies a duration (ISO 8601, no working days) before `now`. Throws what the caller is told (400). */
export function momentBefore(now: Instant, duration: string): Instant {
  const timer = parseTimer('duration', duration);
  if ('error' in timer || timer.kind !== 'duration' || timer.length.unit !== 'span') {
    throw malformed('olderThan has to be a duration such as P7D, P1M or PT36H.', [
      { pointer: '?olderThan', message: 'must be an ISO 8601 duration, not of working days' },
    ]);
  }
  const { months, millis } = timer.length;
  return instantOf(monthsBefore(millisOf(now), months) - millis);
}

/** The same day of an earlier month, or that month's last day. */
function monthsBefore(millis: number, months: number): number {
  const day = new Date(millis);
  const target = new Date(millis);
  target.setUTCDate(1);
  target.setUTCMonth(target.getUTCMonth() - months);
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(day.getUTCDate(), lastDay));
  return target.getTime();
}
