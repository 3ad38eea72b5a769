import { existsSync } from 'node:fs';
import { agencyIdPattern, noAgencyLaw, type Agency } from '../domain/agency.ts';
import { bootstrap } from '../service/bootstrap.ts';
import { openStore } from './open.ts';
import { places } from './places.ts';
import { readAgencyFolder } from '../store/agencyFolder.ts';
import { writeKeys } from './keysFile.ts';
import type { Config } from '../config.ts';
import type { Instant } from '../domain/json.ts';

/**
 * Gives an empty database its first agency, people and keys. `name` is an agency that ships in `agencies/`, or the id
 * of a new one without matters.
 */
export async function bootstrapCli(config: Config, name: string, keysFile: string, now: Instant): Promise<void> {
  if (existsSync(keysFile)) throw new Error(`${keysFile} exists already; name a file that does not.`);
  if (!agencyIdPattern.test(name)) {
    throw new Error(`An agency id is made of a–z, 0–9 and -, at most 63 of them; ${name} is not.`);
  }
  const folder = readAgencyFolder(places.agencies, name);
  const agency: Agency = {
    id: name,
    name: folder?.name ?? name,
    region: folder?.region ?? 'CN',
    mode: 'production',
    autoActivateGeneric: false,
  };
  const db = await openStore(config);
  try {
    const keys = await bootstrap(db, now, { agency, matters: folder?.matters ?? [], law: folder?.law ?? noAgencyLaw });
    writeKeys(keysFile, keys);
  } finally {
    await db.close();
  }
  console.log(`Agency ${name} is ready; the keys are in ${keysFile}. Hand each to its person, then delete the file.`);
}
