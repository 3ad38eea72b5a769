import type { EventSubProcessStart } from '../../bpmn/eventModel.ts';
import { cancelTokens } from '../activities/activity.ts';
import type { Behaviour } from '../behaviour.ts';
import { cancelWaits } from '../caseWaits.ts';
import { hasRoomFor, raiseIncident, tooManyTokens } from '../incidents.ts';
import type { Run } from '../run.ts';
import { tokensIn } from '../scopes.ts';
import { leave } from '../sequenceFlow.ts';
import type { StateWait, Token } from '../state.ts';
import { newToken, sendToken } from '../tokens.ts';
import { armAgain, memoryOf } from './triggers.ts';

/** Start of an event sub-process: passed by the first token inside. */
export const eventSubProcessStart: Behaviour<EventSubProcessStart> = {
  enter: leave,
  leave,
  caught: startEventSubProcess,
};

/**
 * The start event of an event sub-process has happened; `listener` stands for it. An interrupting one ends everything
 * else in its scope, other event sub-processes too, and none can start any more; another one runs beside, as often as
 * it happens (BPMN 2.0 §13.5.4).
 */
export function startEventSubProcess(run: Run, listener: Token, node: EventSubProcessStart, wait?: StateWait): void {
  const { id, scope } = listener;
  const place = node.scope;
  if (place === undefined) throw new Error(`The start event ${node.id} stands in no event sub-process.`);
  if (node.interrupting) {
    cancelWaits(run, listener);
    cancelTokens(
      run,
      tokensIn(run, scope).filter((other) => other.id !== id),
    );
    return sendToken(run, scope === undefined ? { id, at: place } : { id, at: place, scope }, place);
  }
  if (!hasRoomFor(run, 2)) return raiseIncident(run, listener, node, tooManyTokens(node), memoryOf(run, node, wait));
  armAgain(run, listener, node, wait);
  newToken(run, scope, place);
}
