import { byPerson } from './byPerson.ts';
import { caseChangeset, engineState, fireDueTimers, isOpen, step } from './caseStep.ts';
import { findOpenWait, requireRunning } from '../domain/task.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { maxAttempts, requireLease } from '../domain/serviceTask.ts';
import { requirePermission } from '../domain/people.ts';
import { splitVariables } from '../domain/privacy.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { EngineCommand } from '../engine/state.ts';
import type { OpenWait } from '../domain/wait.ts';
import type { Variables } from '../domain/json.ts';

export interface WorkerCommand {
  readonly no: number;
  /** The fencing number that the worker was given when it fetched the task; null: it is known by its person. */
  readonly lease: number | null;
}

/** An external worker has done a service task. */
export function completeServiceTask(
  snapshot: CaseSnapshot,
  command: WorkerCommand & { readonly variables: Variables },
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { plain, personal, faults } = splitVariables(command.variables, context.privacy);
  if (faults.length > 0) return refuse('invalid-variables', 'Some variables do not fit the matter; see errors.', faults);
  return workOn(snapshot, command, context, 'completeServiceTask', personal, () => ({
    type: 'complete',
    wait: command.no,
    variables: plain,
  }));
}

/** An external worker has given up for good: the failure becomes an incident. `message` is the worker's own text. */
export function failServiceTask(
  snapshot: CaseSnapshot,
  command: WorkerCommand & { readonly message: string },
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  return workOn(snapshot, command, context, 'failServiceTask', { failure: command.message }, (task) => ({
    type: 'fail',
    wait: task.no,
    incident: {
      code: 'service-failed',
      message: `The service task at ${task.elementId} failed ${maxAttempts} times.`,
      nextAction: 'See what the worker reported, mend it, then retry the incident.',
    },
  }));
}

function workOn(
  snapshot: CaseSnapshot,
  command: WorkerCommand,
  context: CaseContext & ByPerson,
  name: string,
  personal: Variables,
  engineCommand: (task: OpenWait) => EngineCommand,
): CaseChangeset | Refusal {
  const { actor } = context;
  const task = findOpenWait(snapshot, 'service', command.no, engineState(snapshot).nextWait - 1);
  if (isRefusal(task)) return task;
  const refused =
    requirePermission(actor, 'service.work', legalDateOf(context.now)) ??
    requireRunning(snapshot) ??
    requireLease(task, { personId: actor.personId, lease: command.lease }, context.now);
  if (refused !== undefined) return refused;
  const before = fireDueTimers(snapshot, context);
  if (!isOpen(before, task.no)) {
    return refuse('task-closed', `A limit has passed, and the service task at ${task.elementId} is not open any more.`);
  }
  const changeset = caseChangeset(
    { ...snapshot, start: null },
    step(context, before, engineCommand(task)),
    { command: name, ...byPerson(actor), personal },
    context,
  );
  const leaseNo = task.lease?.no ?? 0;
  return { ...changeset, close: changeset.close.map((close) => (close.no === task.no ? { ...close, leaseNo } : close)) };
}
