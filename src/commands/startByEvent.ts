import { bySystem, byPerson } from './byPerson.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { newCase, type Trigger } from './newCase.ts';
import { nextDue } from '../domain/timerDue.ts';
import { requirePermission } from '../domain/people.ts';
import { sentFact, type Delivery } from './deliverMessage.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { Instant, Variables } from '../domain/json.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { StartSnapshot } from '../domain/snapshot.ts';
import type { TimerSpec } from '../domain/timerText.ts';

/** A start timer as it was claimed: due, and how often it had fired before. */
export interface DueStart {
  readonly no: number;
  readonly elementId: string;
  readonly dueAt: Instant;
  readonly fired: number;
}

/**
 * A case begins because its start timer was due; what follows counts from the due moment, however late it is. The
 * statement dates the timer's next start, so each due moment starts one case.
 */
export function startByTimer(
  snapshot: StartSnapshot,
  { no, elementId, dueAt, fired }: DueStart,
  context: CaseContext & { readonly timer: TimerSpec },
): CaseChangeset | Refusal {
  const next = nextDue(context.timer, dueAt, fired + 1, context.calendar);
  const started = {
    definitionId: snapshot.definition.id,
    no,
    dueAt,
    nextDue: next?.dueAt ?? null,
    provisional: next?.provisional ?? false,
  };
  const trigger = { at: elementId, dueAt, ...bySystem('timer'), cause: { started } };
  return begin(snapshot, 'startByTimer', trigger, {}, null, context);
}

/** A case begins with what was sent earlier: by a case, or kept for want of somebody who waits for it. */
export function startByDelivery(
  snapshot: StartSnapshot,
  { delivery, at, key }: { readonly delivery: Delivery; readonly at: string; readonly key: string | null },
  context: CaseContext,
): CaseChangeset | Refusal {
  const { name } = delivery;
  const trigger = { at, name, ...bySystem(delivery.kind), cause: { taken: delivery.ref }, facts: sentFact(delivery) };
  return begin(snapshot, 'startByMessage', trigger, delivery.variables, key, context);
}

/** A message of a person, and the element that it starts a case at. */
export interface SentToStart {
  readonly at: string;
  readonly name: string;
  readonly key: string | null;
  readonly variables: Variables;
}

/** A case begins with a message that a person sends; the key that it came with is the case's reference from then on. */
export function startByMessage(
  snapshot: StartSnapshot,
  { at, name, key, variables }: SentToStart,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const refused = requirePermission(context.actor, 'case.message', legalDateOf(context.now));
  if (refused !== undefined) return refused;
  return begin(snapshot, 'startByMessage', { at, name, ...byPerson(context.actor) }, variables, key, context);
}

function begin(
  snapshot: StartSnapshot,
  command: string,
  trigger: Trigger,
  variables: Variables,
  externalRef: string | null,
  context: CaseContext,
): CaseChangeset | Refusal {
  return newCase(snapshot, { command, variables, externalRef, relatedTo: null, trigger }, context);
}
