import type { CallActivity } from '../../bpmn/activityModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { armBoundary, planBoundary } from '../events/boundary.ts';
import { calledProcess } from '../processes.ts';
import type { Run } from '../run.ts';
import { openScope } from '../scopes.ts';
import { leave } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';

/** Call activity: the called process runs inside the same case, as a sub-process with a graph of its own. */
export const callActivity: Behaviour<CallActivity> = { enter, leave, work: enter };

function enter(run: Run, token: Token, node: CallActivity): void {
  const { start } = calledProcess(run, node.calledElement);
  if (openScope(run, token, node, start)) armBoundary(run, token, planBoundary(run, token, node));
}
