import { genesis, seal } from '../ledger/chain.ts';
import { noAgencyLaw, type Agency, type AgencyLaw, type FirstPerson, type MatterData } from '../domain/agency.ts';
import type { Instant } from '../domain/json.ts';
import type { SealedRecord } from '../domain/changeset.ts';

/** Everything that an empty database is given to begin with. */
export interface Beginning {
  readonly agency: Agency;
  readonly people: readonly FirstPerson[];
  readonly matters: readonly MatterData[];
  readonly law: AgencyLaw;
  readonly at: Instant;
  readonly record: SealedRecord;
}

/** The first agency with its people, keys and matters; the first record of its stream `agency` tells mode and policy. */
export function bootstrapAgency(wanted: Omit<Beginning, 'record' | 'law'> & { readonly law?: AgencyLaw }): Beginning {
  const { agency, people, matters, at, law = noAgencyLaw } = wanted;
  const record = seal({
    v: 1,
    agency: agency.id,
    stream: 'agency',
    seq: 1,
    prev: genesis,
    at,
    command: 'bootstrapAgency',
    actor: { system: 'bootstrap' },
    facts: {
      mode: agency.mode,
      region: agency.region,
      autoActivateGeneric: agency.autoActivateGeneric,
      people: people.map((person) => ({
        id: person.id,
        roles: person.roles.map((held) => held.role),
        key: person.key.id,
      })),
      matters: matters.map((matter) => ({ id: matter.id, version: matter.version })),
      ...(law.catalogue !== null && { catalogue: { version: law.catalogue.version } }),
    },
  });
  return { ...wanted, law, record };
}
