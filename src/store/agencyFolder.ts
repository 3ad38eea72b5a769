import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MatterData } from '../domain/agency.ts';

/** An agency that ships as data: its name, region and matters. */
export interface AgencyFolder {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly matters: readonly MatterData[];
}

/** Reads `agencies/<id>`; undefined when no such agency ships. */
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
  };
}

function readMatterFile(file: string): MatterData {
  const body = readFileSync(file, 'utf8');
  const { id, version, name, definitionKey } = JSON.parse(body) as Omit<MatterData, 'body'>;
  return { id, version, name, definitionKey, body };
}
