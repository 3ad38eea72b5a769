import type { UserTask } from '../bpmn/model.ts';
import type { Behaviour } from './behaviour.ts';
import { armBoundaryTimers, earliest, planBoundaryTimers } from './boundaryTimer.ts';
import { clearVariable, openWait, record, type Run } from './run.ts';
import { leave } from './sequenceFlow.ts';
import { dueFields } from './timers.ts';
import type { Token } from './state.ts';

/** User task: waits for a person; due with the earliest of its boundary timers. */
export const userTask: Behaviour<UserTask> = { enter, leave };

function enter(run: Run, token: Token, node: UserTask): void {
  if (node.step !== null && node.step.outcomes.length > 0) clearVariable(run, 'outcome');
  const timers = planBoundaryTimers(run, node);
  const due = earliest(timers);
  const wait = openWait(run, { kind: 'task', token: token.id, node, role: node.step?.role ?? null, due });
  record(run, { type: 'task.created', elementId: node.id, wait, ...dueFields(due) });
  armBoundaryTimers(run, token, timers);
}
