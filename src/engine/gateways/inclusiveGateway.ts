import type { InclusiveGateway } from '../../bpmn/model.ts';
import type { Behaviour } from '../behaviour.ts';
import type { Run } from '../run.ts';
import { askFlows, endToken, outgoing, takeAsked } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';
import { consume, firstOnEachFlow, hold, released } from './held.ts';
import { mayStillArrive } from './upstream.ts';

/**
 * Inclusive gateway: holds its tokens until there is none elsewhere in its scope that could still bring one on another
 * incoming flow, then takes one from each flow that has one, and sends one along each outgoing flow whose condition holds
 * (BPMN 2.0 table 13.3).
 */
export const inclusiveGateway: Behaviour<InclusiveGateway> = { enter, leave: split, rest };

function enter(run: Run, token: Token, node: InclusiveGateway): void {
  if (node.incoming.length < 2) return split(run, released(token), node);
  hold(run, token, node);
}

function rest(run: Run, held: readonly Token[], node: InclusiveGateway): boolean {
  const joined = firstOnEachFlow(held);
  const [token] = joined.values();
  if (token === undefined || mayStillArrive(run, token, node, joined)) return false;
  split(run, consume(run, [...joined.values()]), node);
  return true;
}

function split(run: Run, token: Token, node: InclusiveGateway): void {
  if (node.outgoing.length === 0) return endToken(run, token, node);
  takeAsked(run, token, node, askFlows(run, token, outgoing(run, token, node), node.defaultFlow));
}
