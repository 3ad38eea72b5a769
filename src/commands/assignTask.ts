import { byPerson } from './byPerson.ts';
import { caseChangeset } from './caseChangeset.ts';
import { catchUp, openWaitOf } from './caseStep.ts';
import {
  requireCandidate,
  requireRevision,
  requireRunning,
  requireUnclaimedByOthers,
  taskView,
} from '../domain/task.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { requirePermission } from '../domain/people.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset, Unchanged } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';

export interface AssignTask {
  readonly no: number;
  /** Revision that the caller has seen (If-Match). */
  readonly revision: number | null;
}

/** How claiming and releasing differ. */
interface Assignment {
  readonly command: 'claimTask' | 'releaseTask';
  readonly event: 'task.claimed' | 'task.released';
  readonly assignee: string | null;
}

/** Gives an open task that nobody else holds to the actor, or back to everybody. */
export function assignTask(
  snapshot: CaseSnapshot,
  command: AssignTask,
  context: CaseContext & ByPerson,
  { command: name, event, assignee }: Assignment,
): CaseChangeset | Unchanged | Refusal {
  const { actor } = context;
  const today = legalDateOf(context.now);
  const task = openWaitOf(snapshot, 'task', command.no);
  if (isRefusal(task)) return task;
  const refused =
    requirePermission(actor, 'task.work', today) ??
    requireRunning(snapshot) ??
    requireRevision(snapshot, command.revision) ??
    requireCandidate(actor, task, today) ??
    requireUnclaimedByOthers(actor, task);
  if (refused !== undefined) return refused;
  const before = catchUp(snapshot, task, context);
  if (isRefusal(before)) return before;

  const view = taskView(snapshot.caseId, task, assignee);
  if (task.assignee === assignee) return { kind: 'unchanged', answer: { ...view, revision: snapshot.revision } };
  const progress = {
    ...before,
    state: { ...before.state, events: before.state.events + 1 },
    events: [...before.events, { type: event, elementId: task.elementId, wait: task.no }],
  };
  const act = { command: name, ...byPerson(actor), assign: [{ no: task.no, assignee }] };
  const changeset = caseChangeset(snapshot, progress, act, context);
  return { ...changeset, answer: { ...view, revision: snapshot.revision + 1 } };
}
