import type { FlowNode, ProcessModel } from '../../bpmn/model.ts';

/** The flow to leave by, by exclusive gateway. */
export type Choices = ReadonlyMap<string, string>;

/**
 * The process with its data taken out: a gateway leaves by the chosen flow (else its first), flows have no conditions,
 * built-in services do nothing, a cycle of fixed dates counts from its arming. What remains is the graph and its timers.
 */
export function forceChoices(model: ProcessModel, choices: Choices): ProcessModel {
  const nodes = Object.entries(model.nodes).map(([id, node]) => [id, forced(node, choices.get(id))] as const);
  const flows = Object.entries(model.flows).map(([id, flow]) => [id, { ...flow, condition: null }] as const);
  return { ...model, nodes: Object.fromEntries(nodes), flows: Object.fromEntries(flows) };
}

function forced(node: FlowNode, choice: string | undefined): FlowNode {
  if (node.type === 'exclusiveGateway') {
    return { ...node, defaultFlow: null, outgoing: choice === undefined ? node.outgoing.slice(0, 1) : [choice] };
  }
  if (node.type === 'serviceTask' && 'builtIn' in node.service) {
    const { id, name, incoming, outgoing, boundary, step } = node;
    return { type: 'manualTask', id, name, incoming, outgoing, boundary, step };
  }
  if ('timer' in node && node.timer.kind === 'cycle')
    return { ...node, timer: { ...node.timer, start: null, end: null } };
  return node;
}
