import { finding } from '../rules.ts';
import type { ExclusiveGateway, FlowNode } from '../model.ts';
import type { SequenceFlow } from '../nodeModel.ts';
import type { Finding } from '../finding.ts';

type Nodes = Readonly<Record<string, FlowNode>>;
type Flows = Readonly<Record<string, SequenceFlow>>;

/** Checks default flows, and where conditions stand and where they are missing (BPMN 2.0 chapters 8 and 10). */
export function checkConditions(nodes: Nodes, flows: Flows): Finding[] {
  return [
    ...Object.values(nodes).flatMap((node) => [...checkDefault(node), ...checkExclusive(node, flows)]),
    ...Object.values(flows).flatMap((flow) => checkPlace(flow, nodes[flow.source])),
  ];
}

function checkDefault(node: FlowNode): Finding[] {
  const byDefault = 'defaultFlow' in node ? (node.defaultFlow ?? null) : null;
  if (byDefault === null || node.outgoing.includes(byDefault)) return [];
  const advice = `The default flow ${byDefault} does not leave ${node.id}; name one that does.`;
  return [finding('default-flow-foreign', node.id, advice)];
}

function checkExclusive(node: FlowNode, flows: Flows): Finding[] {
  if (node.type !== 'exclusiveGateway' || node.outgoing.length < 2) return [];
  return node.outgoing.flatMap((id) => {
    const flow = flows[id];
    return flow?.condition === null && id !== node.defaultFlow ? [missingCondition(flow, node)] : [];
  });
}

function missingCondition(flow: SequenceFlow, gateway: ExclusiveGateway): Finding {
  const rewrite =
    gateway.defaultFlow === null
      ? `give it a condition, or write default="${flow.id}" on the gateway`
      : 'give it a condition';
  return finding('condition-missing', flow.id, `The flow leaves ${gateway.id} without a condition; ${rewrite}.`);
}

function checkPlace({ id, condition, outcome }: SequenceFlow, source: FlowNode | undefined): Finding[] {
  if (condition === null || outcome !== null || source === undefined) return [];
  if (!source.type.endsWith('Event') && source.type !== 'eventBasedGateway') return [];
  const advice = `Put an exclusive gateway after ${source.id}, and lead this flow and a default flow out of it.`;
  return [finding('condition-misplaced', id, advice)];
}
