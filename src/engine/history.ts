import type { Variables } from '../domain/json.ts';
import type { HistoryEvent } from '../domain/record.ts';
import { hostOf, processOf } from './processes.ts';
import type { Run } from './run.ts';
import type { Token } from './state.ts';

/** Records what happened at an element of the token's process. */
export function record(run: Run, token: Token, event: HistoryEvent): void {
  if (token.scope === undefined) return void run.events.push(event);
  const calledProcess = calledProcessOf(run, token);
  const loopCounter = loopCounterOf(run, token);
  run.events.push({
    ...event,
    ...(calledProcess !== null && { calledProcess }),
    ...(loopCounter !== undefined && { loopCounter }),
    ...(token.inner !== undefined && token.at === event.elementId && { instance: true }),
  });
}

/** Records what happened to the case as a whole. */
export function recordOfCase(run: Run, type: 'case.started' | 'case.completed' | 'case.cancelled'): void {
  run.events.push({ type });
}

/** Counter of the nearest instance of a loop that a token is in, or is; undefined: it is in none. */
export function loopCounterOf(run: Run, token: Token): number | undefined {
  let at: Token | undefined = token;
  while (at !== undefined && at.inner === undefined) at = hostOf(run, at);
  return at?.inner;
}

/** The variables that exist only in the instances of loops that a token is in, the nearest on top. */
export function localsOf(run: Run, token: Token): Variables | undefined {
  const layers: Variables[] = [];
  for (let at: Token | undefined = token; at?.scope !== undefined; at = hostOf(run, at)) {
    if (at.locals !== undefined) layers.push(at.locals);
  }
  return layers.length === 0 ? undefined : layers.reduceRight<Variables>((all, layer) => ({ ...all, ...layer }), {});
}

/** Id of the called process that a token is in; null: the case's own. */
export function calledProcessOf(run: Run, token: Token): string | null {
  if (token.scope === undefined) return null;
  const process = processOf(run, token);
  return process === run.model ? null : process.id;
}
