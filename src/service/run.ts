import { performance } from 'node:perf_hooks';
import { commitChangeset, keepAnswer } from '../store/commit.ts';
import { inLane } from './lane.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { lastChange } from '../store/records.ts';
import { loadActor } from '../store/people.ts';
import { newIdentity } from './identity.ts';
import { sqlState } from '../store/db.ts';
import type { Actor } from '../domain/people.ts';
import type { Asker, Loaded } from '../store/snapshot.ts';
import type { CaseChangeset, DefinitionChangeset, Repeatable, Unchanged } from '../domain/changeset.ts';
import type { CommandLine, House } from './house.ts';
import type { DecisionContext } from '../commands/context.ts';
import type { Json } from '../domain/json.ts';
import type { PublicationChangeset } from '../domain/publicationStream.ts';

/** Who asks for a command; `repeatable` when the request carried an Idempotency-Key. */
export interface Ask {
  readonly agencyId: string;
  readonly actor: Actor | null;
  readonly repeatable: Repeatable | null;
}

/** What became of a command. `repeated`: it was done before, this is the first answer again. */
export interface Done {
  readonly result: 'written' | 'unchanged' | 'repeated';
  readonly answer: Json;
}

/** A command on its way: how to load what it relies on, and how to decide. */
export interface Job<S> {
  readonly command: string;
  /** The record stream that is changed; null: one that this command is to begin. */
  readonly stream: string | null;
  /** A further lane of the agency that the command passes: of the registers, when it draws a number. */
  readonly lane?: string | undefined;
  readonly load: (asker: Asker) => Promise<Loaded<S>>;
  /** Loads models, answers the pure decision. `actor` is the one to decide for: a retry sees a fresh one. */
  readonly decide: (
    snapshot: S,
    context: DecisionContext,
    actor: Actor | null,
  ) => Promise<CaseChangeset | DefinitionChangeset | PublicationChangeset | Unchanged | Refusal>;
  readonly missing: Refusal;
}

const maxTries = 20;

/** Runs a command: lane → load → decide → commit, and again when a guard was lost to another node. */
export async function run<S>(house: House, ask: Ask, job: Job<S>): Promise<Done | Refusal> {
  const started = performance.now();
  const { stream, lane } = job;
  const alone = () => tryUntilCommitted(house, ask, job);
  const work = lane === undefined ? alone : () => inLane(`${ask.agencyId}/${lane}`, alone);
  const { outcome, tries } = await (stream === null ? work() : inLane(`${ask.agencyId}/${stream}`, work));
  house.log(commandLine(ask, job, outcome, tries, performance.now() - started));
  return outcome;
}

async function tryUntilCommitted<S>(
  house: House,
  ask: Ask,
  job: Job<S>,
): Promise<{ outcome: Done | Refusal; tries: number }> {
  const identity = newIdentity();
  let { actor } = ask;
  for (let tries = 1; tries <= maxTries; tries += 1) {
    identity.restart();
    try {
      return { outcome: await once(house, { ...ask, actor }, job, { ...identity, now: house.now() }), tries };
    } catch (error) {
      if (!isLostRace(error)) throw error;
      await pause(tries);
      if (actor !== null) actor = await loadActor(house.db, ask.agencyId, actor.keyId, house.now());
      if (ask.actor !== null && actor === null) {
        return { outcome: refuse('unauthorized', 'Your key is not valid any more; ask for a new one.'), tries };
      }
    }
  }
  return {
    outcome: refuse('try-again', 'It is being changed by many at once; repeat the request in a moment.'),
    tries: maxTries,
  };
}

async function once<S>(
  house: House,
  ask: Ask,
  job: Job<S>,
  context: Omit<DecisionContext, 'calendar'>,
): Promise<Done | Refusal> {
  const { agencyId, actor, repeatable } = ask;
  const { snapshot, kept } = await job.load({ agencyId, personId: actor?.personId ?? null, repeatable });
  if (kept !== null && repeatable !== null) {
    if (kept.digest === repeatable.digest) return { result: 'repeated', answer: JSON.parse(kept.answer) as Json };
    return refuse(
      'idempotency-key-reused',
      `The Idempotency-Key ${repeatable.key} was used for another request; take a new one.`,
    );
  }
  if (snapshot === null) return job.missing;
  const decision = await job.decide(snapshot, { ...context, calendar: house.calendar }, actor);
  if (isRefusal(decision)) return explained(house, agencyId, job.stream, decision);
  if (decision.kind === 'unchanged') {
    if (repeatable !== null && actor !== null) {
      await keepAnswer(house.db, actor, context.now, repeatable, decision.answer);
    }
    return { result: 'unchanged', answer: decision.answer };
  }
  await commitChangeset(house.db, decision, repeatable);
  if (decision.kind === 'case') {
    if (decision.messages !== undefined) house.wake(context.now);
    for (const { kind, dueAt } of decision.open) if (kind === 'timer' && dueAt !== null) house.wake(dueAt);
  }
  return { result: 'written', answer: decision.answer };
}

/** A caller who lost to another one is told who changed the case, and when. */
async function explained(house: House, agencyId: string, stream: string | null, refusal: Refusal): Promise<Refusal> {
  if (stream === null || (refusal.code !== 'stale-revision' && refusal.code !== 'task-closed')) return refusal;
  const last = await lastChange(house.db, agencyId, stream);
  if (last === null) return refusal;
  return { ...refusal, detail: `${refusal.detail} Last change: ${last.command} by ${last.by} at ${last.at}.` };
}

function isLostRace(error: unknown): boolean {
  const code = sqlState(error);
  return code === '40001' || code === '40P01';
}

function pause(tries: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(200, 2 ** tries)));
}

function commandLine<S>(
  ask: Ask,
  job: Job<S>,
  outcome: Done | Refusal,
  tries: number,
  milliseconds: number,
): CommandLine {
  const line = { command: job.command, agencyId: ask.agencyId, stream: job.stream, tries, milliseconds };
  return isRefusal(outcome) ? { ...line, result: 'refused', code: outcome.code } : { ...line, result: outcome.result };
}
