import { finding } from '../rules.ts';
import { checkCompensation } from './compensation.ts';
import { compileCorrelations } from './correlation.ts';
import { checkTransactions } from './transaction.ts';
import { compileScope } from './scope.ts';
import { findApprovals } from './extend.ts';
import { readExtensions } from './extensions.ts';
import { startTriggers } from '../starts.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { ProcessModel } from '../model.ts';

/** Compiles an executable process; the model is null where a finding of severity error says why not. */
export function compileProcess(
  process: ModdleElement,
  language: string,
): { readonly model: ProcessModel | null; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  readExtensions(process, process.id ?? null, findings);
  const { start, nodes: drawn, flows, findings: inside } = compileScope(process, null, language);
  findings.push(...inside, ...checkSteps(drawn), ...checkCompensation(drawn), ...checkTransactions(drawn));
  const nodes = findApprovals({ nodes: drawn, flows }, findings);
  if (process.id === undefined) findings.push(finding('id-missing', null, 'A process has no id; give it one.'));
  if (process.id === undefined || (start === '' && startTriggers({ nodes, flows }).length === 0)) {
    return { model: null, findings };
  }
  const name = process.name === undefined || process.name === '' ? process.id : process.name;
  const correlations = compileCorrelations(process, language, findings);
  const model = { id: process.id, name, start, nodes, flows, ...(correlations !== undefined && { correlations }) };
  return { model, findings };
}

function checkSteps(nodes: ProcessModel['nodes']): Finding[] {
  const keys = new Map<string, string>();
  return Object.values(nodes).flatMap((node) => {
    const key = 'step' in node ? (node.step?.key ?? '') : '';
    const earlier = keys.get(key);
    if (key !== '' && earlier === undefined) keys.set(key, node.id);
    if (earlier === undefined) return [];
    return [finding('step-key-duplicate', node.id, `The key ${key} is also that of ${earlier}; choose another.`)];
  });
}
