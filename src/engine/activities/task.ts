import type { AbstractTask } from '../../bpmn/activityModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { leave } from '../sequenceFlow.ts';

/** Abstract task: complete as soon as it is entered (BPMN 2.0 §13.3.3); the passage is on the record. */
export const task: Behaviour<AbstractTask> = { enter: leave, leave };
