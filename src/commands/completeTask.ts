import { byPerson } from './byPerson.ts';
import { caseChangeset } from './caseChangeset.ts';
import { catchUp, forKernel, openWaitOf, step } from './caseStep.ts';
import {
  requireCandidate,
  requireOutcome,
  requireRevision,
  requireRunning,
  requireUnclaimedByOthers,
} from '../domain/task.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { processAt } from '../bpmn/caseModel.ts';
import { requirePermission } from '../domain/people.ts';
import { splitVariables } from '../domain/privacy.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { Variables } from '../domain/json.ts';

export interface CompleteTask {
  readonly no: number;
  readonly variables: Variables;
  readonly outcome?: string;
  /** Revision that the caller has seen (If-Match). */
  readonly revision: number | null;
}

/** A person completes an open task; the case moves on to its next waits. */
export function completeTask(
  snapshot: CaseSnapshot,
  command: CompleteTask,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { actor } = context;
  const { outcome } = command;
  const today = legalDateOf(context.now);
  const task = openWaitOf(snapshot, 'task', command.no);
  if (isRefusal(task)) return task;
  const node = processAt(context.process, task.calledProcess)?.nodes[task.elementId];
  const outcomes = node?.type === 'userTask' ? (node.step?.outcomes ?? []) : [];
  const refused =
    requirePermission(actor, 'task.work', today) ??
    requireRunning(snapshot) ??
    requireRevision(snapshot, command.revision) ??
    requireCandidate(actor, task, today) ??
    requireUnclaimedByOthers(actor, task) ??
    requireOutcome(task.elementId, outcomes, outcome);
  if (refused !== undefined) return refused;
  const split = splitVariables(command.variables, context.privacy);
  if (isRefusal(split)) return split;
  const before = catchUp(snapshot, task, context);
  if (isRefusal(before)) return before;

  const progress = step(context, before, {
    type: 'complete',
    wait: task.no,
    variables: forKernel(split, before),
    ...(outcome !== undefined && { outcome }),
  });
  const act = { command: 'completeTask', ...byPerson(actor), personal: split.personal };
  return caseChangeset(snapshot, progress, act, context);
}
