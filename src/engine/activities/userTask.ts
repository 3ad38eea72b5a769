import type { UserTask } from '../../bpmn/activityModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { armBoundary, dueBy, planBoundary, type PlannedBoundary } from '../events/boundary.ts';
import { openWait } from '../caseWaits.ts';
import { record } from '../history.ts';
import { clearVariable, type Run } from '../run.ts';
import { leave } from '../sequenceFlow.ts';
import { dueFields } from '../events/timers.ts';
import type { Token } from '../state.ts';

/** User task: waits for a person; due with the earliest of its boundary timers. */
export const userTask: Behaviour<UserTask> = { enter, leave, work: (run, token, node) => offer(run, token, node, []) };

function enter(run: Run, token: Token, node: UserTask): void {
  const boundary = planBoundary(run, token, node);
  offer(run, token, node, boundary);
  armBoundary(run, token, boundary);
}

function offer(run: Run, token: Token, node: UserTask, boundary: readonly PlannedBoundary[]): void {
  if (node.step !== null && node.step.outcomes.length > 0) clearVariable(run, 'outcome');
  const due = dueBy(boundary);
  const wait = openWait(run, {
    kind: 'task',
    token,
    node,
    role: node.step?.role ?? null,
    form: node.law?.form ?? null,
    due,
  });
  record(run, token, { type: 'task.created', elementId: node.id, wait, ...dueFields(due) });
}
