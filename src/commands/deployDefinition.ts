import { bindCalls, type Bound, type CalledModels } from './bindCalls.ts';
import { boundFact, definitionAnswer, definitionRecord, retireActive, retiredFact } from './definitionRecord.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { requirePermission } from '../domain/people.ts';
import { startsOf } from './startSubscriptions.ts';
import type { ByPerson, DecisionContext } from './context.ts';
import type { DefinitionChangeset, Unchanged } from '../domain/changeset.ts';
import type { DefinitionModel } from '../bpmn/model.ts';
import type { DefinitionSnapshot } from '../domain/snapshot.ts';
import type { Finding } from '../bpmn/finding.ts';
import type { Json } from '../domain/json.ts';

export interface DeployDefinition {
  readonly model: Pick<DefinitionModel, 'key' | 'name' | 'sha256' | 'enforcement'>;
  readonly file: Uint8Array;
  /** Warnings that the file was accepted with; a file with an error is refused before. */
  readonly findings: readonly Finding[];
}

/**
 * A designer deploys a BPMN file: the same bytes are the same version, others become the next one. A version that would
 * be active at once but calls what is not active stays deployed, with a finding that says so.
 */
export function deployDefinition(
  snapshot: DefinitionSnapshot,
  command: DeployDefinition,
  context: DecisionContext & ByPerson & CalledModels,
): DefinitionChangeset | Unchanged | Refusal {
  const { actor } = context;
  const { model } = command;
  const forbidden = requirePermission(actor, 'definition.deploy', legalDateOf(context.now));
  if (forbidden !== undefined) return forbidden;

  const same = snapshot.versions.find((version) => version.sha256 === model.sha256);
  if (same !== undefined) {
    const findings = command.findings as unknown as Json;
    return { kind: 'unchanged', answer: { ...definitionAnswer(same, same.status), findings } };
  }

  const id = context.newId();
  const force = forceOf(snapshot, command, id, context);
  if (isRefusal(force)) return force;
  const { status } = force;
  const version = Math.max(0, ...snapshot.versions.map((earlier) => earlier.version)) + 1;
  const starts = status === 'active' ? startsOf(context.modelOf(model.sha256), context) : [];
  const inserted = {
    id,
    key: model.key,
    version,
    name: model.name,
    sha256: model.sha256,
    xml: Buffer.from(command.file).toString('base64'),
    findings: JSON.stringify(force.findings),
    enforcement: model.enforcement,
    status,
    bindings: force.bindings && JSON.stringify(force.bindings),
    ...(starts.length > 0 && { starts }),
  } as const;
  const answer = definitionAnswer(inserted, status);
  const setStatus = status === 'active' ? retireActive(snapshot) : [];
  const facts = { ...answer, ...retiredFact(setStatus), ...boundFact(force) };
  return {
    kind: 'definition',
    agencyId: actor.agencyId,
    key: model.key,
    at: context.now,
    actor,
    expected: snapshot.stream.seq,
    insert: inserted,
    setStatus,
    record: definitionRecord(snapshot, model.key, 'deployDefinition', actor, facts, context),
    answer: { ...answer, findings: force.findings as unknown as Json },
  };
}

/** Whether the version is in force at once, what its calls mean then, and what there is to say about it. */
interface Force extends Bound {
  readonly status: 'active' | 'deployed';
  readonly findings: readonly Finding[];
}

function forceOf(
  snapshot: DefinitionSnapshot,
  { model, findings }: DeployDefinition,
  id: string,
  context: CalledModels,
): Force | Refusal {
  if (!isActiveAtOnce(snapshot, model)) return { status: 'deployed', bindings: null, findings };
  const { key, sha256 } = model;
  const bound = bindCalls({ id, key, sha256 }, snapshot.active, context);
  if (!isRefusal(bound)) return { status: 'active', ...bound, findings };
  if (bound.code !== 'callee-not-active') return bound;
  const { code, detail } = bound;
  const message = `The version is deployed and not active: ${detail}`;
  const missing: Finding = { rule: code, severity: 'warning', elementId: null, message, docs: `/docs/rules#${code}` };
  return { status: 'deployed', bindings: null, findings: [...findings, missing] };
}

/** Generic BPMN where the agency says so, unless it would take the place of a procedure that needs a second person. */
function isActiveAtOnce(snapshot: DefinitionSnapshot, model: DeployDefinition['model']): boolean {
  return (
    snapshot.autoActivateGeneric && !model.enforcement && !snapshot.versions.some((version) => version.enforcement)
  );
}
