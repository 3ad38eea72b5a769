import { boundFact, definitionAnswer, definitionRecord, retiredFact } from './definitionRecord.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { requireOtherPerson, requirePermission } from '../domain/people.ts';
import type { Bound } from './bindCalls.ts';
import type { ByPerson, DecisionContext } from './context.ts';
import type { DefinitionChangeset, Unchanged } from '../domain/changeset.ts';
import type { NewStart } from '../domain/messages.ts';
import type { DefinitionSnapshot, DefinitionVersion } from '../domain/snapshot.ts';

export interface ChangeStatus {
  readonly id: string;
  readonly reason: string;
}

interface StatusChange {
  readonly command: 'activateDefinition' | 'retireDefinition';
  readonly to: 'active' | 'retired';
  /** Changes of other versions that come first. */
  readonly first: DefinitionChangeset['setStatus'];
  /** Binds the calls of a version that becomes active. */
  readonly bind?: (version: DefinitionVersion) => Bound | Refusal;
  /** What starts cases of a version that becomes active. */
  readonly starts?: (version: DefinitionVersion) => readonly NewStart[];
}

/** A second person moves a version to another status. One that has it already, and its bindings, stays as it is. */
export function changeStatus(
  snapshot: DefinitionSnapshot,
  command: ChangeStatus,
  context: DecisionContext & ByPerson,
  change: StatusChange,
): DefinitionChangeset | Unchanged | Refusal {
  const { actor } = context;
  const version = snapshot.versions.find((candidate) => candidate.id === command.id);
  if (version === undefined) return refuse('not-found', `There is no definition ${command.id}.`);
  const forbidden = requirePermission(actor, 'definition.activate', legalDateOf(context.now));
  if (forbidden !== undefined) return forbidden;
  const answer = definitionAnswer(version, change.to);
  const bound = change.bind?.(version) ?? null;
  if (bound !== null && isRefusal(bound)) return bound;
  const calls = bound === null ? {} : { bindings: bound.bindings && JSON.stringify(bound.bindings) };
  const begun = change.starts?.(version) ?? [];
  const starts = begun.length === 0 ? {} : { starts: begun };
  const isBound = bound === null || version.bindings === calls.bindings;
  if (version.status === change.to && isBound) return { kind: 'unchanged', answer };
  const deployed = { personId: version.deployedBy, act: `deployed version ${version.version}` };
  const sameEyes = requireOtherPerson(actor, deployed);
  if (sameEyes !== undefined) return sameEyes;

  const facts = { ...answer, reason: command.reason, ...retiredFact(change.first), ...boundFact(bound) };
  return {
    kind: 'definition',
    agencyId: actor.agencyId,
    key: version.key,
    at: context.now,
    actor,
    expected: snapshot.stream.seq,
    insert: null,
    setStatus: [...change.first, { id: version.id, from: version.status, to: change.to, ...calls, ...starts }],
    record: definitionRecord(snapshot, version.key, change.command, actor, facts, context),
    answer,
  };
}
