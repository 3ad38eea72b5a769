import type { BoundaryMessage } from '../../bpmn/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { leaveByBoundary } from './boundary.ts';
import { awaitMessage } from './messages.ts';
import type { Run } from '../run.ts';
import { leave } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';

/** Boundary message. One that does not interrupt waits for the next message of its name while the activity lasts. */
export const boundaryMessage: Behaviour<BoundaryMessage> = { enter: leave, leave, caught };

function caught(run: Run, token: Token, node: BoundaryMessage): void {
  leaveByBoundary(run, token, node, () => awaitMessage(run, token, node, node.message), { retry: 'caught' });
}
