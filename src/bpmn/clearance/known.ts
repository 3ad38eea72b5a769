import type { FlowNode, ProcessModel } from '../model.ts';
import type { SequenceFlow } from '../nodeModel.ts';
import type { NotModelled } from './net.ts';

const every = ['type', 'id', 'name', 'incoming', 'outgoing', 'scope'];
const activity = [...every, 'boundary', 'step', 'law', 'records', 'deadlines', 'clocks'];

/** What the check of clearance knows of each kind of node. What is added to the model stays unknown until it is proved. */
const known: { readonly [T in FlowNode['type']]?: readonly string[] } = {
  startEvent: every,
  endEvent: [...every, 'terminate', 'throws'],
  userTask: activity,
  manualTask: activity,
  serviceTask: [...activity, 'service'],
  receiveTask: [...activity, 'message'],
  subProcess: [...activity, 'start'],
  callActivity: [...activity, 'calledElement'],
  exclusiveGateway: [...every, 'defaultFlow'],
  parallelGateway: every,
  eventBasedGateway: every,
  intermediateCatchEvent: [...every, 'timer', 'message'],
  boundaryEvent: [...every, 'attachedTo', 'interrupting', 'timer', 'message', 'catches'],
};

/** The first element of a process that the check of clearance does not know. */
export function unknownIn({ nodes, flows }: ProcessModel): NotModelled | undefined {
  const kinds: Readonly<Record<string, readonly string[]>> = known;
  for (const node of Object.values(nodes)) {
    const properties = Object.hasOwn(kinds, node.type) ? kinds[node.type] : undefined;
    if (properties === undefined) return { elementId: node.id, reason: `a ${node.type} is not known to it` };
    const other = Object.keys(node).find((property) => !properties.includes(property));
    if (other !== undefined) return { elementId: node.id, reason: `${other} of a ${node.type} is not known to it` };
    const flow = 'boundary' in node ? node.outgoing.find((id) => isConditional(flows[id])) : undefined;
    if (flow !== undefined)
      return { elementId: flow, reason: `a condition on a flow out of a ${node.type} is not known to it` };
  }
  return undefined;
}

function isConditional(flow: SequenceFlow | undefined): boolean {
  return flow !== undefined && flow.condition !== null && flow.outcome === null;
}
