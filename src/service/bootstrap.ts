import { createHash, randomBytes } from 'node:crypto';
import { bootstrapAgency } from '../commands/bootstrapAgency.ts';
import { firstStaff, type Agency, type AgencyLaw, type FirstPerson, type MatterData } from '../domain/agency.ts';
import { formatApiKey } from '../domain/apiKey.ts';
import { insertAgency, listAgencies } from '../store/agencies.ts';
import { roles, type Role } from '../domain/people.ts';
import type { Database } from '../store/db.ts';
import type { Instant } from '../domain/json.ts';

/** The first keys of an agency, in clear, by role. They are shown once: the database keeps digests. */
export type FirstKeys = Readonly<Record<Role, string>>;

/**
 * Gives an empty database its first agency, with one person and one key for each role. Rejects with an Error when the
 * database has an agency already.
 */
export async function bootstrap(
  db: Database,
  now: Instant,
  wanted: { readonly agency: Agency; readonly matters: readonly MatterData[]; readonly law?: AgencyLaw },
): Promise<FirstKeys> {
  const [existing] = await listAgencies(db);
  if (existing !== undefined) {
    throw new Error(`The database has the agency ${existing.id} already; bootstrap is for an empty one.`);
  }
  const keys: Partial<Record<Role, string>> = {};
  const people = firstStaff(roles, now).map((person) => {
    const { key, text } = newKey(wanted.agency.id);
    for (const { role } of person.roles) keys[role] = text;
    return { ...person, key };
  });
  await insertAgency(db, bootstrapAgency({ ...wanted, people, at: now }));
  return keys as FirstKeys;
}

/** A fresh key of an agency: what the database keeps of it, and its text, which is shown once. */
export function newKey(agencyId: string): { readonly key: FirstPerson['key']; readonly text: string } {
  const id = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  const secretHash = createHash('sha256').update(secret).digest('hex');
  return { key: { id, secretHash }, text: formatApiKey(agencyId, id, secret) };
}
