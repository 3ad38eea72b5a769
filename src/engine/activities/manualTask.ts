import type { ManualTask } from '../../bpmn/activityModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { leave } from '../sequenceFlow.ts';

/** Manual task: done outside and never executed by the system (BPMN 2.0 §13.3.3); the passage is on the record. */
export const manualTask: Behaviour<ManualTask> = { enter: leave, leave };
