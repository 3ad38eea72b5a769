import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A copy of a source tree in which rules can be switched off; the working tree is never touched. */
export interface Tree {
  readonly root: string;
  write(file: string, text: string): void;
  /** Runs a test of the copy to its end, or `until` its output has told enough. */
  run(test: string, limitMs: number, until?: (tap: string) => boolean): Promise<Run>;
  remove(): void;
}

export interface Run {
  /** Exit code; null when it was stopped: too late, or told enough. */
  readonly code: number | null;
  readonly tap: string;
}

/** Copies `src` and `test` of a tree and links the rest of it. */
export function copyTree(from: string): Tree {
  const root = mkdtempSync(join(tmpdir(), 'sabotage-'));
  for (const name of ['src', 'test']) cpSync(join(from, name), join(root, name), { recursive: true });
  const linked = readdirSync(from).filter((name) => !['src', 'test', 'node_modules', '.git', '.tap'].includes(name));
  for (const name of linked) symlinkSync(resolve(from, name), join(root, name));
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  return {
    root,
    write: (file, text) => writeFileSync(join(root, file), text),
    run: (test, limitMs, until = () => false) => runIn(root, test, limitMs, until),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function runIn(cwd: string, test: string, limitMs: number, until: (tap: string) => boolean): Promise<Run> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', 'tsx', test], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    let tap = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      tap += text;
      if (until(tap)) child.kill('SIGKILL');
    });
    child.on('error', fail);
    child.on('close', (code) => {
      clearTimeout(timer);
      done({ code, tap });
    });
  });
}
