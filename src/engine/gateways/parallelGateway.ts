import type { ParallelGateway } from '../../bpmn/model.ts';
import type { Behaviour } from '../behaviour.ts';
import type { Run } from '../run.ts';
import { endToken, outgoing, take } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';

/**
 * Parallel gateway: holds every token until there is one on each incoming flow, then takes one from each flow and sends
 * one along each outgoing flow. Further tokens on a flow stay held (BPMN 2.0 chapter 13, Parallel Gateway).
 */
export const parallelGateway: Behaviour<ParallelGateway> = { enter, leave: split };

function enter(run: Run, token: Token, node: ParallelGateway): void {
  const { along, ...rest } = token;
  if (node.incoming.length < 2) return split(run, rest, node);
  if (along === undefined) throw new Error(`Token ${token.id} came to the join ${node.id} along no flow.`);
  run.tokens.set(token.id, { ...rest, heldOn: along });
  const found = node.incoming.map((flow) => heldOn(run, token, flow));
  const joined = found.filter((held) => held !== undefined);
  if (joined.length < found.length) return;
  for (const held of joined) if (held.id !== token.id) run.tokens.delete(held.id);
  run.tokens.set(token.id, rest);
  split(run, rest, node);
}

function split(run: Run, token: Token, node: ParallelGateway): void {
  if (node.outgoing.length === 0) endToken(run, token, node);
  else take(run, token, node, outgoing(run, token, node), []);
}

/** The token that has been held longest on a flow into the node where `token` is, in its scope. */
function heldOn(run: Run, { at, scope }: Token, flow: string): Token | undefined {
  for (const held of run.tokens.values()) {
    if (held.heldOn === flow && held.at === at && held.scope === scope) return held;
  }
  return undefined;
}
