import type { IntermediateMessage } from '../../bpmn/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { awaitMessage } from './messages.ts';
import { leave } from '../sequenceFlow.ts';

/** Intermediate message event: the token waits until a message of this name comes. */
export const intermediateMessage: Behaviour<IntermediateMessage> = {
  enter: (run, token, node) => awaitMessage(run, token, node, node.message),
  caught: (run, token, node) => leave(run, token, node),
  leave,
};
