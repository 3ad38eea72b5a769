import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { activateDefinition, deployDefinition } from '../service/definitions.ts';
import { isRefusal } from '../domain/refusal.ts';
import { parseApiKey } from '../domain/apiKey.ts';
import { loadActor } from '../store/people.ts';
import { places } from './places.ts';
import { readDefinition } from '../bpmn/read.ts';
import type { Actor } from '../domain/people.ts';
import type { FirstKeys } from '../service/bootstrap.ts';
import type { House } from '../service/house.ts';

/** The BPMN files that ship. */
export function shippedProcedures(): string[] {
  return readdirSync(places.processes, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bpmn'))
    .sort()
    .map((file) => join(places.processes, file));
}

/** Deploys every procedure that ships, and has a second person activate it: what is called comes before its callers. */
export async function deployShipped(house: House, keys: FirstKeys): Promise<void> {
  const designer = await actorOf(house, keys.designer);
  let waiting: Deployed[] = [];
  for (const file of shippedProcedures()) waiting.push(await deploy(house, designer, file));
  const activator = await actorOf(house, keys.activator);
  while (waiting.length > 0) {
    const left: Deployed[] = [];
    let why = '';
    for (const procedure of waiting) {
      const ask = { agencyId: activator.agencyId, actor: activator, repeatable: null };
      const activated = await activateDefinition(house, ask, { id: procedure.id, reason: 'ships with the product' });
      if (!isRefusal(activated)) continue;
      why = `${procedure.file}: ${activated.detail}`;
      if (activated.code !== 'callee-not-active') throw new Error(why);
      left.push(procedure);
    }
    if (left.length === waiting.length) throw new Error(why);
    waiting = left;
  }
}

interface Deployed {
  readonly file: string;
  readonly id: string;
}

async function deploy(house: House, designer: Actor, file: string): Promise<Deployed> {
  const bytes = readFileSync(file);
  const read = await readDefinition(bytes);
  if (!read.ok) throw new Error(`${file} is refused: ${read.findings.map((finding) => finding.message).join('; ')}`);
  const ask = { agencyId: designer.agencyId, actor: designer, repeatable: null };
  const deployed = await deployDefinition(house, ask, { model: read.model, file: bytes, findings: read.findings });
  if (isRefusal(deployed)) throw new Error(`${file}: ${deployed.detail}`);
  return { file, id: (deployed.answer as { id: string }).id };
}

async function actorOf(house: House, key: string): Promise<Actor> {
  const parsed = parseApiKey(key);
  const actor = parsed && (await loadActor(house.db, parsed.agencyId, parsed.keyId, house.now()));
  if (!actor) throw new Error('A first key is not in the database.');
  return actor;
}
