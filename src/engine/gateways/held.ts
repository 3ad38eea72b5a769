import type { FlowNode } from '../../bpmn/model.ts';
import type { Run } from '../run.ts';
import type { Token } from '../state.ts';

/** Holds a token that has come to a join on the flow that it came along. */
export function hold(run: Run, { along, ...token }: Token, node: FlowNode): void {
  if (along === undefined) throw new Error(`Token ${token.id} came to the join ${node.id} along no flow.`);
  run.tokens.set(token.id, { ...token, heldOn: along });
}

/** Of tokens held at a join, the one that has been held longest on each flow, by flow id. */
export function firstOnEachFlow(held: readonly Token[]): Map<string, Token> {
  const first = new Map<string, Token>();
  for (const token of held) {
    if (token.heldOn !== undefined && !first.has(token.heldOn)) first.set(token.heldOn, token);
  }
  return first;
}

/** The join takes these tokens, at least one: a single one is left in their place, which is held no more. */
export function consume(run: Run, joined: readonly Token[]): Token {
  const [first, ...others] = joined;
  if (first === undefined) throw new Error('A join passes with a token.');
  for (const { id } of others) run.tokens.delete(id);
  const token = released(first);
  run.tokens.set(token.id, token);
  return token;
}

/** The token without the flow that it came along or was held on. */
export function released({ id, at, scope }: Token): Token {
  return scope === undefined ? { id, at } : { id, at, scope };
}
