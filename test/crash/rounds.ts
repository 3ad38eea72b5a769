import { join } from 'node:path';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { check, checkCases } from './check.ts';
import { runCommand, startService, type Surroundings } from './service.ts';
import { send, work, type Office } from './client.ts';

export interface CrashRun {
  readonly rounds: number;
  readonly seed: number;
  /** An empty PostgreSQL database; null for the embedded one. */
  readonly databaseUrl: string | null;
  readonly say?: (line: string) => void;
}

/** What a run came to. `faults` is empty when nothing was lost, doubled or torn. */
export interface CrashReport {
  readonly kills: number;
  /** Kills before the service was ready. */
  readonly duringStart: number;
  readonly sent: number;
  readonly acked: number;
  /** Commands without an answer. */
  readonly unheard: number;
  /** Of which a repeat with the same Idempotency-Key was answered. */
  readonly heardByRepeat: number;
  readonly faults: readonly string[];
  /** Slowest restart until ready, ms. */
  readonly slowestStart: number;
}

/**
 * Kills the service with kill -9 in a loop of commands from two clients, starts it again and compares what it holds with
 * the clients' own log. A round in five kills it while it starts.
 */
export async function crashRounds({
  rounds,
  seed,
  databaseUrl,
  say = () => undefined,
}: CrashRun): Promise<CrashReport> {
  const folder = mkdtempSync(join(tmpdir(), 'sanzhi-crash-'));
  const random = randomFrom(seed);
  const faults: string[] = [];
  const count = { kills: 0, duringStart: 0, heardByRepeat: 0, slowestStart: 0 };
  const { args, surroundings, key } = await begin(folder, databaseUrl);
  const office: Office = { key, random, log: [], cases: new Map() };
  let checked = 0;

  const restart = async () => {
    const known = office.log.length; // read before the new process exists
    const service = await startService(args, surroundings);
    count.slowestStart = Math.max(count.slowestStart, await service.ready);
    const fresh = office.log.slice(checked, known);
    count.heardByRepeat += await repeatUnheard(office, service.url);
    faults.push(...(await check(office, service.url, fresh)));
    checked = known;
    return service;
  };

  for (let round = 1; round <= rounds && faults.length === 0; round += 1) {
    if (random() < 0.2) {
      const service = await startService(args, surroundings);
      await sleep(random() * 1500);
      await service.kill();
      count.duringStart += 1;
    } else {
      const service = await restart();
      const clients = [work(office, service.url), work(office, service.url)];
      if (random() < 0.75) await firstAnswer(office.log); // else while the service is still cold
      await sleep(random() * 400);
      await service.kill();
      await Promise.all(clients);
    }
    count.kills += 1;
    if (round % 10 === 0) say(`${round} rounds, ${office.log.length} commands sent, ${faults.length} faults`);
  }

  const service = await restart();
  faults.push(...(await check(office, service.url, office.log)), ...(await checkCases(office, service.url)));
  await service.stop();
  const verified = await runCommand(['verify', '--live'], surroundings);
  if (verified !== 0) faults.push(`verify --live ended with ${String(verified)}`);
  if (faults.length > 0) faults.push(`log of the service: ${readFileSync(surroundings.logFile, 'utf8').slice(-4000)}`);
  rmSync(folder, { recursive: true });
  const of = (kind: string) => office.log.filter(({ told }) => told.kind === kind).length;
  return { ...count, sent: office.log.length, acked: of('acked'), unheard: of('nothing'), faults };
}

/** The first start, undisturbed: agency, keys and the procedure. */
async function begin(
  folder: string,
  databaseUrl: string | null,
): Promise<{ args: string[]; surroundings: Surroundings; key: string }> {
  const keysFile = join(folder, 'keys.json');
  const logFile = join(folder, 'service.log');
  const keys = () => JSON.parse(readFileSync(keysFile, 'utf8')) as Record<'clerk' | 'designer' | 'activator', string>;
  if (databaseUrl === null) {
    const args = ['--demo', '--keys-file', keysFile];
    const surroundings = { env: { DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'warn' }, logFile };
    const service = await startService(args, surroundings);
    await service.ready;
    await service.stop();
    return { args, surroundings, key: keys().clerk };
  }
  const surroundings = { env: { DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn' }, logFile };
  const code = await runCommand(['bootstrap', '--agency', 'qilin', '--keys-file', keysFile], surroundings);
  if (code !== 0) throw new Error(`bootstrap ended with ${String(code)}: ${readFileSync(logFile, 'utf8')}`);
  const service = await startService([], surroundings);
  await service.ready;
  await deployAcceptance(service.url, keys());
  await service.stop();
  return { args: [], surroundings, key: keys().clerk };
}

async function deployAcceptance(url: string, keys: Record<'designer' | 'activator', string>): Promise<void> {
  const file = join(import.meta.dirname, '../../processes/acceptance/acceptance.bpmn');
  const post = async (path: string, key: string, type: string, body: string): Promise<{ id: string }> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': type };
    const answer = await fetch(url + path, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  };
  const { id } = await post('/v1/definitions', keys.designer, 'application/xml', readFileSync(file, 'utf8'));
  const activate = `/v1/definitions/${id}/activate`;
  await post(activate, keys.activator, 'application/json', '{"reason":"crash test"}');
}

/** Until a command of this round is answered, at most 5 seconds. */
async function firstAnswer(log: Office['log']): Promise<void> {
  const before = Math.max(2, log.length);
  for (
    let waited = 0;
    waited < 5000 && !log.slice(before - 2).some(({ told }) => told.kind !== 'nothing');
    waited += 10
  ) {
    await sleep(10);
  }
}

/** Half of the commands that were not answered and carry a key are sent again: they are answered now, with one effect. */
async function repeatUnheard(office: Office, url: string): Promise<number> {
  let answered = 0;
  for (const sent of office.log) {
    if (sent.told.kind !== 'nothing' || sent.key === null || office.random() < 0.5) continue;
    if (!(await send(office, url, sent)))
      throw new Error(`Command ${sent.n} was not answered though nobody killed the service.`);
    answered += 1;
  }
  return answered;
}

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
