import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOfCatalogue, type Catalogue } from '../domain/catalogue.ts';
import type { AgencyLaw, MatterData } from '../domain/agency.ts';
import type { PublishedRules } from '../domain/agencyRules.ts';

/** An agency that ships as data: its name, region and matters, its catalogue of reviews and its rules. */
export interface AgencyFolder {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly matters: readonly MatterData[];
  readonly law: AgencyLaw;
}

/** Reads `agencies/<id>`; undefined when no such agency ships. Throws when its catalogue cannot be published. */
export function readAgencyFolder(root: string, id: string): AgencyFolder | undefined {
  const folder = join(root, id);
  if (!existsSync(join(folder, 'agency.json'))) return undefined;
  const agency = JSON.parse(readFileSync(join(folder, 'agency.json'), 'utf8')) as { name: string; region: string };
  const matters = join(folder, 'matters');
  const files = existsSync(matters) ? readdirSync(matters).filter((file) => file.endsWith('.json')) : [];
  return {
    id,
    name: agency.name,
    region: agency.region,
    matters: files.sort().map((file) => readMatterFile(join(matters, file))),
    law: { catalogue: readCatalogue(join(folder, 'catalogue.json')), rules: readRules(join(folder, 'rules.json')) },
  };
}

/** What the catalogue is asked with; its wording for the public stays in the file. */
function readCatalogue(file: string): Catalogue | null {
  if (!existsSync(file)) return null;
  const { version, entries } = JSON.parse(readFileSync(file, 'utf8')) as Catalogue;
  const asked = entries.map(({ id, act, levels, basis, kind, procedure, minAmountFen, trigger }) => ({
    id,
    act,
    levels,
    basis,
    ...(kind !== undefined && { kind }),
    ...(procedure !== undefined && { procedure }),
    ...(minAmountFen !== undefined && { minAmountFen }),
    ...(trigger !== undefined && { trigger }),
  }));
  const catalogue = { version, entries: asked };
  const faults = faultsOfCatalogue(catalogue);
  if (faults.length > 0) throw new Error(`${file} cannot be published: ${faults.join('; ')}.`);
  return catalogue;
}

function readRules(file: string): PublishedRules {
  if (!existsSync(file)) return {};
  const read = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(read).filter(([name]) => name !== '$schema'));
}

function readMatterFile(file: string): MatterData {
  const body = readFileSync(file, 'utf8');
  const { id, version, name, definitionKey } = JSON.parse(body) as Omit<MatterData, 'body'>;
  return { id, version, name, definitionKey, body };
}
