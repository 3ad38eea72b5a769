import { cursorOf } from './cursor.ts';
import { instantOf, readMoment } from '../domain/legalTime.ts';
import { malformed } from './refused.ts';
import type { Instant } from '../domain/json.ts';
import type { Page } from '../store/page.ts';

const defaultLimit = 50;

/** Part of a list as it is answered. */
export interface ListAnswer<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly asOf: Instant;
}

/** How many items the caller asks for. */
export function limitOf(query: { readonly limit?: number }): number {
  return query.limit ?? defaultLimit;
}

/** A page, with the cursor behind its last item. */
export function listAnswer<T>(
  page: Page<T>,
  keyOf: (last: T) => readonly (string | number)[],
  asOf: Instant,
): ListAnswer<T> {
  const last = page.items.at(-1);
  return { items: page.items, next: page.more && last !== undefined ? cursorOf(keyOf(last)) : null, asOf };
}

/** The instant that a query parameter names. A `+` that was sent unescaped has become a blank. */
export function instantFilter(name: string, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const moment = /T.*(?:Z|[+\- ]\d\d:\d\d)$/i.test(text) ? readMoment(text.replace(' ', '+')) : undefined;
  if (moment !== undefined && moment >= 0) return instantOf(moment);
  throw malformed(`${name} has to be an instant such as 2026-09-30T10:00:00Z.`, [
    { pointer: `?${name}`, message: 'must be an RFC 3339 date-time with offset' },
  ]);
}

/** The moment by which something open has to be due, when the caller asks for what is overdue. */
export function overdueFilter(query: { readonly overdue?: boolean }, now: Instant): Instant | undefined {
  return query.overdue === true ? now : undefined;
}
