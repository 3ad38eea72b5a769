import { typeOf } from '../checkSupport.ts';
import { checkJoins } from './joins.ts';
import { finding } from '../rules.ts';
import { isNoneStart } from '../starts.ts';
import type { Finding } from '../finding.ts';
import type { ExclusiveGateway, FlowNode, SequenceFlow } from '../model.ts';
import type { ModdleElement } from 'bpmn-moddle';

type Nodes = Readonly<Record<string, FlowNode>>;
type Flows = Readonly<Record<string, SequenceFlow>>;

/** Checks how the nodes of a process or sub-process hang together. A node without outgoing flows ends its token: BPMN's implicit end. */
export function checkGraph(process: ModdleElement, nodes: Nodes, flows: Flows): Finding[] {
  const elements = process.flowElements ?? [];
  return [
    ...checkStarts(process, nodes),
    ...Object.values(nodes).flatMap((node) => [...checkEnds(node), ...checkGateway(node, flows)]),
    ...elements.flatMap((element) => checkAttachment(element, elements)),
    ...checkConditions(nodes, flows),
    ...(isComplete(elements, nodes) ? [...checkReach(nodes, flows), ...checkJoins(nodes, flows)] : []),
  ];
}

function checkStarts(process: ModdleElement, nodes: Nodes): Finding[] {
  if (!Object.values(nodes).some(isStart)) {
    return [
      finding('start-missing', process.id ?? null, 'Add a none start event and lead a flow from it to the first step.'),
    ];
  }
  const [first, ...others] = Object.values(nodes).filter(isNoneStart);
  return others.map(({ id }) =>
    finding('several-starts', id, `It starts at ${first?.id ?? ''} already; lead both through one none start event.`),
  );
}

function checkEnds(node: FlowNode): Finding[] {
  const [incoming = ''] = node.incoming;
  const [outgoing = ''] = node.outgoing;
  if (node.type === 'startEvent' && incoming !== '') {
    return [finding('incoming-to-start', node.id, `Lead the flow ${incoming} to the step after the start event.`)];
  }
  if (node.type === 'boundaryEvent' && incoming !== '') {
    return [
      finding('incoming-to-boundary', node.id, `Lead the flow ${incoming} to the activity, not to its boundary event.`),
    ];
  }
  if (node.type === 'endEvent' && outgoing !== '') {
    return [finding('outgoing-from-end', node.id, `Remove the flow ${outgoing}: nothing follows an end event.`)];
  }
  return [];
}

function checkGateway(node: FlowNode, flows: Flows): Finding[] {
  if (node.type !== 'exclusiveGateway') return [];
  const outgoing = node.outgoing.flatMap((id) => flows[id] ?? []);
  const unconditional = outgoing.filter((flow) => flow.condition === null && flow.id !== node.defaultFlow);
  const missing = outgoing.length < 2 ? [] : unconditional.map((flow) => missingCondition(flow, node));
  if (node.defaultFlow === null) return missing;
  const byDefault = outgoing.find((flow) => flow.id === node.defaultFlow);
  if (byDefault === undefined) {
    return [
      ...missing,
      finding(
        'default-flow-foreign',
        node.id,
        `The default flow ${node.defaultFlow} does not leave the gateway; name one that does.`,
      ),
    ];
  }
  if (byDefault.condition === null) return missing;
  return [
    ...missing,
    finding('default-flow-conditional', byDefault.id, `The flow is the default of ${node.id}; remove its condition.`),
  ];
}

function missingCondition(flow: SequenceFlow, gateway: ExclusiveGateway): Finding {
  const rewrite =
    gateway.defaultFlow === null
      ? `give it a condition, or write default="${flow.id}" on the gateway`
      : 'give it a condition';
  return finding('condition-missing', flow.id, `The flow leaves ${gateway.id} without a condition; ${rewrite}.`);
}

function checkConditions(nodes: Nodes, flows: Flows): Finding[] {
  return Object.values(flows)
    .filter(
      (flow) =>
        flow.condition !== null &&
        flow.outcome === null &&
        nodes[flow.source] !== undefined &&
        nodes[flow.source]?.type !== 'exclusiveGateway',
    )
    .map((flow) =>
      finding(
        'condition-misplaced',
        flow.id,
        `Put an exclusive gateway after ${flow.source}, and lead this flow and a default flow out of it.`,
      ),
    );
}

function checkAttachment(element: ModdleElement, elements: readonly ModdleElement[]): Finding[] {
  if (typeOf(element) !== 'BoundaryEvent' || element.id === undefined) return [];
  const host = element.attachedToRef;
  if (host !== undefined && elements.includes(host) && /Task$|Activity$|SubProcess$|^Transaction$/.test(typeOf(host)))
    return [];
  const where = host === undefined ? 'to nothing' : `to ${host.id ?? 'an element'}, which is no activity beside it`;
  return [
    finding('boundary-detached', element.id, `The event is attached ${where}; set attachedToRef to an activity.`),
  ];
}

/** Where a process or sub-process can begin. */
function isStart(node: FlowNode): boolean {
  return node.type === 'startEvent' || 'instantiate' in node;
}

/** Paths through refused elements are not known. */
function isComplete(elements: readonly ModdleElement[], nodes: Nodes): boolean {
  return elements.every((element) => typeOf(element) === 'SequenceFlow' || Object.hasOwn(nodes, element.id ?? ''));
}

function checkReach(nodes: Nodes, flows: Flows): Finding[] {
  const reached = new Set<string>();
  const ahead = Object.values(nodes).flatMap((node) => (isStart(node) ? [node.id] : []));
  if (ahead.length === 0) return [];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const node = nodes[id];
    if (node === undefined || reached.has(id)) continue;
    reached.add(id);
    ahead.push(
      ...node.outgoing.flatMap((flow) => flows[flow]?.target ?? []),
      ...('boundary' in node ? node.boundary : []),
    );
  }
  return Object.keys(nodes)
    .filter((id) => !reached.has(id))
    .map((id) => finding('unreachable', id, 'No path leads here from the start event; connect or remove it.'));
}
