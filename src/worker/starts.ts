import { claimDueStarts, redateStart, type ClaimedStart } from '../store/starts.ts';
import { firstDue, nextDue } from '../domain/timerDue.ts';
import { instantOf, millisOf } from '../domain/legalTime.ts';
import { isRefusal } from '../domain/refusal.ts';
import { startByTimer, startTimerOf } from '../service/starts.ts';
import type { House } from '../service/house.ts';
import type { TimerSpec } from '../domain/timerText.ts';

/** Start timers taken at a time, and how long other nodes leave them alone. */
const batch = 64;
const leaseMs = 30_000;
/** A cycle that has much to catch up with does not keep the worker from the rest of its duties. */
const maxRounds = 100;

/**
 * Starts a case for every start timer that is due, in rounds until none is left or there were too many; a cycle catches up
 * with each moment that it missed. Answers how many were taken up. One that fails is reported and tried again when its
 * lease has run out, by this node or another.
 */
export async function fireStarts(
  house: House,
  owner: string,
  report: (due: ClaimedStart, error: unknown) => void,
): Promise<number> {
  let taken = 0;
  for (let round = 0; round < maxRounds; round += 1) {
    const now = house.now();
    const until = instantOf(millisOf(now) + leaseMs);
    const due = await claimDueStarts(house.db, { now, until, owner, limit: batch });
    if (due.length === 0) return taken;
    taken += due.length;
    for (const one of due) {
      try {
        await fire(house, one);
      } catch (error) {
        report(one, error);
      }
    }
  }
  return taken;
}

async function fire(house: House, due: ClaimedStart): Promise<void> {
  const timer = await startTimerOf(house, due);
  if (due.provisional) return settle(house, due, timer);
  const done = await startByTimer(house, due, timer);
  if (isRefusal(done) && done.code !== 'definition-not-active' && done.code !== 'not-found')
    throw new Error(done.detail);
}

/** A provisional moment starts nothing: it is reckoned again, and waits while the calendar still lacks the year. */
async function settle(house: House, due: ClaimedStart, timer: TimerSpec): Promise<void> {
  const { countsFrom, fired } = due;
  const again =
    fired === 0 ? firstDue(timer, countsFrom, house.calendar) : nextDue(timer, countsFrom, fired, house.calendar);
  if (again !== null && !again.provisional) await redateStart(house.db, due, again);
}
