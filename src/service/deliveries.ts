import { claimMessages, findCatchers, settleMessage, type Catcher, type DueMessage } from '../store/messages.ts';
import { deliverMessage as decideDelivery, type Delivery } from '../commands/deliverMessage.ts';
import { instantOf, millisOf } from '../domain/legalTime.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { onCase } from './cases.ts';
import { readStart } from '../store/starts.ts';
import { startByDelivery } from './starts.ts';
import { waitId } from '../domain/wait.ts';
import type { Done } from './run.ts';
import type { House } from './house.ts';

/** Messages taken at a time, how many are delivered side by side, and how long other nodes leave them alone. */
const batch = 256;
const sideBySide = 8;
const leaseMs = 30_000;
/** Cases that answer each other without end do not keep a worker from the rest of its duties. */
const maxRounds = 100;

const deliverToCase = onCase<Delivery>('deliverMessage', decideDelivery);

/**
 * Delivers what is on its way and somebody waits for, in rounds until nothing is left; answers how many were taken up. One
 * that fails is reported and tried again when its lease has run out. `only`: what stands for one message.
 */
export async function deliverAll(
  house: House,
  owner: string,
  report: (message: DueMessage, error: unknown) => void,
  only: { readonly agencyId: string; readonly id: string } | null = null,
): Promise<number> {
  let taken = 0;
  for (let round = 0; round < maxRounds; round += 1) {
    const now = house.now();
    const until = instantOf(millisOf(now) + leaseMs);
    const queue = await claimMessages(house.db, { now, until, owner, limit: batch }, only);
    if (queue.length === 0) return taken;
    taken += queue.length;
    await Promise.all(Array.from({ length: sideBySide }, () => drain(house, queue, report)));
  }
  return taken;
}

async function drain(
  house: House,
  queue: DueMessage[],
  report: (message: DueMessage, error: unknown) => void,
): Promise<void> {
  for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
    try {
      const problem = message.kind === 'signal' ? await deliverSignal(house, message) : await deliver(house, message);
      if (problem !== undefined) await settleMessage(house.db, message.agencyId, message.ref, problem);
    } catch (error) {
      report(message, error);
    }
  }
}

/** What is to be noted of a message afterwards: null, that nobody is there for it any more; undefined, nothing. */
type Outcome = string | null | undefined;

async function deliverSignal(house: House, message: DueMessage): Promise<Outcome> {
  const { agencyId, caseId, definitionId, startNo } = message;
  if (caseId !== null) return outcomeOf(await inCase(house, message, caseId, message.waits), null);
  const start = definitionId === null ? null : await readStart(house.db, agencyId, definitionId, startNo ?? 0);
  if (start === null) return null;
  return outcomeOf(await startByDelivery(house, agencyId, start, deliveryOf(message), null), null);
}

async function deliver(house: House, message: DueMessage): Promise<Outcome> {
  const { agencyId, correlation } = message;
  const found = await findCatchers(house.db, agencyId, message);
  const [catcher, ...others] = found;
  if (catcher === undefined) return undefined;
  if (others.length > 0) return `Several places wait for it: ${namesOf(found.slice(0, 10))}; cancel one of them.`;
  const { caseId, no } = catcher;
  const done =
    caseId === null
      ? await startByDelivery(house, agencyId, catcher, deliveryOf(message), correlation)
      : await inCase(house, message, caseId, [no]);
  return outcomeOf(done, undefined);
}

function inCase(house: House, message: DueMessage, caseId: string, waits: readonly number[]): Promise<Done | Refusal> {
  const ask = { agencyId: message.agencyId, actor: null, repeatable: null };
  return deliverToCase(house, ask, caseId, deliveryOf(message, waits));
}

/** `gone`: what follows when nobody waits any more. */
function outcomeOf(done: Done | Refusal, gone: Outcome): Outcome {
  if (!isRefusal(done)) return done.result === 'unchanged' ? gone : undefined;
  if (done.code === 'definition-not-active' || done.code === 'not-found') return gone;
  return done.detail;
}

function deliveryOf({ kind, ref, name, variables, sender }: DueMessage, waits: readonly number[] = []): Delivery {
  return { kind, ref, name, variables, sender, waits };
}

/** The places that could catch one message, for the reader of a problem. */
export function namesOf(catchers: readonly Catcher[]): string {
  return catchers
    .map(({ caseId, no, elementId, definitionId }) =>
      caseId === null ? `${elementId} (start of definition ${definitionId})` : `${elementId} (${waitId(caseId, no)})`,
    )
    .join(', ');
}
