import { typeOf } from '../checkSupport.ts';
import { compileMessage } from './message.ts';
import { compileSignal } from './signal.ts';
import { compileTimer } from './timer.ts';
import { definitionOf } from './eventDefinition.ts';
import { finding } from '../rules.ts';
import type { EventBasedGateway, FlowNode, SequenceFlow, StartEvent } from '../model.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { Surroundings } from './surroundings.ts';

type Nodes = Readonly<Record<string, FlowNode>>;
type Flows = Readonly<Record<string, SequenceFlow>>;

const triggers = ['TimerEventDefinition', 'MessageEventDefinition', 'SignalEventDefinition'];

/** A start event of a process: a none start, or what creates cases. Undefined where a finding says why not. */
export function compileStartEvent(
  element: ModdleElement,
  base: Surroundings['base'],
  findings: Finding[],
): StartEvent | undefined {
  const type = 'startEvent';
  const definition = definitionOf(element, base.id, 'start event', base.scope === undefined ? triggers : [], findings);
  if (definition === undefined) return { type, ...base };
  switch (typeOf(definition)) {
    case 'MessageEventDefinition':
      return { type, ...base, message: compileMessage(definition, base.id, findings) ?? '' };
    case 'SignalEventDefinition':
      return { type, ...base, signal: compileSignal(definition, base.id, findings) ?? '' };
    default: {
      const timer = compileTimer(definition, base.id, 'repeating', findings);
      return timer === undefined ? undefined : { type, ...base, timer };
    }
  }
}

/** How an event-based gateway starts cases; undefined: it does not. A parallel one always does. */
export function instantiating(
  { instantiate, eventGatewayType }: ModdleElement,
  id: string,
  findings: Finding[],
): EventBasedGateway['instantiate'] {
  const isParallel = eventGatewayType === 'Parallel';
  if (instantiate === true) return isParallel ? 'parallel' : 'exclusive';
  if (isParallel) {
    const advice = 'A parallel event-based gateway starts cases: write instantiate="true", or make it exclusive.';
    findings.push(finding('instantiate-misplaced', id, advice));
  }
  return undefined;
}

/**
 * Checks receive tasks and event-based gateways that create cases: nothing leads to them, and the gateway has messages
 * and signals behind it only (BPMN 2.0 chapter 10, Receive Task, Event-Based Gateway).
 */
export function checkInstantiating(nodes: Nodes, flows: Flows): Finding[] {
  return Object.values(nodes).flatMap((node) => {
    if (!('instantiate' in node)) return [];
    const [incoming] = node.incoming;
    const misplaced =
      incoming === undefined && node.scope === undefined
        ? []
        : [finding('instantiate-misplaced', node.id, `Remove ${incoming ?? 'instantiate'}: a case starts here.`)];
    return node.type === 'receiveTask' ? misplaced : [...misplaced, ...checkBehind(node, nodes, flows)];
  });
}

function checkBehind(gateway: EventBasedGateway, nodes: Nodes, flows: Flows): Finding[] {
  const targets = gateway.outgoing.flatMap((id) => nodes[flows[id]?.target ?? ''] ?? []);
  const other = targets.filter((target) => !('message' in target || 'signal' in target));
  return other.map(({ id }) =>
    finding('instantiate-misplaced', id, `Make it a message or signal event: the gateway ${gateway.id} starts cases.`),
  );
}
