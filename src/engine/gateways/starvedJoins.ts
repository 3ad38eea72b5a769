import type { FlowNode } from '../../bpmn/model.ts';
import { raiseIncident } from '../incidents.ts';
import { nodeAt } from '../processes.ts';
import type { Run } from '../run.ts';
import { tokensIn } from '../scopes.ts';
import type { Token } from '../state.ts';

/**
 * Where every token of a scope is held at a join, nothing is left that could bring the token on the missing flow: one
 * incident for the scope, so that such a case does not wait unseen.
 */
export function reportStarvedJoins(run: Run): void {
  const held = [...run.tokens.values()].filter((token) => token.heldOn !== undefined);
  for (const scope of new Set(held.map((token) => token.scope))) {
    const tokens = tokensIn(run, scope).filter((token) => token.listens !== true);
    const [first] = tokens;
    if (first === undefined || !tokens.every((token) => token.heldOn !== undefined)) continue;
    if (!isReported(run, tokens)) report(run, first, held);
  }
}

function isReported(run: Run, tokens: readonly Token[]): boolean {
  const ids = new Set(tokens.map((token) => token.id));
  return [...run.waits.values()].some((wait) => ids.has(wait.token));
}

function report(run: Run, token: Token, held: readonly Token[]): void {
  const node = nodeAt(run, token);
  const here = held.filter(({ at, scope }) => at === token.at && scope === token.scope);
  const message = `${missingAt(node, here)}, and nothing is left that could bring one.`;
  const nextAction =
    node.type === 'parallelGateway'
      ? 'Cancel the case and correct its definition: what splits before a join has to be a parallel gateway.'
      : 'Cancel the case and correct its definition.';
  raiseIncident(run, token, node, { code: 'join-starved', message, nextAction }, { retry: 'enter' });
}

function missingAt(node: FlowNode, held: readonly Token[]): string {
  if ('startQuantity' in node) return `${node.id} starts with ${node.startQuantity ?? 1} tokens and waits for more`;
  if (node.type === 'complexGateway') {
    return `The activation condition of ${node.id} is false, it waits for another token`;
  }
  const arrived = new Set(held.map(({ heldOn }) => heldOn));
  const missing = node.incoming.filter((flow) => !arrived.has(flow)).join(', ');
  return `The join ${node.id} waits for a token on ${missing}`;
}
