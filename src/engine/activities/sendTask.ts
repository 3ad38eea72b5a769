import type { SendTask } from '../../bpmn/activityModel.ts';
import { completeActivity } from './activity.ts';
import type { Behaviour } from '../behaviour.ts';
import { armBoundary, planBoundary } from '../events/boundary.ts';
import { throwMessage } from '../events/messages.ts';
import type { Run } from '../run.ts';
import { leave } from '../sequenceFlow.ts';
import { offer } from './serviceTask.ts';
import type { Token } from '../state.ts';

/** Send task: its message is sent and it is complete (BPMN 2.0 §13.3.3), or an external worker sends it. */
export const sendTask: Behaviour<SendTask> = { enter, leave, work };

function enter(run: Run, token: Token, node: SendTask): void {
  const { sends } = node;
  if ('message' in sends) {
    throwMessage(run, token, node, sends.message);
    return completeActivity(run, token, node);
  }
  const boundary = planBoundary(run, token, node);
  offer(run, token, node, sends.topic, boundary);
  armBoundary(run, token, boundary);
}

function work(run: Run, token: Token, node: SendTask): void {
  if ('topic' in node.sends) offer(run, token, node, node.sends.topic, []);
}
