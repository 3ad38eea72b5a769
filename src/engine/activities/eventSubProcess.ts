import type { EventSubProcess } from '../../bpmn/activityModel.ts';
import type { Behaviour } from '../behaviour.ts';
import type { Run } from '../run.ts';
import { openScope } from '../scopes.ts';
import { leave } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';

/** Event sub-process at work: its token stays while others run inside, and ends with the last of them. */
export const eventSubProcess: Behaviour<EventSubProcess> = { enter, leave, work: enter };

function enter(run: Run, token: Token, node: EventSubProcess): void {
  openScope(run, token, node, node.start);
}
