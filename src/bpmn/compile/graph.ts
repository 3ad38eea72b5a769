import { typeOf } from '../checkSupport.ts';
import { isAdHoc } from './adHoc.ts';
import { checkConditions } from './flowConditions.ts';
import { checkJoins } from './joins.ts';
import { finding } from '../rules.ts';
import { isData } from './data.ts';
import { isEventSubProcess } from './eventSubProcess.ts';
import { isNoneStart } from '../starts.ts';
import type { Finding } from '../finding.ts';
import type { FlowNode } from '../model.ts';
import type { SequenceFlow } from '../nodeModel.ts';
import type { ModdleElement } from 'bpmn-moddle';

type Nodes = Readonly<Record<string, FlowNode>>;
type Flows = Readonly<Record<string, SequenceFlow>>;

/** Checks how the nodes of a process or sub-process hang together. A node without outgoing flows ends its token: BPMN's implicit end. */
export function checkGraph(process: ModdleElement, nodes: Nodes, flows: Flows): Finding[] {
  const elements = process.flowElements ?? [];
  return [
    ...checkStarts(process, nodes),
    ...Object.values(nodes).flatMap(checkEnds),
    ...elements.flatMap((element) => checkAttachment(element, elements)),
    ...checkConditions(nodes, flows),
    ...(isComplete(elements, nodes) ? [...checkReach(process, nodes, flows), ...checkJoins(nodes, flows)] : []),
  ];
}

function checkStarts(process: ModdleElement, nodes: Nodes): Finding[] {
  if (isEventSubProcess(process) || isAdHoc(process)) return [];
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

/** Whether something begins at a node without a token that came to it. */
export function isStart(node: FlowNode): boolean {
  return node.type === 'startEvent' || 'instantiate' in node;
}

/** Whether a node of an ad-hoc sub-process can be begun. */
function isBegun(node: FlowNode): boolean {
  return 'boundary' in node && node.incoming.length === 0;
}

/** Paths through refused elements are not known. */
function isComplete(elements: readonly ModdleElement[], nodes: Nodes): boolean {
  const drawn = elements.filter((element) => typeOf(element) !== 'SequenceFlow' && !isData(element));
  return drawn.every(({ id = '' }) => Object.hasOwn(nodes, id));
}

function checkReach(process: ModdleElement, nodes: Nodes, flows: Flows): Finding[] {
  const reached = new Set<string>();
  const ahead = Object.values(nodes).flatMap((node) =>
    isStart(node) || node.type === 'eventSubProcess' || (isAdHoc(process) && isBegun(node)) ? [node.id] : [],
  );
  if (ahead.length === 0) return [];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const node = nodes[id];
    if (node === undefined || reached.has(id)) continue;
    reached.add(id);
    ahead.push(
      ...node.outgoing.flatMap((flow) => flows[flow]?.target ?? []),
      ...('boundary' in node ? node.boundary : []),
      ...('handler' in node ? [node.handler] : []),
    );
  }
  return Object.keys(nodes)
    .filter((id) => !reached.has(id))
    .map((id) => finding('unreachable', id, 'No path leads here from the start event; connect or remove it.'));
}
