import { definitionAnswer, definitionRecord, retireActive, retiredFact } from './definitionRecord.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { requirePermission } from '../domain/people.ts';
import type { ByPerson, DecisionContext } from './context.ts';
import type { DefinitionChangeset, Unchanged } from '../domain/changeset.ts';
import type { DefinitionModel } from '../bpmn/model.ts';
import type { DefinitionSnapshot } from '../domain/snapshot.ts';
import type { Finding } from '../bpmn/finding.ts';
import type { Json } from '../domain/json.ts';
import type { Refusal } from '../domain/refusal.ts';

export interface DeployDefinition {
  readonly model: Pick<DefinitionModel, 'key' | 'name' | 'sha256' | 'enforcement'>;
  readonly file: Uint8Array;
  /** Warnings that the file was accepted with; a file with an error is refused before. */
  readonly findings: readonly Finding[];
}

/** A designer deploys a BPMN file: the same bytes are the same version, others become the next one. */
export function deployDefinition(
  snapshot: DefinitionSnapshot,
  command: DeployDefinition,
  context: DecisionContext & ByPerson,
): DefinitionChangeset | Unchanged | Refusal {
  const { actor } = context;
  const { model } = command;
  const findings = command.findings as unknown as Json;
  const forbidden = requirePermission(actor, 'definition.deploy', legalDateOf(context.now));
  if (forbidden !== undefined) return forbidden;

  const same = snapshot.versions.find((version) => version.sha256 === model.sha256);
  if (same !== undefined) return { kind: 'unchanged', answer: { ...definitionAnswer(same, same.status), findings } };

  const status = isActiveAtOnce(snapshot, model) ? 'active' : 'deployed';
  const version = Math.max(0, ...snapshot.versions.map((earlier) => earlier.version)) + 1;
  const inserted = {
    id: context.newId(),
    key: model.key,
    version,
    name: model.name,
    sha256: model.sha256,
    xml: Buffer.from(command.file).toString('base64'),
    findings: JSON.stringify(command.findings),
    enforcement: model.enforcement,
    status,
  } as const;
  const answer = definitionAnswer(inserted, status);
  const setStatus = status === 'active' ? retireActive(snapshot) : [];
  return {
    kind: 'definition',
    agencyId: actor.agencyId,
    key: model.key,
    at: context.now,
    actor,
    expected: snapshot.stream.seq,
    insert: inserted,
    setStatus,
    record: definitionRecord(
      snapshot,
      model.key,
      'deployDefinition',
      actor,
      { ...answer, ...retiredFact(setStatus) },
      context,
    ),
    answer: { ...answer, findings },
  };
}

/** Generic BPMN where the agency says so, unless it would take the place of a procedure that needs a second person. */
function isActiveAtOnce(snapshot: DefinitionSnapshot, model: DeployDefinition['model']): boolean {
  return (
    snapshot.autoActivateGeneric && !model.enforcement && !snapshot.versions.some((version) => version.enforcement)
  );
}
