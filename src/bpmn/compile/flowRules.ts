import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import { isData } from './data.ts';
import { triggersOf, type Trigger } from './positions.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** Checks what a sequence flow joins, and that nothing can come in between; [] for what is no sequence flow. */
export function checkFlow(flow: ModdleElement): Finding[] {
  if (typeOf(flow) !== 'SequenceFlow') return [];
  const id = flow.id ?? null;
  const beside = flow.$parent?.flowElements ?? [];
  const ends = [flow.sourceRef, flow.targetRef].flatMap((end) => end ?? []);
  const wrong = ends.filter((end) => typeOf(end) === 'SequenceFlow' || isData(end) || isElsewhere(end, beside));
  const findings = wrong.map((end) => {
    const advice = `${end.id ?? ''} is a ${typeOf(end)}; lead the flow to an event, activity or gateway.`;
    return finding('flow-end', id, advice);
  });
  if (flow.isImmediate !== false) return findings;
  return [
    ...findings,
    finding('flow-not-immediate', id, 'Remove isImmediate="false": nothing is left out of what runs.'),
  ];
}

/** Checks that the lists of a flow node name flows that lead there; where they do not, the ends of the flows hold. */
export function checkFlowLists(node: ModdleElement): Finding[] {
  const wrong = [
    ...(node.incoming ?? []).filter(({ targetRef }) => targetRef !== node),
    ...(node.outgoing ?? []).filter(({ sourceRef }) => sourceRef !== node),
  ];
  return wrong.map(({ id = '' }) => {
    const advice = `The element lists the flow ${id}, which has other ends; its sourceRef and targetRef hold. Redraw it.`;
    return finding('flow-lists', node.id ?? null, advice);
  });
}

/** Checks that a gateway joins or splits as its gatewayDirection says. */
export function checkDirection(gateway: ModdleElement): Finding[] {
  const { gatewayDirection: direction, $parent, id = null } = gateway;
  if (direction !== 'Converging' && direction !== 'Diverging') return [];
  const flows = ($parent?.flowElements ?? []).filter((element) => typeOf(element) === 'SequenceFlow');
  const several = (end: 'sourceRef' | 'targetRef') => flows.filter((flow) => flow[end] === gateway).length > 1;
  if (!several(direction === 'Converging' ? 'sourceRef' : 'targetRef')) return [];
  const advice = `The gateway is ${direction.toLowerCase()}, but several flows ${direction === 'Converging' ? 'leave it' : 'lead to it'}; write gatewayDirection="Mixed", or draw two gateways.`;
  return [finding('gateway-direction', id, advice)];
}

/** Tells where an event in the midst of a process leads nowhere; only a link, and what is compensated, ends there. */
export function checkLeaving(event: ModdleElement): Finding[] {
  if (!/^(?:Intermediate|Boundary)/.test(typeOf(event)) || triggersOf(event).some(endsHere)) return [];
  const beside = event.$parent?.flowElements ?? [];
  if (beside.some((element) => typeOf(element) === 'SequenceFlow' && element.sourceRef === event)) return [];
  const advice = 'No flow leaves the event, so its token ends here; lead one to what follows, or to an end event.';
  return [finding('event-leads-nowhere', event.id ?? null, advice)];
}

function endsHere(trigger: Trigger): boolean {
  return trigger === 'link' || trigger === 'compensate';
}

/** Artifacts, lanes and pools are no flow elements; flow nodes elsewhere break another rule. */
function isElsewhere(end: ModdleElement, beside: readonly ModdleElement[]): boolean {
  return !beside.includes(end) && end.$parent?.flowElements?.includes(end) !== true;
}
