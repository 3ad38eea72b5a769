import { caseChangeset, engineState, fireDueTimers, isOpen, step } from './caseStep.ts';
import { byPerson } from './byPerson.ts';
import { findOpenWait, requireCandidate, requireOutcome, requireRevision, requireRunning, requireUnclaimedByOthers } from '../domain/task.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
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
  const today = legalDateOf(context.now);
  const task = findOpenWait(snapshot, 'task', command.no, engineState(snapshot).nextWait - 1);
  if (isRefusal(task)) return task;
  const node = context.process.nodes[task.elementId];
  const outcomes = node?.type === 'userTask' ? (node.step?.outcomes ?? []) : [];
  const refused =
    requirePermission(actor, 'task.work', today) ??
    requireRunning(snapshot) ??
    requireRevision(snapshot, command.revision) ??
    requireCandidate(actor, task, today) ??
    requireUnclaimedByOthers(actor, task) ??
    requireOutcome(task.elementId, outcomes, command.outcome);
  if (refused !== undefined) return refused;

  const { plain, personal, faults } = splitVariables(command.variables, context.privacy);
  if (faults.length > 0) return refuse('invalid-variables', 'Some variables do not fit the matter; see errors.', faults);

  const before = fireDueTimers(snapshot, context);
  if (!isOpen(before, task.no)) {
    return refuse('task-closed', `A limit has passed, and the task at ${task.elementId} is not open any more.`);
  }
  const progress = step(context, before, {
    type: 'complete',
    wait: task.no,
    variables: plain,
    ...(command.outcome !== undefined && { outcome: command.outcome }),
  });
  return caseChangeset({ ...snapshot, start: null }, progress, { command: 'completeTask', ...byPerson(actor), personal }, context);
}
