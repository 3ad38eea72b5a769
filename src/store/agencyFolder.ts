import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOfCatalogue, type Catalogue } from '../domain/catalogue.ts';
import type { AgencyLaw, MatterData } from '../domain/agency.ts';
import { readLimit } from '../domain/limit.ts';
import type { AgencyLimit, PublishedRules } from '../domain/agencyRules.ts';

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
    law: { catalogue: readCatalogue(join(folder, 'catalogue.json')), rules: readRules(folder) },
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

/** What stands in `rules.json`, and the limits of `deadlines.json` that the agency has set. */
function readRules(folder: string): PublishedRules {
  const { deadlines = [] } = readData<{ deadlines?: DeadlineData[] }>(join(folder, 'deadlines.json'));
  const read = Object.entries(readData<PublishedRules>(join(folder, 'rules.json')));
  const rules: PublishedRules = Object.fromEntries(read.filter(([name]) => name !== '$schema'));
  const clocks = deadlines.flatMap(({ clock, limit, extension, basis }): [string, AgencyLimit][] => {
    const length = readLimit(limit ?? '');
    return length === undefined
      ? []
      : [[clock, { ...length, extension: readLimit(extension ?? '')?.count ?? null, basis }]];
  });
  return clocks.length === 0 ? rules : { ...rules, clocks: Object.fromEntries(clocks) };
}

/** A limit as `deadlines.json` holds it; without a figure the procedure's own holds. */
interface DeadlineData {
  readonly clock: string;
  readonly limit: string | null;
  readonly extension: string | null;
  readonly basis: string;
}

function readData<T extends object>(file: string): Partial<T> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : {};
}

function readMatterFile(file: string): MatterData {
  const body = readFileSync(file, 'utf8');
  const { id, version, name, definitionKey } = JSON.parse(body) as Omit<MatterData, 'body'>;
  return { id, version, name, definitionKey, body };
}
