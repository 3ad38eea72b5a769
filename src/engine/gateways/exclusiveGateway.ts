import type { ExclusiveGateway } from '../../bpmn/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { decide } from '../conditions.ts';
import type { Run } from '../run.ts';
import { outgoing, stopUndecidable, stopWithoutFlow, take, type Conditions } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';

/** Exclusive gateway: every incoming token leaves by the first flow that holds, asked in document order. */
export const exclusiveGateway: Behaviour<ExclusiveGateway> = { enter: choose, leave: choose };

function choose(run: Run, token: Token, node: ExclusiveGateway): void {
  const flows = outgoing(run, token, node);
  const conditions: Conditions = [];
  for (const flow of flows) {
    if (flow.id === node.defaultFlow) continue;
    if (flow.condition === null) return take(run, token, node, [flow], conditions);
    const verdict = decide(run, token, flow);
    if ('undecidable' in verdict) return stopUndecidable(run, token, node, flow, verdict);
    conditions.push([flow.id, verdict.holds]);
    if (verdict.holds) return take(run, token, node, [flow], conditions);
  }
  const fallback = flows.find((flow) => flow.id === node.defaultFlow);
  if (fallback === undefined) return stopWithoutFlow(run, token, node);
  take(run, token, node, [fallback], conditions);
}
