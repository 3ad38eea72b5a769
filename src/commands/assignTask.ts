import { byPerson } from './byPerson.ts';
import { caseChangeset, engineState, fireDueTimers, isOpen } from './caseStep.ts';
import { findOpenWait, requireCandidate, requireRevision, requireRunning, taskView } from '../domain/task.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { requirePermission } from '../domain/people.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset, Unchanged } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { HistoryEventType } from '../domain/record.ts';
import type { OpenWait } from '../domain/wait.ts';

export interface AssignTask {
  readonly no: number;
  /** Revision that the caller has seen (If-Match). */
  readonly revision: number | null;
}

/** How claiming and releasing differ. */
interface Assignment {
  readonly command: string;
  readonly event: HistoryEventType;
  readonly assignee: string | null;
  readonly allowed: (task: OpenWait) => Refusal | undefined;
}

/** Gives an open task to a person, or back to everybody. */
export function assignTask(
  snapshot: CaseSnapshot,
  command: AssignTask,
  context: CaseContext & ByPerson,
  assignment: Assignment,
): CaseChangeset | Unchanged | Refusal {
  const { actor } = context;
  const { assignee } = assignment;
  const today = legalDateOf(context.now);
  const task = findOpenWait(snapshot, 'task', command.no, engineState(snapshot).nextWait - 1);
  if (isRefusal(task)) return task;
  const refused =
    requirePermission(actor, 'task.work', today) ??
    requireRunning(snapshot) ??
    requireRevision(snapshot, command.revision) ??
    requireCandidate(actor, task, today) ??
    assignment.allowed(task);
  if (refused !== undefined) return refused;

  const assigned = taskView(snapshot.caseId, task, assignee);
  if (task.assignee === assignee) return { kind: 'unchanged', answer: { ...assigned, revision: snapshot.revision } };

  const before = fireDueTimers(snapshot, context);
  if (!isOpen(before, task.no)) {
    return refuse('task-closed', `A limit has passed, and the task at ${task.elementId} is not open any more.`);
  }
  const progress = {
    ...before,
    state: { ...before.state, events: before.state.events + 1 },
    events: [...before.events, { type: assignment.event, elementId: task.elementId, wait: task.no }],
  };
  const changeset = caseChangeset(
    { ...snapshot, start: null },
    progress,
    { command: assignment.command, ...byPerson(actor), assign: [{ no: task.no, assignee }] },
    context,
  );
  return { ...changeset, answer: { ...assigned, revision: snapshot.revision + 1 } };
}
