import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import { compileCondition } from './condition.ts';
import { checkGraph } from './graph.ts';
import { compileNode, refuseStep } from './node.ts';
import { compileStep } from './step.ts';
import type { Finding } from '../finding.ts';
import type { FlowNode, ProcessModel, SequenceFlow } from '../model.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** Compiles an executable process; the model is null where a finding of severity error says why not. */
export function compileProcess(
  process: ModdleElement,
  language: string,
): { readonly model: ProcessModel | null; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  refuseStep(process, process.id ?? null, findings);
  const elements = process.flowElements ?? [];
  const flows = compileFlows(elements, process, language, findings);
  const nodes: Record<string, FlowNode> = {};
  for (const element of elements) {
    const { id } = element;
    if (typeOf(element) === 'SequenceFlow') continue;
    if (id === undefined) {
      findings.push(finding('id-missing', process.id ?? null, `A ${typeOf(element)} has no id; give it one.`));
      continue;
    }
    const node = compileNode(element, surroundingsOf(id, flows, elements), findings);
    if (node !== undefined) nodes[id] = node;
  }
  findings.push(...checkSteps(elements), ...checkGraph(process, nodes, flows));
  const start = Object.values(nodes).find((node) => node.type === 'startEvent')?.id;
  if (process.id === undefined) findings.push(finding('id-missing', null, 'A process has no id; give it one.'));
  if (process.id === undefined || start === undefined) return { model: null, findings };
  const name = process.name === undefined || process.name === '' ? process.id : process.name;
  return { model: { id: process.id, name, start, nodes, flows }, findings };
}

function surroundingsOf(id: string, flows: Readonly<Record<string, SequenceFlow>>, elements: readonly ModdleElement[]) {
  const all = Object.values(flows);
  return {
    id,
    incoming: all.filter((flow) => flow.target === id).map((flow) => flow.id),
    outgoing: all.filter((flow) => flow.source === id).map((flow) => flow.id),
    boundary: elements.flatMap((element) =>
      element.attachedToRef?.id === id && element.id !== undefined ? [element.id] : [],
    ),
  };
}

function compileFlows(
  elements: readonly ModdleElement[],
  process: ModdleElement,
  language: string,
  findings: Finding[],
): Readonly<Record<string, SequenceFlow>> {
  const flows: Record<string, SequenceFlow> = {};
  for (const flow of elements.filter((element) => typeOf(element) === 'SequenceFlow')) {
    const { id, sourceRef, targetRef } = flow;
    refuseStep(flow, id ?? null, findings);
    if (id === undefined) {
      findings.push(finding('id-missing', process.id ?? null, 'A sequence flow has no id; give it one.'));
      continue;
    }
    const condition = compileCondition(flow, id, language, findings);
    if (sourceRef?.id === undefined || targetRef?.id === undefined) {
      const end = sourceRef?.id === undefined ? 'source' : 'target';
      findings.push(finding('dangling-flow', id, `The flow has no ${end}; connect or remove it.`));
    } else if (!elements.includes(sourceRef) || !elements.includes(targetRef)) {
      const ends = `from ${sourceRef.id} to ${targetRef.id}`;
      findings.push(
        finding('flow-leaves-process', id, `The flow ${ends} leaves its process; draw it inside one process.`),
      );
    } else {
      flows[id] = { id, name: flow.name ?? null, source: sourceRef.id, target: targetRef.id, condition };
    }
  }
  return flows;
}

function checkSteps(elements: readonly ModdleElement[]): Finding[] {
  const keys = new Map<string, string>();
  return elements.flatMap((element) => {
    const id = element.id ?? '';
    const step = compileStep(element, id, []);
    const earlier = step === null || step.key === '' ? undefined : keys.get(step.key);
    if (step !== null && earlier === undefined) keys.set(step.key, id);
    if (step === null || earlier === undefined) return [];
    return [finding('step-key-duplicate', id, `The key ${step.key} is also that of ${earlier}; choose another.`)];
  });
}
