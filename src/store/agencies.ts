import { asAgency } from './asAgency.ts';
import type { Agency, AgencyLaw, FirstPerson, MatterData } from '../domain/agency.ts';
import type { Database } from './db.ts';
import type { Instant } from '../domain/json.ts';
import type { Knex } from 'knex';
import type { SealedRecord } from '../domain/changeset.ts';

interface AgencyRow {
  readonly agency_id: string;
  readonly name: string;
  readonly region: string;
  readonly mode: Agency['mode'];
  readonly auto_activate_generic: boolean;
}

/** The directory of agencies, by id. */
export async function listAgencies(db: Database): Promise<Agency[]> {
  const found = await db.knex.raw<{ rows: AgencyRow[] }>(
    `select agency_id, name, region, mode, auto_activate_generic from agency order by agency_id`,
  );
  return found.rows.map((row) => ({
    id: row.agency_id,
    name: row.name,
    region: row.region,
    mode: row.mode,
    autoActivateGeneric: row.auto_activate_generic,
  }));
}

/** Writes an agency with its first people, keys, matters, catalogue and rules, in one transaction. */
export async function insertAgency(
  db: Database,
  beginning: {
    readonly agency: Agency;
    readonly people: readonly FirstPerson[];
    readonly matters: readonly MatterData[];
    readonly law: AgencyLaw;
    readonly at: Instant;
    readonly record: SealedRecord;
  },
): Promise<void> {
  const { agency, people, matters, law, at, record } = beginning;
  await asAgency(db, agency.id, async (trx) => {
    await trx('agency').insert({
      agency_id: agency.id,
      name: agency.name,
      region: agency.region,
      mode: agency.mode,
      auto_activate_generic: agency.autoActivateGeneric,
      rules: JSON.stringify(law.rules),
      created_at: at,
    });
    if (law.catalogue !== null) {
      const { version } = law.catalogue;
      await trx('catalogue').insert({ agency_id: agency.id, version, body: JSON.stringify(law.catalogue) });
    }
    for (const person of people) await insertPerson(trx, agency.id, person, at);
    for (const matter of matters) {
      await trx('matter').insert({
        agency_id: agency.id,
        matter_id: matter.id,
        version: matter.version,
        name: matter.name,
        definition_key: matter.definitionKey,
        body: matter.body,
      });
    }
    const head = {
      agency_id: agency.id,
      stream_id: record.streamId,
      seq: record.seq,
      hash: Buffer.from(record.hash, 'hex'),
    };
    await trx('stream').insert(head);
    await trx('record').insert({ ...head, body: record.body, at });
  });
}

/** A person with roles, qualifications and a first key. */
export async function insertPerson(
  trx: Knex.Transaction,
  agencyId: string,
  person: FirstPerson,
  at: Instant,
): Promise<void> {
  const owner = { agency_id: agencyId, person_id: person.id };
  await trx('person').insert({ ...owner, name: person.name });
  for (const { role, from, to } of person.roles) {
    await trx('person_role').insert({ ...owner, role, valid_from: from, valid_to: to ?? null });
  }
  for (const { kind, number, from, to } of person.qualifications) {
    await trx('qualification').insert({ ...owner, kind, number, valid_from: from, valid_to: to ?? null });
  }
  await insertKey(trx, agencyId, person.id, person.key, at);
}

/** A further key of a person. */
export async function insertKey(
  trx: Knex.Transaction,
  agencyId: string,
  personId: string,
  key: FirstPerson['key'],
  at: Instant,
): Promise<void> {
  await trx('api_key').insert({
    agency_id: agencyId,
    key_id: key.id,
    person_id: personId,
    secret_hash: Buffer.from(key.secretHash, 'hex'),
    label: 'first key',
    created_at: at,
  });
}
