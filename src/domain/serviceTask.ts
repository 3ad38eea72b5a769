import { refuse, type Refusal } from './refusal.ts';
import type { Instant } from './json.ts';
import type { OpenWait } from './wait.ts';

/** How often a service task is handed out before its failure becomes an incident. */
export const maxAttempts = 3;

/** Seconds until a failed service task is handed out again: 5, 25, 125 … after the first, second, third failure. */
export function backOffSeconds(attempts: number): number {
  return 5 ** Math.min(attempts, 5);
}

/**
 * Refuses a worker that does not hold the task (409 `lease-lost`): its lease ran out, or somebody else has it. The
 * fencing number `lease` tells a person's workers apart; null: whichever of them.
 */
export function requireLease(
  task: OpenWait,
  worker: { readonly personId: string; readonly lease: number | null },
  now: Instant,
): Refusal | undefined {
  const { lease } = task;
  const holds =
    lease !== null &&
    lease.until > now &&
    lease.owner === worker.personId &&
    (worker.lease === null || lease.no === worker.lease);
  if (holds) return undefined;
  return refuse('lease-lost', `You do not hold the service task at ${task.elementId} any more; fetch again.`);
}
