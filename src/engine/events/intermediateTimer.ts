import type { IntermediateTimer } from '../../bpmn/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { leave } from '../sequenceFlow.ts';
import { armTimer } from './timers.ts';

/** Intermediate timer: the token waits until it is due; a cycle fires once here. */
export const intermediateTimer: Behaviour<IntermediateTimer> = {
  enter: (run, token, node) => void armTimer(run, token, node, { countsFrom: run.moment, fired: 0 }),
  caught: (run, token, node) => leave(run, token, node),
  leave,
};
