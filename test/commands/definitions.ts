import { calendarOf } from '../engine/models.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { ByPerson, DecisionContext } from '../../src/commands/context.ts';
import type { DefinitionSnapshot, DefinitionVersion } from '../../src/domain/snapshot.ts';

/** Version `version` of the definition `permit`, id `v<version>`, deployed by dora. */
export function version(number: number, more: Partial<DefinitionVersion> = {}): DefinitionVersion {
  return {
    id: `v${number}`,
    key: 'permit',
    version: number,
    sha256: `sha-${number}`,
    name: `Permit ${number}`,
    status: 'deployed',
    enforcement: false,
    deployedBy: 'dora',
    ...more,
  };
}

/** The definition `permit` with these versions, one record each so far. */
export function definition(versions: readonly DefinitionVersion[], autoActivateGeneric = false): DefinitionSnapshot {
  const stream = versions.length === 0 ? { seq: 0, head: '' } : { seq: versions.length, head: 'ab'.repeat(32) };
  return { stream, versions, autoActivateGeneric };
}

export function decidedBy(actor: Actor, now: string): DecisionContext & ByPerson {
  let ids = 0;
  return { actor, now, calendar: calendarOf(2026), newId: () => `id-${(ids += 1)}`, newSalt: () => '00'.repeat(16) };
}
