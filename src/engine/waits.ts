import type { Instant } from '../domain/json.ts';
import type { Wait } from '../domain/wait.ts';
import type { EngineState } from './state.ts';

/** A timer that is due, with what `fire` needs. */
export interface DueTimer {
  readonly wait: number;
  readonly dueAt: Instant;
  readonly provisional: boolean;
}

/** The timers of a case that are due at `now`, by due moment, then by number. `waits` are the case's open waits. */
export function dueTimers(state: EngineState, waits: readonly Wait[], now: Instant): DueTimer[] {
  const open = new Set(state.waits.map((wait) => wait.no));
  const due: DueTimer[] = [];
  for (const { no, kind, dueAt, provisional } of waits) {
    if (kind === 'timer' && dueAt !== null && dueAt <= now && open.has(no)) due.push({ wait: no, dueAt, provisional });
  }
  return due.sort((a, b) => (a.dueAt === b.dueAt ? a.wait - b.wait : a.dueAt < b.dueAt ? -1 : 1));
}
