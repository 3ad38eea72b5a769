import type { BoundaryTimer } from '../../bpmn/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { leaveByBoundary } from './boundary.ts';
import type { Run } from '../run.ts';
import { leave } from '../sequenceFlow.ts';
import type { StateWait, Token } from '../state.ts';
import { armTimer } from './timers.ts';

/** Boundary timer. One that does not interrupt is armed again, from the moment it was due, while its cycle lasts. */
export const boundaryTimer: Behaviour<BoundaryTimer> = { enter: leave, leave, caught };

function caught(run: Run, token: Token, node: BoundaryTimer, wait: StateWait): void {
  const base = { countsFrom: run.moment, fired: (wait.fired ?? 0) + 1 };
  leaveByBoundary(run, token, node, () => armTimer(run, token, node, base), { ...base, retry: 'timer' });
}
