import type { StartEvent } from '../../bpmn/eventModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { leave } from '../sequenceFlow.ts';

/** None start event: the case's first token passes through. */
export const startEvent: Behaviour<StartEvent> = { enter: leave, leave };
