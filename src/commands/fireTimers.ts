import { bySystem } from './byPerson.ts';
import { caseChangeset } from './caseChangeset.ts';
import { fireDueTimers } from './caseStep.ts';
import type { CaseChangeset, Unchanged } from '../domain/changeset.ts';
import type { CaseContext } from './context.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';

/**
 * Fires what is due in a case. The worker calls it at least once for each due timer; a timer that was settled meanwhile
 * is gone from the snapshot, so its effect happens exactly once.
 */
export function fireTimers(snapshot: CaseSnapshot, _command: null, context: CaseContext): CaseChangeset | Unchanged {
  const nothing = { kind: 'unchanged', answer: null } as const;
  if (snapshot.status !== 'running') return nothing;
  const progress = fireDueTimers(snapshot, context);
  if (progress.events.length === 0) return nothing;
  return caseChangeset(snapshot, progress, { command: 'fireTimer', ...bySystem('timer') }, context);
}
