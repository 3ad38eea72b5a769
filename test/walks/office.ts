import { readFileSync } from 'node:fs';
import { asAgency } from '../../src/store/asAgency.ts';
import { activateDefinition, deployDefinition } from '../../src/service/definitions.ts';
import { bootstrapAgency } from '../../src/commands/bootstrapAgency.ts';
import { called, frameOf } from './frames.ts';
import { findKey } from '../../src/store/people.ts';
import { insertAgency, insertKey } from '../../src/store/agencies.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { loadCalendars } from '../../src/store/calendars.ts';
import { matterCache } from '../../src/service/matters.ts';
import { modelCache } from '../../src/service/models.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import type { Actor, Qualification, Role } from '../../src/domain/people.ts';
import type { AgencyLaw } from '../../src/domain/agency.ts';
import type { Database } from '../../src/store/db.ts';
import type { House } from '../../src/service/house.ts';

export const agencyId = 'walks';
const opened = '2026-01-05T01:00:00.000Z';

/** Some have one post, some several; each has two keys. */
const posts: Readonly<Record<string, readonly Role[]>> = {
  dora: ['designer'],
  akira: ['activator'],
  clara: ['clerk'],
  cyrus: ['clerk'],
  hanna: ['handler'],
  hugo: ['handler'],
  rita: ['reviewer'],
  rolf: ['reviewer'],
  ruth: ['reviewer'],
  quinn: ['reviewer'],
  lena: ['leader'],
  leo: ['leader'],
  paula: ['publisher'],
  chen: ['checker'],
  max: ['handler', 'reviewer', 'leader'],
  mia: ['clerk', 'reviewer', 'leader'],
  nora: ['handler', 'reviewer'],
  pia: ['publisher', 'checker'],
};

/** A catalogue with every answer: none, one level, two, and more once a hearing was held or the case became complex. */
const law: AgencyLaw = {
  catalogue: {
    version: 3,
    entries: [
      { id: 'grant', act: 'permit', kind: 'grant', levels: 0, basis: 'plan 1' },
      { id: 'renewal', act: 'permit', kind: 'renew', levels: 0, basis: 'plan 2' },
      { id: 'market', act: 'permit', trigger: 'marketEntry', levels: 1, basis: 'plan 3' },
      { id: 'safety', act: 'permit', trigger: 'safety', levels: 2, basis: 'plan 4' },
      { id: 'complex', act: 'permit', trigger: 'complex', levels: 2, basis: 'plan 5' },
      { id: 'on-the-spot', act: 'penalty', procedure: 'penalty-summary', kind: 'penalize', levels: 0, basis: 'plan 6' },
      { id: 'nothing', act: 'penalty', kind: 'noPenalty', levels: 0, basis: 'plan 7' },
      { id: 'large', act: 'penalty', minAmountFen: 5_000_000, levels: 2, basis: 'plan 8' },
      { id: 'heard', act: 'penalty', trigger: 'hearing', levels: 2, basis: 'plan 9' },
      { id: 'knotty', act: 'penalty', trigger: 'complex', levels: 2, basis: 'plan 10' },
    ],
  },
  rules: { checklist: ['competent'], registers: { permit: '许', penalty: '罚' } },
};

/** Lists that conditions of the procedures read, as plain variables. */
const schema = {
  type: 'object',
  properties: {
    inquiries: { type: 'array', items: { enum: ['site-check', 'testing', 'expert-review', 'hearing', 'opinions'] } },
    measures: { type: 'array', items: { enum: ['preservation', 'seizure'] } },
    remedyEndsOn: { type: 'string', format: 'date' },
  },
};

/** An agency at work: the procedures that ship and the frames in force, everybody at their post. */
export interface Office {
  readonly db: Database;
  readonly house: House;
  /** The service's clock, in milliseconds; each look at it takes one. */
  readonly clock: { ms: number };
  readonly people: readonly Actor[];
}

export async function openOffice(db: Database): Promise<Office> {
  const clock = { ms: Date.parse(opened) };
  const house: House = {
    db,
    calendar: loadCalendars('calendars').get('CN')!,
    models: modelCache(db),
    matters: matterCache(db),
    now: () => new Date((clock.ms += 1)).toISOString(),
    wake: () => undefined,
    log: () => undefined,
  };
  const people = await hire(db);
  await deployAll(house, people);
  return { db, house, clock, people };
}

async function hire(db: Database): Promise<Actor[]> {
  const from = '2020-01-01';
  const people = Object.entries(posts).map(([id, held], index) => ({
    id,
    name: id,
    roles: held.map((role) => ({ role, from })),
    qualifications: qualificationsOf(id, held),
    key: { id: keyId(index, 1), secretHash: '00'.repeat(32) },
  }));
  const agency = { id: agencyId, name: 'Walks', region: 'CN', mode: 'demo', autoActivateGeneric: true } as const;
  const matter = { id: 'walk', version: 1, name: 'Walk', definitionKey: 'permit', body: JSON.stringify({ schema }) };
  await insertAgency(db, bootstrapAgency({ agency, people, matters: [matter], law, at: opened }));
  await asAgency(db, agencyId, async (trx) => {
    for (const [index, { id }] of people.entries()) {
      await insertKey(trx, agencyId, id, { id: keyId(index, 2), secretHash: '11'.repeat(32) }, opened);
    }
  });
  const actors: Actor[] = [];
  for (const index of people.keys()) {
    for (const no of [1, 2]) actors.push((await findKey(db, agencyId, keyId(index, no), opened))!.actor);
  }
  return actors;
}

/** What the law asks of their post; two of them were never given it. */
function qualificationsOf(id: string, held: readonly Role[]): Qualification[] {
  const of = { number: `${id}-1`, from: '2020-01-01' };
  const enforces = held.some((role) => ['clerk', 'handler', 'leader'].includes(role)) && id !== 'cyrus';
  const reviews = held.includes('reviewer') && id !== 'quinn';
  return [
    ...(enforces ? [{ kind: 'enforcement-certificate', ...of } as const] : []),
    ...(reviews ? [{ kind: 'legal-qualification', ...of } as const] : []),
  ];
}

function keyId(person: number, no: number): string {
  return `${no}${String(person).padStart(15, '0')}`;
}

/** Callees come first; a second person activates. */
async function deployAll(house: House, people: readonly Actor[]): Promise<void> {
  const shipped = [...called, 'permit', 'penalty-ordinary', 'penalty-summary'];
  const files = [
    ...shipped.map((key) => readFileSync(`processes/${key}/${key}.bpmn`)),
    ...called.map((callee) => Buffer.from(frameOf(callee))),
  ];
  const ask = (id: string) => {
    return { agencyId, actor: people.find(({ personId }) => personId === id)!, repeatable: null };
  };
  for (const file of files) {
    const read = await parseDefinition(file);
    if (!read.ok) throw new Error(JSON.stringify(read.findings));
    const deployed = await deployDefinition(house, ask('dora'), { model: read.model, file, findings: read.findings });
    if (isRefusal(deployed)) throw new Error(deployed.detail);
    const { id } = deployed.answer as { id: string };
    const activated = await activateDefinition(house, ask('akira'), { id, reason: 'to walk on' });
    if (isRefusal(activated)) throw new Error(activated.detail);
  }
}
