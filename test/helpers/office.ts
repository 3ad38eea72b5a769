import { bootstrapAgency } from '../../src/commands/bootstrapAgency.ts';
import { calendarOf } from '../engine/models.ts';
import { deployDefinition } from '../../src/service/definitions.ts';
import { findKey } from '../../src/store/people.ts';
import { firstStaff } from '../../src/domain/agency.ts';
import { insertAgency } from '../../src/store/agencies.ts';
import { roles, type Actor, type Role } from '../../src/domain/people.ts';
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts';
import type { Ask, Done } from '../../src/service/run.ts';
import type { Database } from '../../src/store/db.ts';
import type { DefinitionModel, ProcessModel } from '../../src/bpmn/model.ts';
import type { House } from '../../src/service/house.ts';

/** An agency at work: its house with a clock that the test moves, and an asker for each role. */
export interface Office {
  readonly agencyId: string;
  readonly house: House;
  readonly clock: { now: string };
  readonly asks: Readonly<Record<Role, Ask & { readonly actor: Actor }>>;
}

export const morning = '2026-03-02T01:00:00.000Z';

/** A new agency with its staff; `process` is its one active definition, key `process`. */
export async function openOffice(db: Database, agencyId: string, process: ProcessModel): Promise<Office> {
  const people = firstStaff(roles, morning).map((person, index) => ({
    ...person,
    key: { id: String(index).padStart(16, '0'), secretHash: '00'.repeat(32) },
  }));
  const agency = { id: agencyId, name: agencyId, region: 'CN', mode: 'production', autoActivateGeneric: true } as const;
  await insertAgency(db, bootstrapAgency({ agency, people, matters: [], at: morning }));
  const model: DefinitionModel = {
    sha256: `sha256-of-${agencyId}`,
    key: 'process',
    name: 'Process',
    enforcement: false,
    processes: { process, [process.id]: process },
  };
  const clock = { now: morning };
  const house: House = {
    db,
    calendar: calendarOf(2025, 2026),
    models: { get: () => Promise.resolve(model) },
    matters: { privacy: () => Promise.resolve({ kind: 'generic' }) },
    now: () => clock.now,
    wake: () => undefined,
    log: () => undefined,
  };
  const asks: Partial<Record<Role, Ask & { readonly actor: Actor }>> = {};
  for (const { key, roles: held } of people) {
    const found = await findKey(db, agencyId, key.id, morning);
    for (const { role } of held) asks[role] = { agencyId, actor: found!.actor, repeatable: null };
  }
  const office = { agencyId, house, clock, asks: asks as Office['asks'] };
  await deployDefinition(house, office.asks.designer, { model, file: Buffer.from('<definitions/>'), findings: [] });
  return office;
}

/** Everything that is in the database, table by table, as text: equal before and after what must change nothing. */
export async function everything(db: Database): Promise<string> {
  const law = ['draft', 'review', 'scope', 'register', 'decision', 'publication', 'clock', 'evidence'];
  const tables = [
    'agency',
    'person',
    'definition',
    'stream',
    'instance',
    'wait',
    'variable',
    'record',
    'idempotency',
    ...law,
  ];
  return db.knex.transaction(async (trx) => {
    let text = '';
    const agencies = await trx.raw<{ rows: { agency_id: string }[] }>('select agency_id from agency order by 1');
    for (const { agency_id: agencyId } of agencies.rows) {
      await trx.raw(`select set_config('app.agency', ?, true)`, [agencyId]);
      for (const table of tables) {
        const rows = await trx.raw<{ rows: { row: string }[] }>(
          `select t::text as row from ?? t where agency_id = ? order by 1`,
          [table, agencyId],
        );
        text += `${table}\n${rows.rows.map(({ row }) => row).join('\n')}\n`;
      }
    }
    return text;
  });
}

/** The id of the case that a command was about. */
export function caseIdOf(outcome: Done | Refusal): string {
  if (isRefusal(outcome)) throw new Error(`refused ${outcome.code}: ${outcome.detail}`);
  return (outcome.answer as unknown as { case: { id: string } }).case.id;
}
