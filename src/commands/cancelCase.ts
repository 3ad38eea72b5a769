import { byPerson } from './byPerson.ts';
import { caseChangeset } from './caseChangeset.ts';
import { fireDueTimers, step } from './caseStep.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { isRefusal } from '../domain/refusal.ts';
import { requirePermission } from '../domain/people.ts';
import { requireRevision, requireRunning } from '../domain/task.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';

export interface CancelCase {
  /** Free text of an official: kept with the personal data, on the record as a commitment. */
  readonly reason: string;
  readonly revision: number | null;
}

/** A person ends a case before its end; whatever it waited for is cancelled. */
export function cancelCase(
  snapshot: CaseSnapshot,
  command: CancelCase,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const refused =
    requirePermission(context.actor, 'case.cancel', legalDateOf(context.now)) ??
    requireRunning(snapshot) ??
    requireRevision(snapshot, command.revision);
  if (refused !== undefined) return refused;
  const before = fireDueTimers(snapshot, context);
  if (before.status !== 'running') {
    return refuse('case-closed', `A limit has passed, and case ${snapshot.caseId} is ${before.status} already.`);
  }
  const progress = step(context, before, { type: 'cancel' });
  if (isRefusal(progress)) return progress;
  const act = { command: 'cancelCase', ...byPerson(context.actor), personal: { cancelReason: command.reason } };
  return caseChangeset(snapshot, progress, act, context);
}
