import type { HistoryEvent } from '../domain/record.ts';
import { processOf } from './processes.ts';
import type { Run } from './run.ts';
import type { Token } from './state.ts';

/** Records what happened at an element of the token's process. */
export function record(run: Run, token: Token, event: HistoryEvent): void {
  const calledProcess = calledProcessOf(run, token);
  run.events.push(calledProcess === null ? event : { ...event, calledProcess });
}

/** Records what happened to the case as a whole. */
export function recordOfCase(run: Run, type: 'case.started' | 'case.completed' | 'case.cancelled'): void {
  run.events.push({ type });
}

/** Id of the called process that a token is in; null: the case's own. */
export function calledProcessOf(run: Run, token: Token): string | null {
  if (token.scope === undefined) return null;
  const process = processOf(run, token);
  return process === run.model ? null : process.id;
}
