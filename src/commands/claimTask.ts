import { assignTask, type AssignTask } from './assignTask.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset, Unchanged } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { Refusal } from '../domain/refusal.ts';

/** A person takes an open task for themselves. Claiming one's own task again changes nothing. */
export function claimTask(
  snapshot: CaseSnapshot,
  command: AssignTask,
  context: CaseContext & ByPerson,
): CaseChangeset | Unchanged | Refusal {
  return assignTask(snapshot, command, context, {
    command: 'claimTask',
    event: 'task.claimed',
    assignee: context.actor.personId,
  });
}
