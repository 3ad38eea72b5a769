import type { Activity, BoundaryEvent, BoundaryMessage, BoundaryTimer } from '../../bpmn/model.ts';
import { cancelActivity } from '../activities/activity.ts';
import { hasRoomFor, raiseIncident, tooManyTokens } from '../incidents.ts';
import { awaitMessage } from './messages.ts';
import { nodeOf } from '../processes.ts';
import type { Run } from '../run.ts';
import type { StateWait, Token } from '../state.ts';
import { dueOf, schedule, type DueMoment } from './timers.ts';
import { newToken, sendToken } from '../tokens.ts';

/** A boundary event of an activity that is not waited for yet; a timer has been reckoned. Errors are not waited for. */
export type PlannedBoundary =
  { readonly node: BoundaryMessage } | { readonly node: BoundaryTimer; readonly due: ReturnType<typeof dueOf> };

/** Reckons the boundary events of an activity that a token enters at `run.moment`. */
export function planBoundary(run: Run, token: Token, activity: Activity): PlannedBoundary[] {
  return activity.boundary.flatMap((id): PlannedBoundary[] => {
    const node = nodeOf(run, token, id);
    if (node.type !== 'boundaryEvent' || 'catches' in node) return [];
    if ('message' in node) return [{ node }];
    return [{ node, due: dueOf(run, node, { countsFrom: run.moment, fired: 0 }) }];
  });
}

/** Waits for the boundary events from now on. */
export function armBoundary(run: Run, token: Token, planned: readonly PlannedBoundary[]): void {
  for (const event of planned) {
    if ('due' in event) schedule(run, token, event.node, { countsFrom: run.moment, fired: 0 }, event.due);
    else awaitMessage(run, token, event.node, event.node.message);
  }
}

/** The earliest due moment: until then the activity is to be done. */
export function dueBy(planned: readonly PlannedBoundary[]): DueMoment | undefined {
  let first: DueMoment | undefined;
  for (const event of planned) {
    if (!('due' in event) || event.due === null || 'unusable' in event.due) continue;
    if (first === undefined || event.due.dueAt < first.dueAt) first = event.due;
  }
  return first;
}

/**
 * A boundary event has happened. An interrupting one breaks the activity off and takes its token; another one sends a
 * token of its own and is waited for `again`. `memory`: of the incident at the limit of tokens.
 */
export function leaveByBoundary(
  run: Run,
  token: Token,
  node: BoundaryEvent,
  again: () => void,
  memory: Pick<StateWait, 'fired' | 'countsFrom' | 'retry'>,
): void {
  if (node.interrupting) {
    cancelActivity(run, token);
    sendToken(run, token, node.id);
    return;
  }
  if (!hasRoomFor(run, 1)) return raiseIncident(run, token, node, tooManyTokens(node), memory);
  again();
  newToken(run, token.scope, node.id);
}
