import { changeStatus, type ChangeStatus } from './changeStatus.ts';
import type { ByPerson, DecisionContext } from './context.ts';
import type { DefinitionChangeset, Unchanged } from '../domain/changeset.ts';
import type { DefinitionSnapshot } from '../domain/snapshot.ts';
import type { Refusal } from '../domain/refusal.ts';

/** A second person takes a version out of use: no new case starts with it, running cases run on. */
export function retireDefinition(
  snapshot: DefinitionSnapshot,
  command: ChangeStatus,
  context: DecisionContext & ByPerson,
): DefinitionChangeset | Unchanged | Refusal {
  return changeStatus(snapshot, command, context, { command: 'retireDefinition', to: 'retired', first: [] });
}
