import type { Activity } from '../../bpmn/activityModel.ts';
import type { TriggeredBoundary } from '../../bpmn/eventModel.ts';
import { cancelActivity } from '../activities/activity.ts';
import { hasRoomFor, raiseIncident, tooManyTokens } from '../incidents.ts';
import { nodeOf } from '../processes.ts';
import type { Run } from '../run.ts';
import type { StateWait, Token } from '../state.ts';
import { dueOf, schedule, type DueMoment } from './timers.ts';
import { armAgain, armTrigger, isTriggered, memoryOf, nthOf, timerBase, triggersOf } from './triggers.ts';
import { newToken, sendToken } from '../tokens.ts';

/**
 * A boundary event of an activity that is not waited for yet; its timers have been reckoned, by number of the trigger.
 * Without `node`: the events are those of the loop that the activity is an instance of.
 */
export interface PlannedBoundary {
  readonly node: TriggeredBoundary | null;
  readonly dues: readonly (ReturnType<typeof dueOf> | undefined)[];
}

/** Reckons the boundary events of an activity that a token enters at `run.moment`. */
export function planBoundary(run: Run, token: Token, activity: Activity): PlannedBoundary[] {
  if (token.inner !== undefined) return [{ node: null, dues: [run.scopes.get(token.scope ?? 0)?.loop?.due] }];
  return activity.boundary.flatMap((id): PlannedBoundary[] => {
    const node = nodeOf(run, token, id);
    if (!isTriggered(node)) return [];
    const dues = triggersOf(node).map((trigger) =>
      'timer' in trigger ? dueOf(run, trigger.timer, timerBase(run)) : undefined,
    );
    return [{ node, dues }];
  });
}

/** Waits for the boundary events from now on. */
export function armBoundary(run: Run, token: Token, planned: readonly PlannedBoundary[]): void {
  for (const { node, dues } of planned) {
    if (node === null) continue;
    for (const [index, trigger] of triggersOf(node).entries()) {
      const due = dues[index];
      const nth = nthOf(node, index);
      if (!('timer' in trigger)) armTrigger(run, token, { node, trigger, nth });
      else if (due !== undefined) schedule(run, token, { node, timer: trigger.timer, nth }, timerBase(run), due);
    }
  }
}

/** The earliest due moment: until then the activity is to be done. */
export function dueBy(planned: readonly PlannedBoundary[]): DueMoment | undefined {
  let first: DueMoment | undefined;
  for (const due of planned.flatMap(({ dues }) => dues)) {
    if (due === undefined || due === null || 'unusable' in due) continue;
    if (first === undefined || due.dueAt < first.dueAt) first = due;
  }
  return first;
}

/**
 * A boundary event has happened. An interrupting one breaks the activity off and takes its token; another one sends a
 * token of its own and is waited for again. `wait`: what it was waited for by; absent: something thrown has reached it.
 */
export function leaveByBoundary(run: Run, token: Token, node: TriggeredBoundary, wait?: StateWait): void {
  if (node.interrupting) {
    cancelActivity(run, token);
    sendToken(run, token, node.id);
    return;
  }
  if (!hasRoomFor(run, 1)) return raiseIncident(run, token, node, tooManyTokens(node), memoryOf(run, node, wait));
  armAgain(run, token, node, wait);
  newToken(run, token.scope, node.id);
}
