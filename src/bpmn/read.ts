import { Worker } from 'node:worker_threads';
import { maxBytes, prescan } from './prescan.ts';
import { finding } from './rules.ts';
import type { Reading } from './parse.ts';

export type { Reading } from './parse.ts';

/** What reading one file may cost. */
export interface ReadLimits {
  readonly timeMs: number;
  readonly heapMb: number;
}

/**
 * Reads a BPMN file in a worker thread that is killed after 5 seconds or at 256 MB; this thread goes on answering
 * others. Two threads are started when first needed, kept for the next file, and do not keep the process alive.
 */
export const readDefinition = createReader({ timeMs: 5000, heapMb: 256 });

const maxThreads = 2;
const startMs = 60_000;

/** A reader with threads of its own, run from `entry`. Rejects only where no thread can be started. */
export function createReader(limits: ReadLimits, entry = ownEntry()): (bytes: Uint8Array) => Promise<Reading> {
  const idle: Worker[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;

  const read = async (bytes: Uint8Array): Promise<Reading> => {
    const thread = idle.pop() ?? (await startThread(entry, limits, idle));
    thread.ref();
    const copy = new Uint8Array(bytes);
    try {
      const reading = await answerOf(thread, limits.timeMs, () => thread.postMessage(copy, [copy.buffer]));
      thread.unref();
      idle.push(thread);
      return reading as Reading;
    } catch (error) {
      void thread.terminate();
      return {
        ok: false,
        findings: [finding('too-costly', null, `${reasonOf(error)}. Simplify the file or split it.`)],
      };
    }
  };

  return async (bytes) => {
    if (bytes.byteLength > maxBytes) {
      const refused = prescan(bytes);
      if ('findings' in refused) return { ok: false, findings: refused.findings };
    }
    if (busy < maxThreads) busy++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await read(bytes);
    } finally {
      const next = waiting.shift();
      if (next === undefined) busy--;
      else next();
    }
  };
}

async function startThread(entry: URL, limits: ReadLimits, idle: Worker[]): Promise<Worker> {
  const thread = new Worker(entry, {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 32 },
  });
  // a thread may end while it is idle; an error then is of no interest
  thread.on('error', () => undefined);
  thread.on('exit', () => idle.splice(idle.indexOf(thread) >>> 0, 1));
  await answerOf(thread, startMs, () => undefined);
  return thread;
}

/** Run from source, a thread has to learn TypeScript by itself: Node 20 does not hand the loader on. */
function ownEntry(): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL('./worker.js', import.meta.url);
  const [loader, entry] = [import.meta.resolve('tsx/esm/api'), import.meta.resolve('./worker.ts')];
  const code = `import { register } from ${JSON.stringify(loader)}; register(); await import(${JSON.stringify(entry)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}

class OutOfTime extends Error {}

/** The next message of the thread; rejects when it is late or the thread ends. */
async function answerOf(thread: Worker, timeMs: number, ask: () => void): Promise<unknown> {
  return await new Promise<unknown>((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      act();
    };
    const onMessage = (message: unknown): void => settle(() => resolve(message));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (): void => settle(() => reject(new Error('the thread has ended')));
    const timer = setTimeout(() => settle(() => reject(new OutOfTime(String(timeMs)))), timeMs);
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    ask();
  });
}

function reasonOf(error: unknown): string {
  if (error instanceof OutOfTime) return `Reading took longer than ${error.message} ms`;
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return 'Reading took too much memory';
  return 'Reading failed';
}
