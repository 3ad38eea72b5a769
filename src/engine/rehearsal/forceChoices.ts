import type { BoundaryError, CatchingNode, Trigger } from '../../bpmn/eventModel.ts';
import type { FlowNode, ProcessModel } from '../../bpmn/model.ts';
import { needsAll, triggersOf } from '../events/triggers.ts';
import { hasOutcomes } from '../sequenceFlow.ts';

/** The flow to leave by, by what leaves by one of several: an exclusive gateway, or a task with outcome flows. */
export type Choices = ReadonlyMap<string, string>;

/**
 * The process with its data taken out: a gateway leaves by the chosen flow (else its first), flows have no conditions,
 * built-in services do nothing, a call waits as a task does and the errors out of it as messages, an error that leaves
 * the process ends its token, what loops is performed once, a cycle of fixed dates counts from its arming. What remains is the graph and its events.
 */
export function forceChoices(model: ProcessModel, choices: Choices): ProcessModel {
  const nodes = Object.entries(model.nodes).map(([id, node]) => {
    const chosen = isChoice(model, id) ? oneWayOut(node, choices.get(id)) : node;
    return [id, forced(model, once(chosen))] as const;
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

/** Whether a node throws an error that nothing in its process catches. */
export function leavesProcess(model: ProcessModel, node: FlowNode): boolean {
  if (!('throws' in node)) return false;
  for (let { scope } = node, around = node.id; ; around = scope, scope = model.nodes[scope]?.scope) {
    const activity = model.nodes[scope ?? ''];
    const boundary = activity !== undefined && 'boundary' in activity ? activity.boundary : [];
    const caught = [...boundary.flatMap((id) => model.nodes[id] ?? []), ...startsBeside(model, scope, around)];
    if (caught.some((event) => catchesError(event, node.throws))) return false;
    if (scope === undefined) return true;
  }
}

/** The starts of the event sub-processes in a scope other than the one that something is thrown in. */
function startsBeside({ nodes }: ProcessModel, scope: string | undefined, thrower: string): FlowNode[] {
  return Object.values(nodes).flatMap((node) => {
    if (node.type !== 'eventSubProcess' || node.scope !== scope || node.id === thrower) return [];
    return nodes[node.start] ?? [];
  });
}

function catchesError(event: FlowNode, code: string): boolean {
  const triggers = 'triggers' in event ? event.triggers : [event];
  return triggers.some((trigger) => 'catches' in trigger && (trigger.catches === null || trigger.catches === code));
}

/** Whether a node catches errors that come out of a called process. */
export function isErrorOfCall(model: ProcessModel, node: FlowNode | undefined): node is BoundaryError {
  return node?.type === 'boundaryEvent' && 'catches' in node && model.nodes[node.attachedTo]?.type === 'callActivity';
}

/** Whether a node is a parallel gateway that waits for several tokens. */
export function isJoin(node: FlowNode | undefined): boolean {
  return node?.type === 'parallelGateway' && node.incoming.length > 1;
}

/** Whether a node is an event that catches one message, signal or change after the other while what is around it goes on. */
export function isRepeatedCatcher(node: FlowNode | undefined): boolean {
  if (node === undefined || !('interrupting' in node) || node.interrupting) return false;
  return 'message' in node || 'signal' in node || 'condition' in node || 'triggers' in node;
}

function oneWayOut(node: FlowNode, choice: string | undefined): FlowNode {
  const outgoing = choice === undefined ? node.outgoing.slice(0, 1) : [choice];
  return node.type === 'exclusiveGateway' ? { ...node, defaultFlow: null, outgoing } : { ...node, outgoing };
}

/** Data says how often something is performed; here, once. */
function once(node: FlowNode): FlowNode {
  const single: FlowNode = node.type === 'adHocSubProcess' ? { ...node, completionCondition: null } : { ...node };
  for (const property of ['loop', 'multiInstance']) Reflect.deleteProperty(single, property);
  return single;
}

function forced(model: ProcessModel, node: FlowNode): FlowNode {
  if (node.type === 'serviceTask' && 'builtIn' in node.service) {
    return { ...node, type: 'manualTask', law: null };
  }
  // a script works on data, and messages are not compared
  if (node.type === 'scriptTask' || (node.type === 'sendTask' && 'message' in node.sends)) {
    return { ...node, type: 'manualTask', law: null };
  }
  if (leavesProcess(model, node)) {
    const { id, name, incoming, outgoing, scope } = node;
    return { type: 'endEvent', id, name, incoming, outgoing, ...(scope !== undefined && { scope }) };
  }
  if (isErrorOfCall(model, node)) {
    const { type, id, name, incoming, outgoing, scope, attachedTo } = node;
    const event = { type, id, name, incoming, outgoing, attachedTo, interrupting: true, message: id };
    return scope === undefined ? event : { ...event, scope };
  }
  if (node.type === 'complexGateway') return { ...node, activationCondition: null };
  if (node.type === 'callActivity') return { ...node, type: 'userTask', law: null };
  if (isCatching(node) && triggersOf(node).some(isOutside)) {
    return { ...node, triggers: triggersOf(node).map((each) => sent(each, node.id)), parallel: needsAll(node) };
  }
  if ('timer' in node && node.timer.kind === 'cycle')
    return { ...node, timer: { ...node.timer, start: null, end: null } };
  return node;
}

function isCatching(node: FlowNode): node is CatchingNode {
  if (node.type === 'intermediateCatchEvent') return !('link' in node);
  return node.type === 'boundaryEvent' || (node.type === 'startEvent' && 'interrupting' in node);
}

function isOutside(trigger: Trigger): boolean {
  return 'signal' in trigger || 'condition' in trigger;
}

/** Signals come from elsewhere and conditions are data: they are taken as messages that can always come. */
function sent(trigger: Trigger, id: string): Trigger {
  return isOutside(trigger) ? { message: id } : trigger;
}
