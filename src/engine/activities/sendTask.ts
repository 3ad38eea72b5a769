import type { SendTask } from '../../bpmn/model.ts';
import { completeActivity } from './activity.ts';
import type { Behaviour } from '../behaviour.ts';
import { throwMessage } from '../events/messages.ts';
import { leave } from '../sequenceFlow.ts';

/** Send task with a message: it is sent, and the task is complete (BPMN 2.0 §13.3.3). */
export const sendTask: Behaviour<SendTask & { readonly message: string }> = {
  enter: (run, token, node) => {
    throwMessage(run, token, node, node.message);
    completeActivity(run, token, node);
  },
  leave,
};
