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

/** Deploys every procedure that ships, and has a second person activate it. */
export async function deployShipped(house: House, keys: FirstKeys): Promise<void> {
  const designer = await actorOf(house, keys.designer);
  const activator = await actorOf(house, keys.activator);
  for (const file of shippedProcedures()) {
    const bytes = readFileSync(file);
    const read = await readDefinition(bytes);
    if (!read.ok) throw new Error(`${file} is refused: ${read.findings.map((finding) => finding.message).join('; ')}`);
    const deployed = await deployDefinition(
      house,
      { agencyId: designer.agencyId, actor: designer, repeatable: null },
      { model: read.model, file: bytes, findings: read.findings },
    );
    if (isRefusal(deployed)) throw new Error(`${file}: ${deployed.detail}`);
    const { id } = deployed.answer as { id: string };
    const activated = await activateDefinition(
      house,
      { agencyId: activator.agencyId, actor: activator, repeatable: null },
      { id, reason: 'ships with the product' },
    );
    if (isRefusal(activated)) throw new Error(`${file}: ${activated.detail}`);
  }
}

async function actorOf(house: House, key: string): Promise<Actor> {
  const parsed = parseApiKey(key);
  const actor = parsed && (await loadActor(house.db, parsed.agencyId, parsed.keyId, house.now()));
  if (!actor) throw new Error('A first key is not in the database.');
  return actor;
}
