import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { bootstrap } from '../service/bootstrap.ts';
import { buildApp } from '../http/app.ts';
import { buildHouse, newestMigration, openStore } from './open.ts';
import { demoRefusal, type Config } from '../config.ts';
import { deployShipped } from './procedures.ts';
import { listAgencies } from '../store/agencies.ts';
import { places } from './places.ts';
import { readAgencyFolder } from '../store/agencyFolder.ts';
import { startWorker, type Worker } from '../worker/loop.ts';
import { writeKeys } from './keysFile.ts';
import type { Agency, Mode } from '../domain/agency.ts';
import type { CommandLine, House } from '../service/house.ts';
import type { Database } from '../store/db.ts';
import type { FirstKeys } from '../service/bootstrap.ts';
import type { Instant } from '../domain/json.ts';

export interface ServeOptions {
  readonly demo: boolean;
  readonly keysFile: string | null;
  readonly httpOnly: boolean;
  readonly workerOnly: boolean;
}

/** A running node. */
export interface Served {
  /** Where it listens; null for a worker without HTTP. */
  readonly url: string | null;
  readonly stop: () => Promise<void>;
}

/** The agency that demo mode begins with. */
const demoAgency = 'qilin';

/**
 * Starts a node: database, migrations, self-test, worker, HTTP. An empty embedded database becomes a demo; one that was
 * bootstrapped stays what it is. Rejects with an Error that says why it does not start.
 */
export async function serve(config: Config, options: ServeOptions, now: () => Instant): Promise<Served> {
  const db = await openStore(config);
  try {
    return await serveFrom(db, config, options, now);
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function serveFrom(db: Database, config: Config, options: ServeOptions, now: () => Instant): Promise<Served> {
  const agencies = await listAgencies(db);
  const mode = requireMode(agencies, config, options);
  const started: { worker?: Worker; log?: (line: CommandLine) => void } = {};
  const house = buildHouse(db, now, {
    wake: (dueAt) => started.worker?.wake(dueAt),
    log: (line) => started.log?.(line),
  });
  if (mode === 'demo' && agencies.length === 0) await beginDemo(house, options.keysFile);

  const app = await buildApp(house, {
    logLevel: config.logLevel,
    schema: newestMigration(),
    demo: mode === 'demo',
  });
  started.log = (line) => app.log.info(line, 'command');
  const report = (what: string, error: unknown) => app.log.error({ err: error }, `${what} failed`);
  if (!options.httpOnly) started.worker = startWorker(house, `${hostname()}/${process.pid}`, report);
  const url = options.workerOnly ? null : await app.listen({ host: config.host, port: config.port });
  if (mode === 'demo' && url !== null) console.log(`Sanzhi is ready in demo mode: ${url}/docs`);
  if (db.kind === 'pglite')
    app.log.warn('embedded database: for trials and small offices; use PostgreSQL in production');

  return {
    url,
    stop: async () => {
      await app.close();
      await started.worker?.stop();
      await db.close();
    },
  };
}

/** The mode to serve in, or an Error: a demo never becomes a production service, nor the other way round. */
export function requireMode(
  agencies: readonly Pick<Agency, 'mode'>[],
  config: Config,
  options: Pick<ServeOptions, 'demo' | 'keysFile'>,
): Mode {
  const [first] = agencies;
  if (first?.mode === 'production') {
    if (options.demo) throw new Error('This database holds a production agency; demo mode does not open it.');
    return 'production';
  }
  if (first === undefined && config.databaseUrl !== null && !options.demo) {
    throw new Error('The database is empty; run `bootstrap --agency NAME --keys-file FILE` first.');
  }
  const refusal = demoRefusal(config);
  if (refusal !== undefined) {
    if (first !== undefined) throw new Error(`This database was used in demo mode. ${refusal}`);
    throw new Error(options.demo ? refusal : `The database is empty, and a trial cannot begin here. ${refusal}`);
  }
  if (first !== undefined && options.keysFile !== null && !existsSync(options.keysFile)) {
    throw new Error(
      `The keys of this trial were handed out at its first start, and only their digests are kept. ` +
        `Delete the folder ${config.dataDir} to begin anew, or name the file they were written to.`,
    );
  }
  return 'demo';
}

async function beginDemo(house: House, keysFile: string | null): Promise<void> {
  const folder = readAgencyFolder(places.agencies, demoAgency);
  if (folder === undefined) throw new Error(`agencies/${demoAgency} is missing.`);
  const { id, name, region, matters, law } = folder;
  const agency: Agency = { id, name, region, mode: 'demo', autoActivateGeneric: true };
  const keys: FirstKeys = await bootstrap(house.db, house.now(), { agency, matters, law });
  await deployShipped(house, keys);
  if (keysFile !== null) writeKeys(keysFile, keys);
  console.log(`First start in demo mode. The keys of agency ${id}, shown this once (Authorization: Bearer …):`);
  for (const [role, key] of Object.entries(keys)) console.log(`  ${role.padEnd(10)} ${key}`);
}
