import type { Activity, BoundaryTimer } from '../bpmn/model.ts';
import { cancelActivity } from './activity.ts';
import type { Behaviour } from './behaviour.ts';
import { hasRoomFor, raiseIncident, tooManyTokens } from './incidents.ts';
import { nodeOf, sendToken, type Run } from './run.ts';
import { leave } from './sequenceFlow.ts';
import type { StateWait, Token } from './state.ts';
import { armTimer, dueOf, schedule, type DueMoment } from './timers.ts';

/**
 * Boundary timer. An interrupting one breaks the activity off and takes its token; another one sends a token of its own
 * and is armed again, from the moment it was due, while its cycle lasts.
 */
export const boundaryTimer: Behaviour<BoundaryTimer> = { enter: leave, leave, fire };

/** A boundary timer that has been reckoned but not armed yet. */
export interface PlannedTimer {
  readonly node: BoundaryTimer;
  readonly due: ReturnType<typeof dueOf>;
}

/** Reckons the boundary timers of an activity that a token enters at `run.moment`. */
export function planBoundaryTimers(run: Run, activity: Activity): PlannedTimer[] {
  const base = { countsFrom: run.moment, fired: 0 };
  return activity.boundary.flatMap((id) => {
    const node = nodeOf(run, id);
    return node.type === 'boundaryEvent' ? [{ node, due: dueOf(run, node, base) }] : [];
  });
}

export function armBoundaryTimers(run: Run, token: Token, timers: readonly PlannedTimer[]): void {
  for (const { node, due } of timers) schedule(run, token, node, { countsFrom: run.moment, fired: 0 }, due);
}

/** The earliest due moment: until then the activity is to be done. */
export function earliest(timers: readonly PlannedTimer[]): DueMoment | undefined {
  let first: DueMoment | undefined;
  for (const { due } of timers) {
    if (due === null || 'unusable' in due) continue;
    if (first === undefined || due.dueAt < first.dueAt) first = due;
  }
  return first;
}

function fire(run: Run, token: Token, node: BoundaryTimer, wait: StateWait): void {
  if (node.interrupting) {
    cancelActivity(run, token);
    sendToken(run, token, node.id);
    return;
  }
  const base = { countsFrom: run.moment, fired: (wait.fired ?? 0) + 1 };
  if (!hasRoomFor(run, 1)) return raiseIncident(run, token, node, tooManyTokens(node), { ...base, retry: 'timer' });
  armTimer(run, token, node, base);
  sendToken(run, null, node.id);
}
