import { agencyId, type Office } from './office.ts';
import { runScript, type Database } from '../../src/store/db.ts';
import type { DefinitionModel } from '../../src/bpmn/model.ts';

/** A flow of each procedure that leads to the decision as soon as it is led there: past a review that did not pass, or past all. */
const bypasses: Readonly<Record<string, readonly [flow: string, target: string]>> = {
  permit: ['onReturned', 'deliberationAsked'],
  'penalty-ordinary': ['onReturned', 'deliberationAsked'],
  'penalty-summary': ['reviewRequired', 'decide'],
  'walk-legal-review': ['returned-draft', 'decide'],
  'walk-hearing': ['returned-draft', 'decide'],
};

/** A model with a way round its review. */
export function bypassed(model: DefinitionModel): DefinitionModel {
  const [flow, target] = bypasses[model.key] ?? [];
  const process = model.processes[model.key];
  const led = flow === undefined ? undefined : process?.flows[flow];
  if (process === undefined || led === undefined || target === undefined) return model;
  const flows = { ...process.flows, [led.id]: { ...led, target } };
  return { ...model, processes: { ...model.processes, [model.key]: { ...process, flows } } };
}

/** The model's wall is off: definitions in force are replaced past every check, as only the database's owner can. */
export async function withoutModelWall(office: Office): Promise<Office> {
  await asOwner(
    office.db,
    `update definition set sha256 = 'bypassed ' || sha256 where agency_id = '${agencyId}' and key in ('${Object.keys(bypasses).join("', '")}')`,
  );
  const { models } = office.house;
  const known = new Map<string, DefinitionModel>();
  const get: typeof models.get = async (agency, { id, sha256 }) => {
    if (!sha256.startsWith('bypassed ')) return models.get(agency, { id, sha256 });
    const honest = await models.get(agency, { id, sha256: sha256.slice('bypassed '.length) });
    const model = known.get(sha256) ?? bypassed(honest);
    known.set(sha256, model);
    return model;
  };
  return { ...office, house: { ...office.house, models: { get } } };
}

/** What the database holds by itself of the law, by the rule that it stands for. */
export const constraints = {
  clearance: `alter table decision drop constraint cleared_once, drop constraint cleared_by_review, drop constraint cleared_by_scope`,
  decision: `drop trigger decision_is_cleared on decision`,
  levels: `alter table review drop constraint passed_at_every_level`,
  opinions: `drop trigger review_is_earned on review`,
  persons: `alter table review_opinion drop constraint two_levels_two_people`,
  publication: `alter table publication drop constraint two_people, drop constraint public_only_when_approved`,
};
export type Stone = keyof typeof constraints;

/** The database's wall is off, or the named stones of it. */
export async function withoutDatabaseWall(
  { db }: Office,
  names: readonly Stone[] = Object.keys(constraints) as Stone[],
): Promise<void> {
  for (const name of names) await asOwner(db, constraints[name]);
}

async function asOwner(db: Database, script: string): Promise<void> {
  await db.knex.transaction((trx) => runScript(trx, `set local role none; ${script}`));
}
