import { genesis, seal } from '../ledger/chain.ts';
import type { Actor } from '../domain/people.ts';
import type { Bound } from './bindCalls.ts';
import type { DecisionContext } from './context.ts';
import type { DefinitionChangeset, SealedRecord } from '../domain/changeset.ts';
import type { DefinitionSnapshot, DefinitionStatus, DefinitionVersion } from '../domain/snapshot.ts';
import type { Json } from '../domain/json.ts';

/** The record of a command on a definition, in the stream `definition:<key>`. */
export function definitionRecord(
  snapshot: DefinitionSnapshot,
  key: string,
  command: string,
  actor: Actor,
  facts: Readonly<Record<string, Json>>,
  context: DecisionContext,
): SealedRecord {
  return seal({
    v: 1,
    agency: actor.agencyId,
    stream: `definition:${key}`,
    seq: snapshot.stream.seq + 1,
    prev: snapshot.stream.seq === 0 ? genesis : snapshot.stream.head,
    at: context.now,
    command,
    actor: { person: actor.personId, key: actor.keyId },
    facts,
  });
}

/** The changes of status that make a version the active one: at most one version of a key is active. */
export function retireActive(snapshot: DefinitionSnapshot): DefinitionChangeset['setStatus'] {
  return snapshot.versions
    .filter((version) => version.status === 'active')
    .map((version) => ({ id: version.id, from: 'active', to: 'retired' }));
}

/** The versions that a command retired, as its record names them. */
export function retiredFact(changes: DefinitionChangeset['setStatus']): { [name: string]: Json } {
  const retired = changes.filter((change) => change.to === 'retired').map((change) => change.id);
  return retired.length === 0 ? {} : { retired };
}

/** What the calls of a version that becomes active were bound to, as its record says it. */
export function boundFact(bound: Bound | null): { [name: string]: Json } {
  const bindings = bound?.bindings ?? null;
  return bindings === null ? {} : { bindings: bindings as unknown as Json };
}

/** A version as the answer to a command shows it. */
export function definitionAnswer(
  version: Pick<DefinitionVersion, 'id' | 'key' | 'version' | 'sha256' | 'name'>,
  status: DefinitionStatus,
): { [name: string]: Json } {
  const { id, key, version: number, sha256, name } = version;
  return { id, key, version: number, sha256, name, status };
}
