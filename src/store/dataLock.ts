import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';

/** Held by one process while it has the data folder open. */
export interface DataLock {
  /** The lock file, beside the data folder. */
  readonly file: string;
  release(): void;
}

interface Owner {
  pid: number;
  host: string;
  /** Boot and start of the process in clock ticks; tells a reused pid apart. Null where the system has no /proc. */
  started: string | null;
  /** Tells this holding from every other one. */
  token: string;
}

/**
 * Takes `<dataDir>.lock` or throws naming the process that holds it: PGlite itself takes no lock, and two processes on one folder lose
 * rows silently. Only the lock of a dead process is taken over, never one that is merely old or that of another host.
 */
export function acquireDataLock(dataDir: string): DataLock {
  const folder = path.resolve(dataDir);
  const file = `${folder}.lock`;
  const owner: Owner = { pid: process.pid, host: hostname(), started: startOf(process.pid), token: randomUUID() };
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  for (let attempt = 0; !create(file, owner); attempt += 1) {
    const holder = read(file);
    if (holder !== null && isAlive(holder)) throw new Error(refusal(folder, file, holder));
    if (holder !== null) reap(folder, file);
    if (attempt >= 100) throw new Error(`Cannot take ${file}: it keeps changing hands. Start one process only.`);
  }
  const release = (): void => {
    process.off('exit', release);
    if (read(file)?.token === owner.token) fs.rmSync(file, { force: true });
  };
  process.on('exit', release);
  return { file, release };
}

/** Writes the file whole or not at all, and only where none is: a link of a finished file is atomic and exclusive. */
function create(file: string, owner: Owner): boolean {
  const draft = `${file}.${owner.token}`;
  fs.writeFileSync(draft, `${JSON.stringify(owner)}\n`, { flag: 'wx' });
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    fs.rmSync(draft);
  }
}

/** Removes a dead process's lock. Its reaper holds a second file meanwhile, so that nobody removes the lock of the next winner. */
function reap(folder: string, file: string): void {
  const guard = `${file}.reap`;
  const reaper: Owner = { pid: process.pid, host: hostname(), started: startOf(process.pid), token: randomUUID() };
  if (!create(guard, reaper)) {
    const other = read(guard);
    // a reaper that was killed leaves its guard behind: only a person can tell that it is nobody's any more
    if (other !== null && !isAlive(other)) throw new Error(refusal(folder, guard, other));
    return;
  }
  try {
    const holder = read(file);
    if (holder !== null && !isAlive(holder)) fs.rmSync(file, { force: true });
  } finally {
    fs.rmSync(guard, { force: true });
  }
}

function read(file: string): Owner | null {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    return JSON.parse(text) as Owner;
  } catch {
    throw new Error(
      `${file} is no lock file of this program. If no process uses the data folder, delete it and retry.`,
    );
  }
}

function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true; // cannot be looked up from here
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return false;
  }
  const started = startOf(owner.pid);
  return owner.started === null || started === null ? !hasProc() : started === owner.started;
}

/** Null without /proc, and for a process that is gone or a zombie. */
function startOf(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from field 3 on: the name before may hold spaces
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19] ?? ''}`;
  } catch {
    return null;
  }
}

function hasProc(): boolean {
  return startOf(process.pid) !== null;
}

function refusal(folder: string, file: string, holder: Owner): string {
  const who = `process ${holder.pid} on host ${holder.host}`;
  return (
    `The data folder ${folder} is in use by ${who}. Stop that process, or use another folder, or PostgreSQL for several nodes. ` +
    `If it no longer runs, delete ${file} and retry.`
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
