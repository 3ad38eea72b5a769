import type { BoundaryError } from '../../bpmn/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { leave } from '../sequenceFlow.ts';

/** Error boundary event: the token of the activity that was broken off passes through. */
export const boundaryError: Behaviour<BoundaryError> = { enter: leave, leave };
