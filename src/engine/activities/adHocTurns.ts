import type { FlowNode } from '../../bpmn/model.ts';
import { nodeAt } from '../processes.ts';
import type { Run } from '../run.ts';
import { tokensIn } from '../scopes.ts';
import { adHocAround } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';
import { dropToken, sendToken } from '../tokens.ts';
import { cancelActivity } from './activity.ts';

/**
 * Whether an activity only waits for a person or a message to begin: it is done in the very moment that it is begun, so
 * several can be offered where activities are performed one after the other.
 */
export function isOffer(node: FlowNode): boolean {
  return (node.type === 'userTask' || node.type === 'receiveTask') && !('multiInstance' in node) && !('loop' in node);
}

/**
 * Whether an activity can start that a token has come to. In an ad-hoc sub-process that has ended the token ends with
 * it. In a sequential one the token is parked while another activity is being performed; what is only offered is taken
 * back while one is.
 */
export function startsNow(run: Run, token: Token, node: FlowNode): boolean {
  const around = adHocAround(run, token, node);
  if (around === undefined) return true;
  if (run.scopes.get(token.scope ?? 0)?.ended === true) {
    dropToken(run, token);
    return false;
  }
  if (!around.sequential) return true;
  const others = tokensIn(run, token.scope).filter((other) => other.id !== token.id && isBegun(run, other));
  if (others.some((other) => !isOffer(nodeAt(run, other)))) {
    run.tokens.set(token.id, { ...token, parked: true });
    return false;
  }
  if (!isOffer(node)) for (const offer of others) takeBack(run, offer);
  return true;
}

function isBegun(run: Run, token: Token): boolean {
  return token.parked === undefined && !run.moving.has(token.id) && 'boundary' in nodeAt(run, token);
}

function takeBack(run: Run, offer: Token): void {
  cancelActivity(run, offer);
  run.tokens.set(offer.id, { ...offer, parked: true });
}

/** When nothing moves any more: lets the next parked activity start, or offers those that are left. Answers whether any. */
export function giveTurn(run: Run): boolean {
  const parked = [...run.tokens.values()].filter((token) => token.parked === true);
  const waiting = new Set(parked.map(({ scope }) => scope));
  for (const scope of waiting) {
    const isBusy = tokensIn(run, scope).some((token) => isBegun(run, token) && !isOffer(nodeAt(run, token)));
    if (isBusy) continue;
    const own = parked.filter((token) => token.scope === scope);
    const next = own.find((token) => !isOffer(nodeAt(run, token)));
    for (const token of next === undefined ? own : [next]) sendToken(run, token, token.at);
    return true;
  }
  return false;
}
