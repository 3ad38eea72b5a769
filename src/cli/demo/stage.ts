import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asAgency } from '../../store/asAgency.ts';
import { bootstrap, newKey, type FirstKeys } from '../../service/bootstrap.ts';
import { buildApp } from '../../http/app.ts';
import { buildHouse, openStore } from '../open.ts';
import { deployShipped } from '../procedures.ts';
import { fireDue } from '../../worker/timers.ts';
import { firstStaff } from '../../domain/agency.ts';
import { insertPerson } from '../../store/agencies.ts';
import { places } from '../places.ts';
import { readAgencyFolder } from '../../store/agencyFolder.ts';
import { readConfig } from '../../config.ts';
import type { Database } from '../../store/db.ts';
import type { Instant } from '../../domain/json.ts';
import type { Role } from '../../domain/people.ts';

/** A whole node on a database of its own, with a clock that is moved by hand. */
export interface Stage {
  readonly agencyId: string;
  readonly url: string;
  readonly db: Database;
  readonly keys: FirstKeys;
  readonly now: () => Instant;
  /** Moves the clock forward, then lets the worker do what is due by then. */
  readonly moveTo: (instant: Instant) => Promise<void>;
  /** A further person of the agency; answers their key. */
  readonly hire: (personId: string, role: Role) => Promise<string>;
  /** Stops the node. */
  readonly close: () => Promise<void>;
}

/** Opens a stage for an agency that ships, at `start`, on a new database; closing it removes that. */
export async function openStage(agencyId: string, start: Instant): Promise<Stage> {
  const temporary = mkdtempSync(join(tmpdir(), 'sanzhi-demo-'));
  const cleanUp = () => rmSync(temporary, { recursive: true, force: true });
  try {
    const db = await openStore(readConfig({ DATA_DIR: join(temporary, 'data') }));
    const stage = await stageOn(db, agencyId, start);
    const close = async () => {
      await stage.close();
      await db.close();
      cleanUp();
    };
    return { ...stage, close };
  } catch (error) {
    cleanUp();
    throw error;
  }
}

/** A stage on a migrated database without agencies. */
export async function stageOn(db: Database, agencyId: string, start: Instant): Promise<Stage> {
  const folder = readAgencyFolder(places.agencies, agencyId);
  if (folder === undefined) throw new Error(`agencies/${agencyId} is missing.`);
  let now = start;
  const house = buildHouse(db, () => now, { wake: () => undefined, log: () => undefined });
  const { id, name, region, matters, law } = folder;
  const agency = { id, name, region, mode: 'demo', autoActivateGeneric: true } as const;
  const keys = await bootstrap(db, now, { agency, matters, law });
  await deployShipped(house, keys);
  const app = await buildApp(house, { logLevel: 'silent', demo: true });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    agencyId,
    url,
    db,
    keys,
    now: () => now,
    moveTo: async (instant) => {
      if (instant < now) throw new Error(`The clock stands at ${now}; it is never set back.`);
      now = instant;
      await fireDue(house, 'demo', (_due, error) => {
        throw error;
      });
    },
    hire: async (personId, role) => {
      const { key, text } = newKey(agencyId);
      const [post] = firstStaff([role], now);
      if (post === undefined) throw new Error(`There is no post for a ${role}.`);
      await asAgency(db, agencyId, (trx) => insertPerson(trx, agencyId, { ...post, id: personId, key }, now));
      return text;
    },
    close: () => app.close(),
  };
}
