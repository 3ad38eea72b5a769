import { changeStatus, type ChangeStatus } from './changeStatus.ts';
import { bindCalls, type CalledModels } from './bindCalls.ts';
import { retireActive } from './definitionRecord.ts';
import type { ByPerson, DecisionContext } from './context.ts';
import type { DefinitionChangeset, Unchanged } from '../domain/changeset.ts';
import type { DefinitionSnapshot } from '../domain/snapshot.ts';
import type { Refusal } from '../domain/refusal.ts';

/**
 * A second person puts a version into force: its calls are bound to the versions that are active now, and the version
 * of its key that was active is retired. Activating an active version again binds its calls anew. Cases that run keep
 * their version and what its calls meant when they were started.
 */
export function activateDefinition(
  snapshot: DefinitionSnapshot,
  command: ChangeStatus,
  context: DecisionContext & ByPerson & CalledModels,
): DefinitionChangeset | Unchanged | Refusal {
  return changeStatus(snapshot, command, context, {
    command: 'activateDefinition',
    to: 'active',
    first: retireActive(snapshot).filter(({ id }) => id !== command.id),
    bind: (version) => bindCalls(version, snapshot.active, context),
  });
}
