import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import { compileCondition } from './condition.ts';
import { compileOutcome } from './outcome.ts';
import type { Finding } from '../finding.ts';
import type { SequenceFlow } from '../nodeModel.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** Compiles the sequence flows among the flow elements of a process or sub-process. */
export function compileFlows(
  elements: readonly ModdleElement[],
  container: ModdleElement,
  language: string,
  findings: Finding[],
): Record<string, SequenceFlow> {
  const flows: Record<string, SequenceFlow> = {};
  const beside = new Set(elements);
  for (const flow of elements.filter((element) => typeOf(element) === 'SequenceFlow')) {
    const { id, sourceRef, targetRef } = flow;
    const outcome = compileOutcome(flow, id ?? null, findings);
    if (id === undefined) {
      findings.push(finding('id-missing', container.id ?? null, 'A sequence flow has no id; give it one.'));
      continue;
    }
    const condition = isIgnored(flow, id, findings) ? null : compileCondition(flow, id, language, findings);
    if (sourceRef?.id === undefined || targetRef?.id === undefined) {
      const end = sourceRef?.id === undefined ? 'source' : 'target';
      findings.push(finding('dangling-flow', id, `The flow has no ${end}; connect or remove it.`));
    } else if (!beside.has(sourceRef) || !beside.has(targetRef)) {
      const ends = `from ${sourceRef.id} to ${targetRef.id}`;
      const where = typeOf(container) !== 'Process' ? 'sub-process' : 'process';
      const advice = `The flow ${ends} leaves its ${where}; draw it inside one ${where}.`;
      findings.push(finding('flow-leaves-process', id, advice));
    } else {
      flows[id] = { id, name: flow.name ?? null, source: sourceRef.id, target: targetRef.id, condition, outcome };
    }
  }
  return flows;
}

/** Whether the condition of a flow is ignored: on a default flow, and out of a parallel gateway. */
function isIgnored(flow: ModdleElement, id: string, findings: Finding[]): boolean {
  const { conditionExpression, sourceRef } = flow;
  if (conditionExpression === undefined || sourceRef === undefined) return false;
  const from = sourceRef.id ?? 'a node';
  if (sourceRef.default === flow) {
    findings.push(finding('default-flow-conditional', id, `The flow is the default of ${from}; remove its condition.`));
    return true;
  }
  if (typeOf(sourceRef) !== 'ParallelGateway') return false;
  const advice = `${from} is a parallel gateway and takes every flow; remove the condition, or make it an inclusive gateway.`;
  findings.push(finding('condition-ignored', id, advice));
  return true;
}
