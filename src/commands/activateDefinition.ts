import { changeStatus, type ChangeStatus } from './changeStatus.ts';
import { bindCalls, type Bound, type CalledModels } from './bindCalls.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { proveClearance } from '../bpmn/clearance/prove.ts';
import { retireActive } from './definitionRecord.ts';
import { startsOf } from './startSubscriptions.ts';
import type { ByPerson, DecisionContext } from './context.ts';
import type { DefinitionChangeset, Unchanged } from '../domain/changeset.ts';
import type { DefinitionSnapshot, DefinitionVersion } from '../domain/snapshot.ts';
import type { ProcessModel } from '../bpmn/model.ts';

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
    bind: (version) => bindProven(version, snapshot, context),
    starts: (version) => startsOf(context.modelOf(version.sha256), context),
  });
}

/** Binds the calls, and refuses (422 `uncleared-decision`) what reaches a decision without a clearance through them. */
function bindProven(version: DefinitionVersion, snapshot: DefinitionSnapshot, context: CalledModels): Bound | Refusal {
  const bound = bindCalls(version, snapshot.active, context);
  if (isRefusal(bound)) return bound;
  const called: Record<string, ProcessModel> = {};
  for (const [name, { sha256 }] of Object.entries(bound.bindings ?? {})) {
    const process = context.modelOf(sha256).processes[name];
    if (process !== undefined) called[name] = process;
  }
  const processes = Object.values(context.modelOf(version.sha256).processes);
  const findings = processes.flatMap((process) => proveClearance(process, called));
  const [first] = findings.filter(({ severity }) => severity === 'error');
  return first === undefined
    ? bound
    : refuse('uncleared-decision', `${first.elementId ?? version.key}: ${first.message}`);
}
