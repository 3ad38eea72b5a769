import { byPerson } from './byPerson.ts';
import { caseChangeset } from './caseChangeset.ts';
import { genesis } from '../ledger/chain.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { requirePermission } from '../domain/people.ts';
import { splitVariables } from '../domain/privacy.ts';
import { step } from './caseStep.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { Json, Variables } from '../domain/json.ts';
import type { StartSnapshot } from '../domain/snapshot.ts';

export interface StartCase {
  readonly variables: Variables;
  /** Applicant, legal representative, agent …: always personal data. */
  readonly parties?: Json;
  readonly externalRef?: string;
}

/** A person starts a case of an active definition. */
export function startCase(
  snapshot: StartSnapshot,
  command: StartCase,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { actor } = context;
  const { definition, matter } = snapshot;
  const today = legalDateOf(context.now);
  const forbidden = requirePermission(actor, 'case.start', today);
  if (forbidden !== undefined) return forbidden;
  if (definition.status !== 'active') {
    return refuse(
      'definition-not-active',
      `Definition ${definition.id} is ${definition.status}; activate it first (POST /v1/definitions/${definition.id}/activate).`,
    );
  }
  const given = command.parties === undefined ? command.variables : { ...command.variables, parties: command.parties };
  const split = splitVariables(given, context.privacy);
  if (isRefusal(split)) return split;

  const caseId = context.newId();
  const number = `${today.slice(0, 4)}-${String(snapshot.nextNumber).padStart(6, '0')}`;
  const start = {
    number,
    definitionId: definition.id,
    processId: context.process.id,
    matter,
    externalRef: command.externalRef ?? null,
    bindings: snapshot.bindings,
  };
  const facts = {
    number,
    definition: { id: definition.id, key: definition.key, version: definition.version, sha256: definition.sha256 },
    process: context.process.id,
    ...(matter !== null && { matter: { id: matter.id, version: matter.version } }),
  };
  return caseChangeset(
    { agencyId: snapshot.agencyId, caseId, revision: 0, head: genesis, start },
    step(context, null, { type: 'start', variables: split.plain }),
    { command: 'startCase', ...byPerson(actor), personal: split.personal, facts },
    context,
  );
}
