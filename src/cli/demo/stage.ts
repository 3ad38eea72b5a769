import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, type FirstKeys } from '../../service/bootstrap.ts';
import { buildApp } from '../../http/app.ts';
import { buildHouse, openStore } from '../open.ts';
import { deployShipped } from '../procedures.ts';
import { fireDue } from '../../worker/timers.ts';
import { places } from '../places.ts';
import { readAgencyFolder } from '../../store/agencyFolder.ts';
import { readConfig } from '../../config.ts';
import type { Database } from '../../store/db.ts';
import type { Instant } from '../../domain/json.ts';

/** A whole node on a database of its own, with a clock that is moved by hand. */
export interface Stage {
  readonly url: string;
  readonly db: Database;
  readonly keys: FirstKeys;
  /** Moves the clock forward, then lets the worker do what is due by then. */
  readonly moveTo: (instant: Instant) => Promise<void>;
  /** Stops the node and removes its data. */
  readonly close: () => Promise<void>;
}

/** Opens a stage for an agency that ships, at `start`. */
export async function openStage(agencyId: string, start: Instant): Promise<Stage> {
  const folder = readAgencyFolder(places.agencies, agencyId);
  if (folder === undefined) throw new Error(`agencies/${agencyId} is missing.`);
  const temporary = mkdtempSync(join(tmpdir(), 'sanzhi-demo-'));
  const cleanUp = () => rmSync(temporary, { recursive: true, force: true });
  let now = start;
  try {
    const db = await openStore(readConfig({ DATA_DIR: join(temporary, 'data') }));
    const house = buildHouse(db, () => now, { wake: () => undefined, log: () => undefined });
    const { id, name, region, matters, law } = folder;
    const keys = await bootstrap(db, now, {
      agency: { id, name, region, mode: 'demo', autoActivateGeneric: true },
      matters,
      law,
    });
    await deployShipped(house, keys);
    const app = await buildApp(house, { logLevel: 'silent', demo: true });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    return {
      url,
      db,
      keys,
      moveTo: async (instant) => {
        if (instant < now) throw new Error(`The clock stands at ${now}; it is never set back.`);
        now = instant;
        await fireDue(house, 'demo', (_due, error) => {
          throw error;
        });
      },
      close: async () => {
        await app.close();
        await db.close();
        cleanUp();
      },
    };
  } catch (error) {
    cleanUp();
    throw error;
  }
}
