import { byPerson } from './byPerson.ts';
import { caseChangeset } from './caseChangeset.ts';
import { catchUp, openWaitOf, step } from './caseStep.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { requirePermission } from '../domain/people.ts';
import { requireRunning } from '../domain/task.ts';
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
  const incident = openWaitOf(snapshot, 'incident', command.no);
  if (isRefusal(incident)) return incident;
  const refused =
    requirePermission(context.actor, 'incident.repair', legalDateOf(context.now)) ?? requireRunning(snapshot);
  if (refused !== undefined) return refused;
  const before = catchUp(snapshot, incident, context);
  if (isRefusal(before)) return before;
  const progress = step(context, before, { type: 'retry', wait: incident.no });
  if (isRefusal(progress)) return progress;
  return caseChangeset(snapshot, progress, { command: 'retryIncident', ...byPerson(context.actor) }, context);
}
