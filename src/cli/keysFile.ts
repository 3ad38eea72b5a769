import { renameSync, writeFileSync } from 'node:fs';
import type { FirstKeys } from '../service/bootstrap.ts';

/** Writes keys as JSON `{ role: key }`, readable by the owner only; the file is whole or not there. */
export function writeKeys(file: string, keys: FirstKeys): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}
