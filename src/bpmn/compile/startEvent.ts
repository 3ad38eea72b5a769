import { compileTriggers } from './trigger.ts';
import { finding } from '../rules.ts';
import type { EventBasedGateway, FlowNode } from '../model.ts';
import type { MessageTrigger, SignalTrigger, StartEvent, TimerTrigger, Trigger } from '../eventModel.ts';
import type { SequenceFlow } from '../nodeModel.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { Surroundings } from './surroundings.ts';

type Nodes = Readonly<Record<string, FlowNode>>;
type Flows = Readonly<Record<string, SequenceFlow>>;

/** A start event of a process: a none start, or what creates cases. Undefined where a finding says why not. */
export function compileStartEvent(
  element: ModdleElement,
  base: Surroundings['base'],
  findings: Finding[],
): StartEvent | undefined {
  const type = 'startEvent';
  const all = [...(element.eventDefinitions ?? []), ...(element.eventDefinitionRef ?? [])];
  if (all.length === 0) return { type, ...base };
  // only a none start event begins a sub-process, which the table of positions says
  if (base.scope !== undefined) return undefined;
  const compiled = compileTriggers({ element, id: base.id, what: 'start event' }, 'repeating', findings);
  if (compiled === undefined) return undefined;
  const starts = ('triggers' in compiled ? compiled.triggers : [compiled]).filter(isStarting);
  const [first] = starts;
  const isMultiple = 'triggers' in compiled;
  if (first !== undefined && starts.length === all.length && !(isMultiple && compiled.parallel)) {
    return isMultiple ? { type, ...base, starts } : { type, ...base, ...first };
  }
  const advice = 'let one event of a timer, a message or a signal start the case, and catch the others inside';
  findings.push(finding('unsupported-element', base.id, `No case can be started by this start event; ${advice}.`));
  return undefined;
}

function isStarting(trigger: Trigger): trigger is TimerTrigger | MessageTrigger | SignalTrigger {
  return 'timer' in trigger || 'message' in trigger || 'signal' in trigger;
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
