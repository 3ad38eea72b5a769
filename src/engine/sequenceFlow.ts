import type { FlowNode, SequenceFlow } from '../bpmn/model.ts';
import { decide, type Verdict } from './conditions.ts';
import { hasRoomFor, raiseIncident, tooManyTokens } from './incidents.ts';
import { record } from './history.ts';
import { processOf } from './processes.ts';
import type { Run } from './run.ts';
import type { Token } from './state.ts';
import { dropToken, sendAlong } from './tokens.ts';

/** Results of conditions by flow id, in the order asked; they stand on the node's `element.completed`. */
export type Conditions = [flow: string, holds: boolean][];

/**
 * A node other than a gateway is left by every outgoing flow that has no condition or whose condition holds, one token
 * each; without outgoing flows the token ends there (implicit end). Where flows have outcomes, it is left by exactly the
 * one of the `outcome` that its work ended with; variables are not asked.
 */
export function leave(run: Run, token: Token, node: FlowNode, outcome?: string): void {
  if (node.outgoing.length === 0) return endToken(run, token, node);
  const flows = outgoing(run, token, node);
  if (hasOutcomes(flows)) return leaveByOutcome(run, token, node, flows, outcome);
  const conditions: Conditions = [];
  const chosen: SequenceFlow[] = [];
  for (const flow of flows) {
    const verdict = flow.condition === null ? { holds: true } : decide(run, token, flow);
    if ('undecidable' in verdict) return stopUndecidable(run, token, node, flow, verdict);
    if (flow.condition !== null) conditions.push([flow.id, verdict.holds]);
    if (verdict.holds) chosen.push(flow);
  }
  if (chosen.length === 0) return stopWithoutFlow(run, token, node);
  take(run, token, node, chosen, conditions);
}

export function hasOutcomes(flows: readonly SequenceFlow[]): boolean {
  return flows.some((flow) => flow.outcome !== null);
}

function leaveByOutcome(
  run: Run,
  token: Token,
  node: FlowNode,
  flows: readonly SequenceFlow[],
  outcome: string | undefined,
): void {
  const flow = flows.find((candidate) => candidate.outcome !== null && candidate.outcome === outcome);
  if (flow !== undefined) return take(run, token, node, [flow], []);
  const ended = outcome === undefined ? 'without an outcome' : `with the outcome "${outcome.slice(0, 64)}"`;
  const message = `${node.id} was completed ${ended}, and no flow leaves it by that.`;
  const nextAction = 'Retry to do the step again, or cancel the case.';
  raiseIncident(run, token, node, { code: 'no-flow-to-take', message, nextAction }, { retry: 'enter' });
}

/** Completes the node and sends the token along the first of the flows, a new token along each other one. */
export function take(
  run: Run,
  token: Token,
  node: FlowNode,
  flows: readonly SequenceFlow[],
  conditions: Conditions,
): void {
  if (!hasRoomFor(run, flows.length - 1)) {
    return raiseIncident(run, token, node, tooManyTokens(node), { retry: 'leave' });
  }
  const asked = conditions.length === 0 ? {} : { conditions: Object.fromEntries(conditions) };
  record(run, token, { type: 'element.completed', elementId: node.id, ...asked });
  for (const [index, flow] of flows.entries()) {
    record(run, token, { type: 'flow.taken', elementId: flow.id });
    sendAlong(run, token, flow, index > 0);
  }
}

/** Completes the node, and the token with it. */
export function endToken(run: Run, token: Token, node: FlowNode): void {
  record(run, token, { type: 'element.completed', elementId: node.id });
  dropToken(run, token);
}

/** Outgoing flows of a node in document order. */
export function outgoing(run: Run, token: Token, node: FlowNode): SequenceFlow[] {
  const process = processOf(run, token);
  return node.outgoing.map((id) => {
    const flow = process.flows[id];
    if (flow === undefined) throw new Error(`Process ${process.id} has no sequence flow ${id}.`);
    return flow;
  });
}

/** No flow could be taken: stops the token at the node. */
export function stopWithoutFlow(run: Run, token: Token, node: FlowNode): void {
  const message = `No condition on a flow out of ${node.id} is true and none of its flows is the default.`;
  const nextAction =
    'Retry when the variables that the conditions read are corrected, or cancel the case and add a default flow.';
  raiseIncident(run, token, node, { code: 'no-flow-to-take', message, nextAction }, { retry: 'leave' });
}

/** A condition is neither true nor false: stops the token at the node. */
export function stopUndecidable(
  run: Run,
  token: Token,
  node: FlowNode,
  flow: SequenceFlow,
  verdict: Extract<Verdict, { undecidable: string }>,
): void {
  const message = `The condition on flow ${flow.id} out of ${node.id} cannot be decided: ${verdict.undecidable}`;
  const nextAction =
    'Retry when the variables that the condition reads are set, or cancel the case and correct its definition.';
  raiseIncident(run, token, node, { code: 'undecidable-condition', message, nextAction }, { retry: 'leave' });
}
