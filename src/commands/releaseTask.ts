import { assignTask, type AssignTask } from './assignTask.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset, Unchanged } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { Refusal } from '../domain/refusal.ts';

/** A person gives a claimed task back. Releasing a task that nobody holds changes nothing. */
export function releaseTask(
  snapshot: CaseSnapshot,
  command: AssignTask,
  context: CaseContext & ByPerson,
): CaseChangeset | Unchanged | Refusal {
  return assignTask(snapshot, command, context, {
    command: 'releaseTask',
    event: 'task.released',
    assignee: null,
  });
}
