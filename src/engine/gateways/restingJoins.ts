import { behaviourOf } from '../behaviours.ts';
import { nodeAt } from '../processes.ts';
import type { Run } from '../run.ts';
import type { Token } from '../state.ts';
import { mayStillArrive } from './upstream.ts';

/**
 * When no token moves any more: of the joins that hold tokens, lets the first one pass that can. Answers whether
 * anything has changed, so that there is to be asked again.
 */
export function passJoin(run: Run): boolean {
  const held = heldTokens(run);
  for (const tokens of held.values()) {
    const [token] = tokens;
    if (token === undefined) continue;
    const node = nodeAt(run, token);
    if (behaviourOf(node, token).rest?.(run, tokens, node) === true) return true;
  }
  return run.resets.length > 0 && resetEmpty(run);
}

/** Held tokens by scope and node, in the order of the tokens; without those of a join that an incident has stopped. */
function heldTokens(run: Run): Map<string, Token[]> {
  const held = new Map<string, Token[]>();
  for (const token of run.tokens.values()) {
    if (token.heldOn === undefined) continue;
    const place = placeOf(token);
    const others = held.get(place);
    if (others === undefined) held.set(place, [token]);
    else others.push(token);
  }
  if (held.size === 0) return held;
  for (const { kind, token: id } of run.waits.values()) {
    const token = kind === 'incident' ? run.tokens.get(id) : undefined;
    if (token?.heldOn !== undefined) held.delete(placeOf(token));
  }
  return held;
}

/** A complex gateway that holds nothing and gets nothing any more starts anew without a trace. */
function resetEmpty(run: Run): boolean {
  const tokens = [...run.tokens.values()];
  const left = run.resets.filter(({ at, scope, consumed }) => {
    const inside = tokens.find((token) => token.scope === scope);
    if (inside === undefined) return false;
    if (tokens.some((token) => token.heldOn !== undefined && token.at === at && token.scope === scope)) return true;
    return mayStillArrive(run, inside, nodeAt(run, { ...inside, at }), new Set(consumed));
  });
  const changed = left.length < run.resets.length;
  run.resets.splice(0, run.resets.length, ...left);
  return changed;
}

function placeOf({ scope, at }: Token): string {
  return `${scope ?? ''} ${at}`;
}
