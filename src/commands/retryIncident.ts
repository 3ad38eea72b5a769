import { byPerson } from './byPerson.ts';
import { caseChangeset, engineState, fireDueTimers, isOpen, step } from './caseStep.ts';
import { findOpenWait, requireRunning } from '../domain/task.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { requirePermission } from '../domain/people.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';

export interface RetryIncident {
  readonly no: number;
}

/** A person has mended what an incident names; the stopped step is tried again. */
export function retryIncident(
  snapshot: CaseSnapshot,
  command: RetryIncident,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const incident = findOpenWait(snapshot, 'incident', command.no, engineState(snapshot).nextWait - 1);
  if (isRefusal(incident)) return incident;
  const refused =
    requirePermission(context.actor, 'incident.repair', legalDateOf(context.now)) ?? requireRunning(snapshot);
  if (refused !== undefined) return refused;
  const before = fireDueTimers(snapshot, context);
  if (!isOpen(before, incident.no)) {
    return refuse('task-closed', `A limit has passed, and the incident at ${incident.elementId} is settled already.`);
  }
  return caseChangeset(
    { ...snapshot, start: null },
    step(context, before, { type: 'retry', wait: incident.no }),
    { command: 'retryIncident', ...byPerson(context.actor) },
    context,
  );
}
