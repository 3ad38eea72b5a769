import { bySystem } from './byPerson.ts';
import { caseChangeset } from './caseChangeset.ts';
import { fireDueTimers, forKernel, requireCaughtUp, step } from './caseStep.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { splitVariables } from '../domain/privacy.ts';
import type { CaseChangeset, Unchanged } from '../domain/changeset.ts';
import type { CaseContext } from './context.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { Json, Variables } from '../domain/json.ts';
import type { MessageRef, Sender } from '../domain/messages.ts';

/** A message or signal that reaches a case on the way of the service itself. */
export interface Delivery {
  readonly kind: 'message' | 'signal';
  readonly ref: MessageRef;
  readonly name: string;
  readonly variables: Variables;
  readonly sender: Sender;
  /** Numbers of the waits that it is for: those that waited when it was sent, or was found to be for them. */
  readonly waits: readonly number[];
}

/**
 * What was sent comes to a case; nothing happens where nobody waits for it any more. The statement takes the message with
 * it, so two deliveries have one effect.
 */
export function deliverMessage(
  snapshot: CaseSnapshot,
  delivery: Delivery,
  context: CaseContext,
): CaseChangeset | Unchanged | Refusal {
  const nothing = { kind: 'unchanged', answer: null } as const;
  if (snapshot.status !== 'running') return nothing;
  const split = splitVariables(delivery.variables, context.privacy);
  if (isRefusal(split)) return split;
  let progress = fireDueTimers(snapshot, context);
  const late = requireCaughtUp(snapshot, progress, context);
  if (late !== undefined) return late;
  let arrived = false;
  for (const no of delivery.waits) {
    if (!progress.state.waits.some((wait) => wait.no === no && wait.kind === delivery.kind)) continue;
    const type = delivery.kind === 'signal' ? 'signal' : 'receive';
    const after = step(context, progress, { type, wait: no, variables: forKernel(split, progress) });
    if (isRefusal(after)) return after;
    progress = after;
    arrived = true;
  }
  if (!arrived) return nothing;
  const act = {
    command: 'deliverMessage',
    ...bySystem(delivery.kind),
    personal: split.personal,
    facts: sentFact(delivery),
    cause: { taken: delivery.ref },
  };
  return caseChangeset(snapshot, progress, act, context);
}

/** Which message it was and who sent it, as the record of its effect names it. */
export function sentFact({ ref, sender }: Pick<Delivery, 'ref' | 'sender'>): { [name: string]: Json } {
  return { message: { id: ref.id, sender: { ...sender } } };
}
