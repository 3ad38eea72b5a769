import { changeStatus, type ChangeStatus } from './changeStatus.ts';
import { retireActive } from './definitionRecord.ts';
import type { ByPerson, DecisionContext } from './context.ts';
import type { DefinitionChangeset, Unchanged } from '../domain/changeset.ts';
import type { DefinitionSnapshot } from '../domain/snapshot.ts';
import type { Refusal } from '../domain/refusal.ts';

/** A second person puts a version into force; the version that was active is retired, its cases run on. */
export function activateDefinition(
  snapshot: DefinitionSnapshot,
  command: ChangeStatus,
  context: DecisionContext & ByPerson,
): DefinitionChangeset | Unchanged | Refusal {
  return changeStatus(snapshot, command, context, {
    command: 'activateDefinition',
    to: 'active',
    first: retireActive(snapshot),
  });
}
