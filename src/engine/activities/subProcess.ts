import type { SubProcess } from '../../bpmn/activityModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { armBoundary, planBoundary } from '../events/boundary.ts';
import type { Run } from '../run.ts';
import { openScope } from '../scopes.ts';
import { leave } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';

/** Embedded sub-process: its token stays while others run inside, and goes on when none is left. */
export const subProcess: Behaviour<SubProcess> = { enter, leave, work: enter };

function enter(run: Run, token: Token, node: SubProcess): void {
  if (openScope(run, token, node, node.start)) armBoundary(run, token, planBoundary(run, token, node));
}
