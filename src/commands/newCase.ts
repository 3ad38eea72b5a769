import { byPerson } from './byPerson.ts';
import { caseChangeset, type CaseAct } from './caseChangeset.ts';
import { genesis } from '../ledger/chain.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { splitVariables } from '../domain/privacy.ts';
import { firstStep } from './caseStep.ts';
import { lawOfNewCase } from './lawProgress.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { StartSnapshot } from '../domain/snapshot.ts';
import type { Variables } from '../domain/json.ts';

/** How one start of a case differs from another. */
export interface CaseBeginning extends Pick<CaseAct, 'command' | 'law'> {
  readonly variables: Variables;
  readonly externalRef: string | null;
  /** Id of the case that it follows. */
  readonly relatedTo: string | null;
}

/** A new case of an active definition; refuses (409 `definition-not-active`) one that is not. */
export function newCase(
  snapshot: StartSnapshot,
  { variables, externalRef, relatedTo, ...act }: CaseBeginning,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { agencyId, definition, matter, bindings, nextNumber } = snapshot;
  if (definition.status !== 'active') {
    return refuse(
      'definition-not-active',
      `Definition ${definition.id} is ${definition.status}; activate it first (POST /v1/definitions/${definition.id}/activate).`,
    );
  }
  const split = splitVariables(variables, context.privacy);
  if (isRefusal(split)) return split;
  const caseId = context.newId();
  const number = `${legalDateOf(context.now).slice(0, 4)}-${String(nextNumber).padStart(6, '0')}`;
  const processId = context.process.id;
  const start = { number, definitionId: definition.id, processId, matter, externalRef, bindings, relatedTo };
  const { id, key, version, sha256 } = definition;
  const facts = {
    number,
    definition: { id, key, version, sha256 },
    process: processId,
    ...(matter !== null && { matter: { id: matter.id, version: matter.version } }),
    ...(relatedTo !== null && { relatedTo }),
  };
  const progress = firstStep(context, lawOfNewCase(caseId, snapshot), split.plain);
  if (isRefusal(progress)) return progress;
  return caseChangeset(
    { agencyId, caseId, revision: 0, head: genesis, start },
    progress,
    { ...act, ...byPerson(context.actor), personal: split.personal, facts },
    context,
  );
}
