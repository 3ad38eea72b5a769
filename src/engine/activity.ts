import type { FlowNode } from '../bpmn/model.ts';
import { cancelWaits, record, type Run } from './run.ts';
import { leave } from './sequenceFlow.ts';
import type { Token } from './state.ts';

/** The work of an activity is done: its timers and their incidents end with it. */
export function completeActivity(run: Run, token: Token, node: FlowNode): void {
  cancelWaits(run, token);
  leave(run, token, node);
}

/** An activity is broken off; the token stays to be sent elsewhere or deleted. */
export function cancelActivity(run: Run, token: Token): void {
  cancelWaits(run, token);
  record(run, { type: 'element.cancelled', elementId: token.at });
}
