import { claimDueTimers, type DueCase } from '../store/timers.ts';
import { fireTimers } from '../service/cases.ts';
import type { House } from '../service/house.ts';
import type { Instant } from '../domain/json.ts';

/** Due timers taken at a time, and how many of their cases are worked on side by side. */
const batch = 256;
const sideBySide = 16;
const leaseMs = 30_000;
/** A process that sets itself a due timer again and again does not keep the worker from the rest of its duties. */
const maxRounds = 100;

/**
 * Fires everything that is due now, in rounds until nothing is left or there were too many; answers how many cases were
 * worked on. A case that fails is reported and tried again when its lease has run out, by this node or another.
 */
export async function fireDue(
  house: House,
  owner: string,
  report: (due: DueCase, error: unknown) => void,
): Promise<number> {
  let worked = 0;
  for (let round = 0; round < maxRounds; round += 1) {
    const now = house.now();
    const due = await claimDueTimers(house.db, { now, until: later(now, leaseMs), owner, limit: batch });
    if (due.length === 0) return worked;
    worked += due.length;
    const queue = [...due];
    await Promise.all(Array.from({ length: sideBySide }, () => drain(house, queue, report)));
  }
  return worked;
}

async function drain(house: House, queue: DueCase[], report: (due: DueCase, error: unknown) => void): Promise<void> {
  for (let due = queue.pop(); due !== undefined; due = queue.pop()) {
    const ask = { agencyId: due.agencyId, actor: null, repeatable: null };
    try {
      await fireTimers(house, ask, due.caseId, null);
    } catch (error) {
      report(due, error);
    }
  }
}

function later(instant: Instant, milliseconds: number): Instant {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}
