import type { WorkingCalendar } from './calendar.ts';
import { clockDue, clockState, groundsOf, hasEnded } from './clock.ts';
import type { Clock, ClockEvent, ClockLimit, ClockState, Extension, LimitEnd } from './clock.ts';
import type { Instant, LegalDate } from './json.ts';
import { millisOf } from './legalTime.ts';
import { spokenLimit } from './limit.ts';
import { requireReason } from './reason.ts';
import { refuse, type Refusal } from './refusal.ts';
import { requireExtensionByAnother } from './separation.ts';

/** A clock that counts from a legal date; the day itself is not counted (Civil Code Art. 201). It can be a day to come. */
export function startClock(id: string, limit: ClockLimit, on: LegalDate, at: Instant): Clock {
  return { id, events: [{ type: 'start', at, on, limit }] };
}

/** The clock stands still from this moment on a ground that its limit knows, beside others that hold already. */
export function pauseClock(clock: Clock, ground: string, at: Instant): Clock | Refusal {
  const refused =
    requireState(clock, ['running', 'paused'], 'paused') ?? requireOrder(clock, at) ?? requireGround(clock, ground);
  return refused ?? append(clock, { type: 'pause', at, ground });
}

/** The ground is gone from this moment; the clock runs on where no other holds. */
export function resumeClock(clock: Clock, ground: string, at: Instant): Clock | Refusal {
  const refused = requireState(clock, ['paused'], 'resumed') ?? requireOrder(clock, at) ?? requireHeld(clock, ground);
  return refused ?? append(clock, { type: 'resume', at, ground });
}

/** The limit becomes longer, approved by somebody else than who asked, before it has ended (Licensing Law Art. 42). */
export function extendClock(
  clock: Clock,
  extension: Extension & { readonly at: Instant },
  calendar: WorkingCalendar,
): Clock | Refusal {
  const { at, count, reason, askedBy, approvedBy } = extension;
  const refused =
    requireState(clock, ['running', 'paused'], 'extended') ??
    requireOrder(clock, at) ??
    requireExtensionByAnother(approvedBy, askedBy) ??
    requireReason(reason, '/reason', 'An extension') ??
    requireExtensionWithin(clock, count) ??
    requireNotEnded(clock.id, clockDue(clock, calendar), at);
  return refused ?? append(clock, { type: 'extend', at, count, reason, askedBy, approvedBy });
}

/** What the limit asks for is done; a stopped clock does not move again. */
export function stopClock(clock: Clock, at: Instant): Clock | Refusal {
  const refused = requireState(clock, ['running', 'paused'], 'stopped') ?? requireOrder(clock, at);
  return refused ?? append(clock, { type: 'stop', at });
}

/** Refuses (409 `conflict`) what does not fit the state that the clock is in. */
export function requireState(clock: Clock, states: readonly ClockState[], asked: string): Refusal | undefined {
  const state = clockState(clock);
  if (states.includes(state)) return undefined;
  return refuse('conflict', `Clock ${clock.id} is ${state} and cannot be ${asked}.`);
}

/** Refuses (409 `conflict`) an event before the clock's last: what has happened is not rearranged. */
export function requireOrder(clock: Clock, at: Instant): Refusal | undefined {
  const last = clock.events.at(-1)?.at ?? at;
  if (millisOf(at) >= millisOf(last)) return undefined;
  return refuse('conflict', `Clock ${clock.id} has an event at ${last}, after ${at}; nothing is put in before it.`);
}

/** Refuses (409 `conflict`) a ground that the law does not know: the clock runs on through a legal review (Art. 45). */
export function requireGround({ id, events: [{ limit }] }: Clock, ground: string): Refusal | undefined {
  if (limit.pauses.includes(ground)) return undefined;
  const known = limit.pauses.length === 0 ? 'it never pauses' : `grounds: ${limit.pauses.join(', ')}`;
  return refuse('conflict', `Clock ${id} (${limit.basis}) does not pause for ${ground}; ${known}.`);
}

/** Refuses (409 `conflict`) to end a ground on which the clock does not stand still. */
export function requireHeld(clock: Clock, ground: string): Refusal | undefined {
  const held = groundsOf(clock);
  if (held.includes(ground)) return undefined;
  return refuse('conflict', `Clock ${clock.id} does not stand still for ${ground}, but for ${held.join(', ')}.`);
}

/** Refuses (409 `conflict`) more, or more often, than the law allows (Licensing Law Art. 42: 10, once; L6: 5, once). */
export function requireExtensionWithin({ id, events }: Clock, count: number): Refusal | undefined {
  const { limit } = events[0];
  const most = limit.extension;
  if (most === null) return refuse('conflict', `Clock ${id} (${limit.basis}) cannot be extended.`);
  const earlier = events.flatMap((event) => (event.type === 'extend' ? [event.count] : []));
  const sum = earlier.reduce((total, more) => total + more, count);
  if (Number.isInteger(count) && count >= 1 && sum <= most.count && earlier.length < most.times) return undefined;
  const allowed = spokenLimit({ ...limit, count: most.count });
  return refuse(
    'conflict',
    `Clock ${id} is extended by ${allowed} at most, in ${most.times} extension(s); so far by ${sum - count}.`,
  );
}

/** Refuses (409 `conflict`) to lengthen a limit that has ended. A provisional end has no legal effect and refuses nothing. */
export function requireNotEnded(id: string, end: LimitEnd | null, at: Instant): Refusal | undefined {
  if (end === null || !hasEnded(end, at)) return undefined;
  return refuse('conflict', `The limit ${id} ended on ${end.due}; what is over is not extended.`);
}

function append(clock: Clock, event: ClockEvent): Clock {
  return { ...clock, events: [...clock.events, event] };
}
