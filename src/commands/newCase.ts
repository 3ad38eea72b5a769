import { byPerson } from './byPerson.ts';
import { caseChangeset, type CaseAct } from './caseChangeset.ts';
import { genesis } from '../ledger/chain.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { splitVariables } from '../domain/privacy.ts';
import { firstStep, type StepContext } from './caseStep.ts';
import { lawOfNewCase } from './lawProgress.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { StartSnapshot } from '../domain/snapshot.ts';
import type { Instant, Variables } from '../domain/json.ts';

/** How one start of a case differs from another. */
export interface CaseBeginning extends Pick<CaseAct, 'command' | 'law'> {
  readonly variables: Variables;
  readonly externalRef: string | null;
  /** Id of the case that it follows. */
  readonly relatedTo: string | null;
  /** What started it; absent: the person in the context did. */
  readonly trigger?: Trigger;
}

/** The element at which something has happened that starts a case, and who is on the record for it. */
export interface Trigger extends Pick<CaseAct, 'actor' | 'recordedActor' | 'cause' | 'facts'> {
  readonly at: string;
  /** When its timer was due. */
  readonly dueAt?: Instant;
  /** Of its message or signal. */
  readonly name?: string;
}

/** A new case of an active definition; refuses (409 `definition-not-active`) one that is not. */
export function newCase(
  snapshot: StartSnapshot,
  { variables, externalRef, relatedTo, trigger, ...act }: CaseBeginning,
  context: StepContext,
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
  const base = { number, definitionId: definition.id, processId, matter, externalRef, bindings, relatedTo };
  const start = trigger === undefined ? base : { ...base, trigger: trigger.at };
  const { id, key, version, sha256 } = definition;
  const facts = {
    number,
    definition: { id, key, version, sha256 },
    process: processId,
    ...(matter !== null && { matter: { id: matter.id, version: matter.version } }),
    ...(relatedTo !== null && { relatedTo }),
    ...trigger?.facts,
  };
  const begin = { type: 'start', variables: split.plain, ...startedAt(trigger) } as const;
  const progress = firstStep(context, lawOfNewCase(caseId, snapshot), begin);
  if (isRefusal(progress)) return progress;
  return caseChangeset(
    { agencyId, caseId, revision: 0, head: genesis, start },
    progress,
    { ...act, ...author(context, trigger), personal: split.personal, facts },
    context,
  );
}

function startedAt(trigger: Trigger | undefined): Partial<Pick<Trigger, 'at' | 'dueAt' | 'name'>> {
  if (trigger === undefined) return {};
  const { at, dueAt, name } = trigger;
  return { at, ...(dueAt !== undefined && { dueAt }), ...(name !== undefined && { name }) };
}

function author(
  { actor }: StepContext,
  trigger: Trigger | undefined,
): Pick<CaseAct, 'actor' | 'recordedActor' | 'cause'> {
  if (trigger !== undefined) {
    const { recordedActor, cause } = trigger;
    return { actor: trigger.actor, recordedActor, ...(cause !== undefined && { cause }) };
  }
  if (actor === undefined || actor === null) throw new Error('A case is started by somebody or something.');
  return byPerson(actor);
}
