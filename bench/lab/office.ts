import { readFileSync } from 'node:fs';
import { activateDefinition, deployDefinition } from '../../src/service/definitions.ts';
import { bootstrap, type FirstKeys } from '../../src/service/bootstrap.ts';
import { buildHouse } from '../../src/cli/open.ts';
import { completeTask, startCase } from '../../src/service/cases.ts';
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts';
import { loadActor } from '../../src/store/people.ts';
import { parseApiKey } from '../../src/domain/apiKey.ts';
import { readDefinition } from '../../src/bpmn/read.ts';
import { systemClock } from '../../src/worker/clock.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { Ask, Done } from '../../src/service/run.ts';
import type { Database } from '../../src/store/db.ts';
import type { House } from '../../src/service/house.ts';
import type { Instant } from '../../src/domain/json.ts';

/** An agency at work on a bench's database. */
export interface Office {
  readonly house: House;
  readonly keys: FirstKeys;
  readonly clerk: Ask & { readonly actor: Actor };
}

/** A case in a loop of one task: the number of its open task. */
export interface RoundCase {
  readonly id: string;
  task: number;
}

export const agencyId = 'bench';

/** The first agency of an empty database, with the bench's models deployed. */
export async function openOffice(db: Database, now: () => Instant = systemClock): Promise<Office> {
  const house = buildHouse(db, now, { wake: () => undefined, log: () => undefined });
  const agency = { id: agencyId, name: 'Bench', region: 'CN', mode: 'production', autoActivateGeneric: false } as const;
  const keys = await bootstrap(db, now(), { agency, matters: [] });
  const office = { house, keys, clerk: await askOf(house, keys.clerk) };
  for (const model of ['round', 'limit', 'delay']) await deploy(office, model);
  return office;
}

async function askOf(house: House, key: string): Promise<Ask & { readonly actor: Actor }> {
  const actor = await loadActor(house.db, agencyId, parseApiKey(key)!.keyId, house.now());
  return { agencyId, actor: actor!, repeatable: null };
}

async function deploy({ house, keys }: Office, model: string): Promise<void> {
  const bytes = readFileSync(new URL(`../models/${model}.bpmn`, import.meta.url));
  const read = await readDefinition(bytes);
  if (!read.ok) throw new Error(`${model}: ${JSON.stringify(read.findings)}`);
  const asDesigner = await askOf(house, keys.designer);
  const deployed = done(
    await deployDefinition(house, asDesigner, { model: read.model, file: bytes, findings: read.findings }),
  );
  const { id } = deployed.answer as { id: string };
  done(await activateDefinition(house, await askOf(house, keys.activator), { id, reason: 'bench' }));
}

/** Starts cases of a definition. */
export async function startCases({ house, clerk }: Office, key: string, count: number): Promise<RoundCase[]> {
  const cases: RoundCase[] = [];
  const startOne = async () => {
    const started = done(await startCase(house, clerk, { definitionKey: key }, { variables: { done: false } }));
    cases.push({ id: (started.answer as unknown as { case: { id: string } }).case.id, task: 1 });
  };
  for (let left = count; left > 0; left -= 16) await Promise.all(Array.from({ length: Math.min(16, left) }, startOne));
  return cases;
}

/** Hands each writer its own share of the cases in turn, so that none of them grows longer than cases do in life. */
export function inTurn(cases: readonly RoundCase[], writers: number): (writer: number) => RoundCase {
  const share = Math.floor(cases.length / writers);
  const turns = Array.from({ length: writers }, () => 0);
  return (writer) => cases[writer * share + (turns[writer]!++ % share)]!;
}

/** Completes the open task of a case in the loop; the next one is open then. */
export async function completeRound({ house, clerk }: Office, one: RoundCase): Promise<void> {
  const command = { no: one.task, variables: { checked: one.task }, revision: null };
  one.task = nextTask(done(await completeTask(house, clerk, one.id, command)));
}

function nextTask({ answer }: Done): number {
  const [task] = (answer as unknown as { tasks: { id: string }[] }).tasks;
  return Number(task!.id.slice(task!.id.lastIndexOf('.') + 1));
}

/** What a command did; an Error when it was refused. */
export function done(outcome: Done | Refusal): Done {
  if (isRefusal(outcome)) throw new Error(`refused ${outcome.code}: ${outcome.detail}`);
  return outcome;
}
