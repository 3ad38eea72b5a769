import { parseArgs } from 'node:util';
import { facts } from './facts.ts';
import { notRules } from './notRules.ts';
import { sabotage } from './sabotage.ts';

// npm run sabotage -- [PART OF A RULE'S NAME OR FILE] [--root DIR, a tree without a table of its own]
const { values, positionals } = parseArgs({ allowPositionals: true, options: { root: { type: 'string' } } });
const table =
  values.root === undefined ? { root: '.', facts, notRules } : { root: values.root, facts: {}, notRules: {} };
const report = await sabotage({ ...table, only: positionals[0] ?? '', copies: 2, say: console.log });
for (const fault of report.faults) console.error(fault);
const { rules, files, seconds, verdicts } = report;
console.log(
  `${rules} rules of ${files} files in ${seconds} s: ${verdicts.killed} killed, ${verdicts.survived} survived, ${verdicts.broken} broken, ${verdicts.hung} hung`,
);
process.exit(report.faults.length === 0 ? 0 : 1);
