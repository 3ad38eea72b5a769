import type { FlowNode, ProcessModel } from '../../bpmn/model.ts';
import { hasOutcomes } from '../sequenceFlow.ts';

/** The flow to leave by, by what leaves by one of several: an exclusive gateway, or a task with outcome flows. */
export type Choices = ReadonlyMap<string, string>;

/**
 * The process with its data taken out: a gateway leaves by the chosen flow (else its first), flows have no conditions,
 * built-in services do nothing, a cycle of fixed dates counts from its arming. What remains is the graph and its timers.
 */
export function forceChoices(model: ProcessModel, choices: Choices): ProcessModel {
  const nodes = Object.entries(model.nodes).map(([id, node]) => {
    const chosen = isChoice(model, id) ? oneWayOut(node, choices.get(id)) : node;
    return [id, forced(chosen)] as const;
  });
  const flows = Object.entries(model.flows).map(
    ([id, flow]) => [id, { ...flow, condition: null, outcome: null }] as const,
  );
  return { ...model, nodes: Object.fromEntries(nodes), flows: Object.fromEntries(flows) };
}

/** Whether a node is left by one of its flows, and by which is said by data. */
export function isChoice(model: ProcessModel, id: string): boolean {
  const node = model.nodes[id];
  if (node === undefined) return false;
  return node.type === 'exclusiveGateway' || hasOutcomes(node.outgoing.flatMap((flow) => model.flows[flow] ?? []));
}

function oneWayOut(node: FlowNode, choice: string | undefined): FlowNode {
  const outgoing = choice === undefined ? node.outgoing.slice(0, 1) : [choice];
  return node.type === 'exclusiveGateway' ? { ...node, defaultFlow: null, outgoing } : { ...node, outgoing };
}

function forced(node: FlowNode): FlowNode {
  if (node.type === 'serviceTask' && 'builtIn' in node.service) {
    return { ...node, type: 'manualTask', law: null };
  }
  if ('timer' in node && node.timer.kind === 'cycle')
    return { ...node, timer: { ...node.timer, start: null, end: null } };
  return node;
}
