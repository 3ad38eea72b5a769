import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { EventBasedGateway, FlowNode } from '../model.ts';
import type { SequenceFlow } from '../nodeModel.ts';

type Nodes = Readonly<Record<string, FlowNode>>;
type Flows = Readonly<Record<string, SequenceFlow>>;

/** Checks what stands behind event-based gateways (BPMN 2.0 chapter 10, Event-Based Gateway). */
export function checkEventGateways(nodes: Nodes, flows: Flows): Finding[] {
  return Object.values(nodes).flatMap((node) =>
    node.type === 'eventBasedGateway' ? checkEventGateway(node, nodes, flows) : [],
  );
}

function checkEventGateway(gateway: EventBasedGateway, nodes: Nodes, flows: Flows): Finding[] {
  const targets = gateway.outgoing.flatMap((id) => nodes[flows[id]?.target ?? ''] ?? []);
  const found = targets.flatMap((target) => checkTarget(gateway, target));
  if (gateway.outgoing.length < 2) {
    const advice = 'Lead flows to at least two events; for a single one the gateway is not needed.';
    found.push(finding('event-gateway-flows', gateway.id, advice));
  }
  const task = targets.find(({ type }) => type === 'receiveTask');
  const event = targets.find((target) => target.type === 'intermediateCatchEvent' && 'message' in target);
  if (task === undefined || event === undefined) return found;
  const advice = `${event.id} is a message event and ${task.id} a receive task; make them alike.`;
  return [...found, finding('event-gateway-mixed', gateway.id, advice)];
}

function checkTarget(gateway: EventBasedGateway, target: FlowNode): Finding[] {
  const refuse = (what: string) => [finding('event-gateway-target', target.id, `${what} (gateway ${gateway.id}).`)];
  const isEvent = target.type === 'intermediateCatchEvent' && !('link' in target);
  if (!isEvent && target.type !== 'receiveTask') {
    return refuse('Put a timer, message, signal or conditional event, or a receive task, before it');
  }
  if (target.incoming.length > 1) return refuse('Remove the other flows that lead here');
  if (target.type !== 'receiveTask' || target.boundary.length === 0) return [];
  return refuse(`Remove the boundary event ${target.boundary.join(', ')}, or draw a message event instead`);
}
