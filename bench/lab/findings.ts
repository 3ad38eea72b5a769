import { writeFileSync } from 'node:fs';

/** A limit on a figure: `gate` fails the bench, `target` is printed as reached or not. */
export interface Limit {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One measured figure. */
export interface Finding {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly gate?: Limit;
  readonly target?: Limit;
}

/** What one question of the bench found out. */
export interface Findings {
  readonly question: string;
  /** Median of the calibration loops that ran beside the figures, in ms. */
  readonly calibration: number;
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** Prints the findings, hands them to `bench/run.ts` where that asks, and ends the process: 1 when a gate is missed. */
export function report(found: Findings): never {
  console.log(markdown(found));
  const { BENCH_FINDINGS: file } = process.env;
  if (file !== undefined) writeFileSync(file, JSON.stringify(found));
  process.exit(failures(found).length === 0 ? 0 : 1);
}

/** The figures that missed their gate. */
export function failures({ findings }: Findings): Finding[] {
  return findings.filter(({ value, gate }) => gate !== undefined && !holds(value, gate));
}

/** The findings as a section of results.md. */
export function markdown({ question, calibration, findings, notes }: Findings): string {
  const rows = findings.map(({ what, value, unit, gate, target }) => {
    const verdict = gate === undefined ? '' : `${limitText(gate)}: ${holds(value, gate) ? 'held' : 'MISSED'}`;
    const aim = target === undefined ? '' : `${limitText(target)}: ${holds(value, target) ? 'reached' : 'not reached'}`;
    return `| ${what} | ${numberText(value)} ${unit} | ${verdict} | ${aim} |`;
  });
  return [
    `### ${question}`,
    '',
    '| | figure | gate | target |',
    '|---|---|---|---|',
    ...rows,
    '',
    `Calibration loop: ${calibration.toFixed(0)} ms.${notes.map((note) => ` ${note}`).join('')}`,
  ].join('\n');
}

function holds(value: number, { atLeast = -Infinity, atMost = Infinity }: Limit): boolean {
  return value >= atLeast && value <= atMost;
}

function limitText({ atLeast, atMost }: Limit): string {
  if (atLeast !== undefined && atLeast === atMost) return `exactly ${numberText(atLeast)}`;
  return atLeast === undefined ? `≤ ${numberText(atMost ?? 0)}` : `≥ ${numberText(atLeast)}`;
}

function numberText(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}
