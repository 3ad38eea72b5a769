import { legalDateOf } from '../domain/legalTime.ts';
import { namedActs } from './lawStep.ts';
import { newCase } from './newCase.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { relatedAct } from '../domain/revocation.ts';
import { requirePermission } from '../domain/people.ts';
import { startTriggers } from '../bpmn/starts.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseModel } from '../bpmn/model.ts';
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
  { variables, parties, externalRef }: StartCase,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const refused =
    requirePermission(context.actor, 'case.start', legalDateOf(context.now)) ??
    requireNoneStart(context.process) ??
    requireOwnAct(context.process);
  if (refused !== undefined) return refused;
  const given = parties === undefined ? variables : { ...variables, parties };
  return newCase(
    snapshot,
    { command: 'startCase', variables: given, externalRef: externalRef ?? null, relatedTo: null },
    context,
  );
}

/** Refuses (409 `conflict`) to start by hand what is started by events only. */
function requireNoneStart(process: CaseModel): Refusal | undefined {
  if (process.start !== '') return undefined;
  const by = startTriggers(process).map((trigger) =>
    trigger.kind === 'timer' ? `the timer ${trigger.elementId}` : `the ${trigger.kind} ${trigger.name}`,
  );
  return refuse(
    'conflict',
    `The process ${process.id} has no none start event; its cases are started by ${by.join(', ')} (POST /v1/messages, POST /v1/signals).`,
  );
}

/** Refuses (409 `conflict`) to start a procedure that ends a decision without naming the decision. */
function requireOwnAct(process: CaseModel): Refusal | undefined {
  if (!namedActs(process).includes(relatedAct)) return undefined;
  return refuse('conflict', `The procedure ${process.id} ends a decision; open it by POST /v1/decisions/{id}/revoke.`);
}
