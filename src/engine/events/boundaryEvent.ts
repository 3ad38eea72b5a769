import type { TriggeredBoundary } from '../../bpmn/eventModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { leaveByBoundary } from './boundary.ts';
import { leave } from '../sequenceFlow.ts';

/**
 * Boundary event: passed by the token of the activity that it broke off, or by one of its own. One that does not
 * interrupt waits for its trigger again while the activity lasts; a timer from the moment it was due.
 */
export const boundaryEvent: Behaviour<TriggeredBoundary> = { enter: leave, leave, caught: leaveByBoundary };
