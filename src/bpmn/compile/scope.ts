import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import { isData } from './data.ts';
import { checkErrorBoundaries } from './error.ts';
import { checkEventGateways } from './eventGateway.ts';
import { checkGraph, isStart } from './graph.ts';
import { compileFlows } from './flow.ts';
import { checkOutcomes } from './outcome.ts';
import { connectLinks } from './link.ts';
import { checkLoops } from './loop.ts';
import { compileNode } from './node.ts';
import { implicitStart } from './implicitStart.ts';
import { isEventSubProcess } from './eventSubProcess.ts';
import { isNoneStart } from '../starts.ts';
import { checkInstantiating } from './startEvent.ts';
import type { Finding } from '../finding.ts';
import type { FlowNode } from '../model.ts';
import type { SequenceFlow } from '../nodeModel.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { Surroundings } from './surroundings.ts';

/** What stands in a process or sub-process, its sub-processes included. */
export interface CompiledScope {
  /** The none start event; empty where there is none. */
  readonly start: string;
  readonly nodes: Record<string, FlowNode>;
  readonly flows: Record<string, SequenceFlow>;
  readonly findings: Finding[];
}

/** Compiles the flow elements of a process, or of the sub-process whose id is `scope`. */
export function compileScope(container: ModdleElement, scope: string | null, language: string): CompiledScope {
  const findings: Finding[] = [];
  const elements = container.flowElements ?? [];
  const drawn = compileFlows(elements, container, language, findings);
  const begin = implicitStart(container, drawn, scope);
  const flows = { ...drawn, ...begin?.flows };
  const surroundingsOf = surroundingsIn(elements, flows, scope);
  const nodes: Record<string, FlowNode> = begin === undefined ? {} : { [begin.node.id]: begin.node };
  const inner: CompiledScope[] = [];
  for (const element of elements) {
    const { id } = element;
    if (typeOf(element) === 'SequenceFlow' || isData(element)) continue;
    if (id === undefined) {
      findings.push(finding('id-missing', container.id ?? null, `A ${typeOf(element)} has no id; give it one.`));
      continue;
    }
    const inside = /^(?:(?:AdHoc)?SubProcess|Transaction)$/.test(typeOf(element))
      ? compileScope(element, id, language)
      : undefined;
    if (inside !== undefined) inner.push(inside);
    const around = surroundingsOf(element, id, inside?.start ?? '');
    const node = compileNode(element, around, findings);
    if (node !== undefined) nodes[id] = node;
  }
  findings.push(
    ...connectLinks(nodes, flows),
    ...checkGraph(container, nodes, flows),
    ...checkErrorBoundaries(nodes),
    ...checkEventGateways(nodes, flows),
    ...checkInstantiating(nodes, flows),
    ...checkOutcomes(nodes, flows),
    ...checkLoops(nodes, flows),
  );
  return {
    start: Object.values(nodes).find(isEventSubProcess(container) ? isStart : isNoneStart)?.id ?? '',
    nodes: Object.assign({}, nodes, ...inner.map((each) => each.nodes)) as Record<string, FlowNode>,
    flows: Object.assign({}, flows, ...inner.map((each) => each.flows)) as Record<string, SequenceFlow>,
    findings: [...findings, ...inner.flatMap((each) => each.findings)],
  };
}

/** Answers what the process knows about a node; flows and events are looked through once for all nodes. */
function surroundingsIn(
  elements: readonly ModdleElement[],
  flows: Readonly<Record<string, SequenceFlow>>,
  scope: string | null,
): (element: ModdleElement, id: string, start: string) => Surroundings {
  const into = new Map<string, string[]>();
  const outOf = new Map<string, string[]>();
  const boundary = new Map<string, string[]>();
  const add = (to: Map<string, string[]>, at: string, id: string) => to.set(at, [...(to.get(at) ?? []), id]);
  for (const { id, source, target } of Object.values(flows)) {
    add(into, target, id);
    add(outOf, source, id);
  }
  for (const { id, attachedToRef } of elements) {
    if (id !== undefined && attachedToRef?.id !== undefined) add(boundary, attachedToRef.id, id);
  }
  return (element, id, start) => {
    const base = { id, name: element.name ?? null, incoming: into.get(id) ?? [], outgoing: outOf.get(id) ?? [] };
    return { base: scope === null ? base : { ...base, scope }, boundary: boundary.get(id) ?? [], start };
  };
}
