import type { ReceiveTask } from '../../bpmn/activityModel.ts';
import { completeActivity } from './activity.ts';
import type { Behaviour } from '../behaviour.ts';
import { armBoundary, dueBy, planBoundary } from '../events/boundary.ts';
import { awaitMessage } from '../events/messages.ts';
import type { Run } from '../run.ts';
import { leave } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';

/** Receive task: waits for a message of its name; due with the earliest of its boundary timers. */
export const receiveTask: Behaviour<ReceiveTask> = {
  enter,
  leave,
  caught: (run, token, node) => completeActivity(run, token, node),
};

function enter(run: Run, token: Token, node: ReceiveTask): void {
  const boundary = planBoundary(run, token, node);
  awaitMessage(run, token, node, node.message, dueBy(boundary));
  armBoundary(run, token, boundary);
}
