import { readFileSync } from 'node:fs';
import { readDefinition } from '../bpmn/read.ts';
import type { Finding } from '../bpmn/finding.ts';

/** Checks BPMN files and prints every finding, as text or JSON; 1 when one of them is an error. */
export async function lint(files: readonly string[], format: string): Promise<0 | 1 | 2> {
  if (format !== 'text' && format !== 'json') {
    console.error('--format is text or json.');
    return 2;
  }
  const checked: { file: string; findings: readonly Finding[] }[] = [];
  for (const file of files) checked.push({ file, findings: (await readDefinition(readFileSync(file))).findings });
  if (format === 'json') console.log(JSON.stringify(checked, null, 2));
  else for (const { file, findings } of checked) printFindings(file, findings);
  return checked.some(({ findings }) => findings.some((finding) => finding.severity === 'error')) ? 1 : 0;
}

function printFindings(file: string, findings: readonly Finding[]): void {
  if (findings.length === 0) console.log(`${file}: no findings`);
  for (const { severity, rule, elementId, message, path } of findings) {
    const where = path === undefined ? (elementId ?? 'file') : path.join(' → ');
    console.log(`${file}: ${severity} ${rule} at ${where}: ${message}`);
  }
}
