import { calendarOf } from '../engine/models.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { CalledModels } from '../../src/commands/bindCalls.ts';
import type { ByPerson, DecisionContext } from '../../src/commands/context.ts';
import type { DefinitionSnapshot, DefinitionVersion } from '../../src/domain/snapshot.ts';
import type { ProcessModel } from '../../src/bpmn/model.ts';

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
    bindings: null,
    ...more,
  };
}

/** The definition `permit` with these versions, one record each so far. */
export function definition(versions: readonly DefinitionVersion[], autoActivateGeneric = false): DefinitionSnapshot {
  const stream = versions.length === 0 ? { seq: 0, head: '' } : { seq: versions.length, head: 'ab'.repeat(32) };
  const active = versions.filter(({ status }) => status === 'active');
  return { stream, versions, active, autoActivateGeneric };
}

/** `files` are the compiled processes by sha256; a version that is not listed calls nothing. */
export function decidedBy(
  actor: Actor,
  now: string,
  files: Readonly<Record<string, readonly ProcessModel[]>> = {},
): DecisionContext & ByPerson & CalledModels {
  let ids = 0;
  return {
    actor,
    now,
    calendar: calendarOf(2026),
    newId: () => `id-${(ids += 1)}`,
    newSalt: () => '00'.repeat(16),
    modelOf: (sha256) => ({ processes: Object.fromEntries((files[sha256] ?? []).map((each) => [each.id, each])) }),
  };
}
