import { byPerson } from './byPerson.ts';
import { caseChangeset } from './caseChangeset.ts';
import { catchUp, forKernel, openWaitOf, step, type Progress } from './caseStep.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { requireLease } from '../domain/serviceTask.ts';
import { requirePermission } from '../domain/people.ts';
import { requireRunning } from '../domain/task.ts';
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
  const split = splitVariables(command.variables, context.privacy);
  if (isRefusal(split)) return split;
  return work(snapshot, command, context, {
    command: 'completeServiceTask',
    personal: split.personal,
    engineCommand: ({ no }, before) => ({ type: 'complete', wait: no, variables: forKernel(split, before) }),
  });
}

/** An external worker ends a service task by a BPMN error; the case goes on where it is caught. */
export function throwServiceError(
  snapshot: CaseSnapshot,
  command: WorkerCommand & { readonly code: string; readonly variables: Variables },
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const split = splitVariables(command.variables, context.privacy);
  if (isRefusal(split)) return split;
  return work(snapshot, command, context, {
    command: 'throwServiceError',
    personal: split.personal,
    engineCommand: ({ no }, before) => ({
      type: 'throw',
      wait: no,
      code: command.code,
      variables: forKernel(split, before),
    }),
  });
}

/** An external worker has given up for good: the failure becomes an incident. `message` is the worker's own text. */
export function failServiceTask(
  snapshot: CaseSnapshot,
  command: WorkerCommand & { readonly message: string },
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  return work(snapshot, command, context, {
    command: 'failServiceTask',
    personal: { failure: command.message },
    engineCommand: ({ no, elementId, attempts }) => ({
      type: 'fail',
      wait: no,
      incident: {
        code: 'service-failed',
        message: `The service task at ${elementId} was given up; it had been handed out ${attempts} times.`,
        nextAction: 'See what the worker reported, mend it, then retry the incident.',
      },
    }),
  });
}

/** How completing and failing differ. */
interface Work {
  readonly command: string;
  readonly personal: Variables;
  readonly engineCommand: (task: OpenWait, before: Progress) => EngineCommand;
}

function work(
  snapshot: CaseSnapshot,
  { no, lease }: WorkerCommand,
  context: CaseContext & ByPerson,
  { command, personal, engineCommand }: Work,
): CaseChangeset | Refusal {
  const { actor } = context;
  const task = openWaitOf(snapshot, 'service', no);
  if (isRefusal(task)) return task;
  const refused =
    requirePermission(actor, 'service.work', legalDateOf(context.now)) ??
    requireRunning(snapshot) ??
    requireLease(task, { personId: actor.personId, lease }, context.now);
  if (refused !== undefined) return refused;
  const before = catchUp(snapshot, task, context);
  if (isRefusal(before)) return before;
  const progress = step(context, before, engineCommand(task, before));
  if (isRefusal(progress)) return progress;
  const leaseNo = task.lease?.no ?? 0;
  const closed = progress.closed.map((close) => (close.no === no ? { ...close, leaseNo } : close));
  return caseChangeset(snapshot, { ...progress, closed }, { command, ...byPerson(actor), personal }, context);
}
