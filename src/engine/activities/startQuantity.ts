import type { FlowNode } from '../../bpmn/model.ts';
import { consume, hold } from '../gateways/held.ts';
import type { Run } from '../run.ts';
import type { Token } from '../state.ts';

/**
 * An activity starts when its `startQuantity` of tokens has come, along whichever flows; until then they are held, and
 * then one token is left of them (BPMN 2.0 §13.3.2). Undefined: it does not start yet.
 */
export function gather(run: Run, token: Token, node: FlowNode): Token | undefined {
  const quantity = 'startQuantity' in node ? (node.startQuantity ?? 1) : 1;
  if (quantity === 1 || token.along === undefined) return token;
  hold(run, token, node);
  const held: Token[] = [];
  for (const other of run.tokens.values()) {
    if (other.heldOn !== undefined && other.at === node.id && other.scope === token.scope) held.push(other);
  }
  return held.length < quantity ? undefined : consume(run, held.slice(0, quantity));
}
