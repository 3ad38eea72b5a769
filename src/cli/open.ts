import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { loadCalendars } from '../store/calendars.ts';
import { matterCache } from '../service/matters.ts';
import { migrate } from '../store/migrate.ts';
import { modelCache } from '../service/models.ts';
import { openDatabase, type Database } from '../store/db.ts';
import { places } from './places.ts';
import { selfTest } from '../store/selfTest.ts';
import type { Config } from '../config.ts';
import type { House } from '../service/house.ts';
import type { Instant } from '../domain/json.ts';
import type { WorkingCalendar } from '../domain/calendar.ts';

/** The database of this configuration, migrated and proven to keep agencies apart. */
export async function openStore(config: Config): Promise<Database> {
  const db = await openDatabase(
    config.databaseUrl === null
      ? { kind: 'pglite', dataDir: config.dataDir }
      : { kind: 'postgres', url: config.databaseUrl },
  );
  try {
    await migrate(db, places.migrations);
    await selfTest(db);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** Name of the newest migration that ships: what a database has to have. */
export function newestMigration(): string {
  const files = readdirSync(places.migrations).filter((file) => /^\d+_.*\.sql$/.test(file));
  return basename(files.sort().at(-1) ?? '', '.sql');
}

/** The working calendar of a region, from the files that ship. */
export function calendarOf(region: string): WorkingCalendar {
  const calendar = loadCalendars(places.calendars).get(region);
  if (calendar === undefined) throw new Error(`No calendar ships for the region ${region}.`);
  return calendar;
}

/** A node's house around its database. */
export function buildHouse(db: Database, now: () => Instant, more: Pick<House, 'wake' | 'log'>): House {
  return { db, calendar: calendarOf('CN'), models: modelCache(db), matters: matterCache(db), now, ...more };
}
