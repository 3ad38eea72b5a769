import { broadcastSignal, findCatchers, findReaders, keepMessage, readKept, type Catcher } from '../store/messages.ts';
import { correlateMessage } from './cases.ts';
import { deliverAll, namesOf } from './deliveries.ts';
import { keyIn } from '../bpmn/correlation.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { newIdentity } from './identity.ts';
import { requirePermission } from '../domain/people.ts';
import { sqlState } from '../store/db.ts';
import { startByMessage } from './starts.ts';
import type { Ask, Done } from './run.ts';
import type { ByPerson } from '../commands/context.ts';
import type { House } from './house.ts';
import type { Instant, Json, Variables } from '../domain/json.ts';

/** A message to whoever waits for it, in any case of the agency. */
export interface SendMessage {
  readonly name: string;
  /** What its receiver is found by; null: the one place that waits for the name without a key. */
  readonly key: string | null;
  readonly variables: Variables;
  /** Until when it is kept if nobody waits for it; null: not at all. */
  readonly keepUntil: Instant | null;
}

/** A catcher can go, or come, between looking and sending. */
const maxLooks = 5;

/**
 * A person sends a message across cases: to the one place that waits for it, or else to the one start that it begins a
 * case at. Refuses when there is neither (404 `no-subscriber`), or more than one (409 `ambiguous-message`).
 */
export function sendMessage(house: House, ask: Ask & ByPerson, message: SendMessage): Promise<Done | Refusal> {
  return untilWritten(() => send(house, ask, message));
}

async function send(house: House, ask: Ask & ByPerson, message: SendMessage): Promise<Done | Refusal> {
  const kept = await answeredBefore(house, ask);
  if (kept !== undefined) return kept;
  const { agencyId } = ask;
  const { name, key, variables } = message;
  for (let looks = 1; looks <= maxLooks; looks += 1) {
    const found = await catchersOf(house, agencyId, message);
    const [catcher, ...others] = found;
    if (catcher === undefined) return nobodyWaits(house, ask, message);
    if (others.length > 0) return ambiguous(found);
    const { caseId, no } = catcher;
    const done =
      caseId === null
        ? await startByMessage(house, ask, catcher, { name, key, variables })
        : await correlateMessage(house, ask, caseId, { name, variables, revision: null, wait: no });
    if (!isRefusal(done) || !isGone(done)) return done;
  }
  return refuse('try-again', 'Who waits for the message keeps changing; repeat the request in a moment.');
}

interface Signal {
  readonly name: string;
  readonly variables: Variables;
}

/** A person broadcasts a signal: everything that waits for it now gets it, each at least once and with one effect. */
export function throwSignal(house: House, ask: Ask & ByPerson, signal: Signal): Promise<Done | Refusal> {
  return untilWritten(() => broadcast(house, ask, signal));
}

async function broadcast(house: House, ask: Ask & ByPerson, signal: Signal): Promise<Done | Refusal> {
  const kept = await answeredBefore(house, ask);
  if (kept !== undefined) return kept;
  const at = house.now();
  const refused = requirePermission(ask.actor, 'case.message', legalDateOf(at));
  if (refused !== undefined) return refused;
  const id = newIdentity().newId();
  const answer = await broadcastSignal(house.db, ask.actor, { ...signal, id, at }, ask.repeatable);
  // what fails here is taken up by a worker
  await deliverAll(house, id, () => undefined, { agencyId: ask.agencyId, id });
  return { result: 'written', answer };
}

/** A twin of the request may have been faster: the next try finds its answer. */
async function untilWritten(work: () => Promise<Done | Refusal>): Promise<Done | Refusal> {
  for (let tries = 1; tries <= maxLooks; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (sqlState(error) !== '40001') throw error;
    }
  }
  return refuse('try-again', 'It is being changed by many at once; repeat the request in a moment.');
}

/** Without a key of its own, a message is looked at with the eyes of those who wait for its name by a key. */
async function catchersOf(house: House, agencyId: string, { name, key, variables }: SendMessage): Promise<Catcher[]> {
  const keys = new Set<string>();
  const readers = key === null ? await findReaders(house.db, agencyId, name) : [];
  for (const { definitionId: id, sha256, processId } of readers) {
    const { processes } = await house.models.get(agencyId, { id, sha256 });
    for (const way of processes[processId]?.correlations?.[name] ?? []) {
      const found = keyIn(way, variables, house.now());
      if (found !== undefined) keys.add(found);
    }
  }
  const asked = keys.size === 0 ? [key] : [...keys];
  const found = await Promise.all(
    asked.map((correlation) => findCatchers(house.db, agencyId, { name, correlation, sentBy: null })),
  );
  return [...new Map(found.flat().map((each) => [JSON.stringify(each), each])).values()];
}

async function nobodyWaits(
  house: House,
  ask: Ask & ByPerson,
  { name, key, variables, keepUntil }: SendMessage,
): Promise<Done | Refusal> {
  if (keepUntil === null) {
    const advice = 'send it again later, or with a ttl to have it kept';
    return refuse(
      'no-subscriber',
      `Nothing waits for a message of this name and key, and no case starts by it; ${advice}.`,
    );
  }
  const at = house.now();
  const refused = requirePermission(ask.actor, 'case.message', legalDateOf(at));
  if (refused !== undefined) return refused;
  const id = newIdentity().newId();
  const answer: Json = { result: 'kept', message: { id, expiresAt: keepUntil } };
  const message = { id, name, correlation: key, variables, at, expiresAt: keepUntil };
  await keepMessage(house.db, ask.actor, message, answer, ask.repeatable);
  return { result: 'written', answer };
}

function ambiguous(found: readonly Catcher[]): Refusal {
  const advice = 'give each a key of its own, or send it to the case (POST /v1/cases/{id}/messages)';
  return refuse('ambiguous-message', `Several places wait for the message: ${namesOf(found.slice(0, 10))}; ${advice}.`);
}

function isGone({ code }: Refusal): boolean {
  return code === 'no-subscriber' || code === 'case-closed' || code === 'definition-not-active';
}

/** The answer that a repeat gets, or the refusal of another request with the same key; undefined: it is new. */
async function answeredBefore(
  house: House,
  { agencyId, actor, repeatable }: Ask & ByPerson,
): Promise<Done | Refusal | undefined> {
  const kept = await readKept(house.db, { agencyId, personId: actor.personId, repeatable });
  if (kept === null || repeatable === null) return undefined;
  if (kept.digest === repeatable.digest) return { result: 'repeated', answer: JSON.parse(kept.answer) as Json };
  return refuse(
    'idempotency-key-reused',
    `The Idempotency-Key ${repeatable.key} was used for another request; take a new one.`,
  );
}
