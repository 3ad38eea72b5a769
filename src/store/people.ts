import { asAgency } from './asAgency.ts';
import type { Actor, HeldRole, Qualification } from '../domain/people.ts';
import type { Database } from './db.ts';
import type { Instant } from '../domain/json.ts';

interface KeyRow {
  readonly person_id: string;
  readonly secret_hash: Buffer;
  readonly name: string;
  readonly revision: number;
  readonly roles: string | null;
  readonly qualifications: string | null;
}

/** An API key that is valid now, with the person it belongs to. */
export interface ValidKey {
  /** SHA-256 of the key's secret. */
  readonly secretHash: Buffer;
  readonly personName: string;
  readonly actor: Actor;
}

/** The key, unless it is unknown, expired or revoked. */
export async function findKey(db: Database, agencyId: string, keyId: string, now: Instant): Promise<ValidKey | null> {
  const found = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: KeyRow[] }>(
      `select k.person_id, k.secret_hash, p.name, p.revision,
         (select json_agg(json_build_object('role', r.role, 'from', r.valid_from, 'to', r.valid_to))::text
          from person_role r where r.agency_id = k.agency_id and r.person_id = k.person_id) as roles,
         (select json_agg(json_build_object('kind', q.kind, 'number', q.number, 'from', q.valid_from, 'to', q.valid_to))::text
          from qualification q where q.agency_id = k.agency_id and q.person_id = k.person_id) as qualifications
       from api_key k
       join person p on p.agency_id = k.agency_id and p.person_id = k.person_id
       where k.agency_id = ? and k.key_id = ? and k.revoked_at is null
         and (k.expires_at is null or k.expires_at > ?)`,
      [agencyId, keyId, now],
    ),
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  const actor: Actor = {
    agencyId,
    personId: row.person_id,
    keyId,
    revision: row.revision,
    roles: JSON.parse(row.roles ?? '[]') as HeldRole[],
    qualifications: JSON.parse(row.qualifications ?? '[]') as Qualification[],
  };
  return { secretHash: row.secret_hash, personName: row.name, actor };
}

/** The person behind a key as they are now; null when the key is not valid any more. */
export async function loadActor(db: Database, agencyId: string, keyId: string, now: Instant): Promise<Actor | null> {
  return (await findKey(db, agencyId, keyId, now))?.actor ?? null;
}
