import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { markdown, type Findings } from './lab/findings.ts';
import { systemClock } from '../src/worker/clock.ts';

// Asks every question, each in a process of its own, and writes results.md. With names, only those, and results.md stays.
const questions = [
  'completions',
  'pglite',
  'oneCase',
  'cost',
  'kernel',
  'permitCase',
  'rowSecurity',
  'millionCases',
  'timers',
  'start',
] as const;
const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'sanzhi-bench-'));
const sections: string[] = [];
const failed: string[] = [];
for (const question of questions) {
  if (wanted.length > 0 && !wanted.includes(question)) continue;
  const file = join(folder, `${question}.json`);
  const env = { ...process.env, BENCH_FINDINGS: file };
  const script = join(import.meta.dirname, `${question}.ts`);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', script], { env, stdio: 'inherit' });
  if (status !== 0) failed.push(question);
  const found = read(file);
  sections.push(found === undefined ? `### ${question}\n\nThe bench broke off.` : markdown(found));
}
rmSync(folder, { recursive: true });
if (wanted.length === 0) writeFileSync(join(import.meta.dirname, 'results.md'), page());
console.log(failed.length === 0 ? 'Every gate held.' : `Missed a gate or broke off: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);

function read(file: string): Findings | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Findings;
  } catch {
    return undefined;
  }
}

function page(): string {
  const { model = 'unknown' } = cpus()[0] ?? {};
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  const machine = `${cpus().length} × ${model}, ${memory}, Linux ${release()}, Node ${process.versions.node}`;
  return `# Bench results

\`npm run bench\` of ${systemClock().slice(0, 10)} on ${machine}. PostgreSQL, service and load share these cores; fsync is on, records and
row-level security are in. Figures are medians of interleaved rounds, ratios are medians of the ratio within a round. The
calibration loop (30,000 × SHA-256 of 4 KiB) takes about 90 ms when the machine is quiet: a longer one means that it was not, and
then only the ratios count. A missed gate fails the bench; a target is a wish.

${sections.join('\n\n')}
`;
}
