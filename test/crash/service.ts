import { closeSync, openSync, readFileSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const main = path.join(repository, 'src/main.ts');

/** The product as a process of its own. */
export interface ServiceProcess {
  readonly url: string;
  readonly pid: number;
  /** Resolves with the milliseconds since the start once `/readyz` answers 200; rejects when the process ends before. */
  readonly ready: Promise<number>;
  /** kill -9; resolves when the process is gone. */
  readonly kill: () => Promise<void>;
  /** Asks it to end and waits for that. */
  readonly stop: () => Promise<void>;
}

/** Environment of the product, and the file that what it says is added to. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** Starts `serve` with these arguments on a port that was free a moment ago. */
export async function startService(args: readonly string[], { env, logFile }: Surroundings): Promise<ServiceProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = run(['serve', ...args], { env: { ...env, PORT: String(port) }, logFile });
  const gone = once(child, 'exit');
  const ready = untilReady(url, child, logFile).then(() => performance.now() - started);
  ready.catch(() => undefined); // a killed start is no fault of its own; who needs it ready awaits it
  const end = (signal: NodeJS.Signals) => async (): Promise<void> => {
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await gone;
  };
  return { url, pid: child.pid ?? 0, ready, kill: end('SIGKILL'), stop: end('SIGTERM') };
}

/** Runs a command of the product to its end; answers its exit code. */
export async function runCommand(args: readonly string[], surroundings: Surroundings): Promise<number | null> {
  const child = run(args, surroundings);
  await once(child, 'exit');
  return child.exitCode;
}

function run(args: readonly string[], { env, logFile }: Surroundings): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    cwd: repository,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return child;
}

async function untilReady(url: string, child: ChildProcess, logFile: string): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    try {
      const { ok } = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1000) });
      if (ok) return;
    } catch {
      // not listening yet
    }
    await sleep(20);
  }
  const end = String(child.exitCode ?? child.signalCode);
  throw new Error(`The service ended before it was ready (${end}): ${readFileSync(logFile, 'utf8').slice(-2000)}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gives no port.');
  return address.port;
}
