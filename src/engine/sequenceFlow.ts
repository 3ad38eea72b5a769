import type { AdHocSubProcess } from '../bpmn/activityModel.ts';
import type { FlowNode } from '../bpmn/model.ts';
import type { SequenceFlow } from '../bpmn/nodeModel.ts';
import type { Variables } from '../domain/json.ts';
import { decide, type Verdict } from './conditions.ts';
import { hasRoomFor, raiseIncident, tooManyTokens } from './incidents.ts';
import { noteCompleted } from './compensation/completed.ts';
import { record } from './history.ts';
import { hostOf, nodeAt, processOf } from './processes.ts';
import type { Run } from './run.ts';
import type { Token } from './state.ts';
import { dropToken, sendAlong } from './tokens.ts';

/** Results of conditions by flow id, in the order asked; they stand on the node's `element.completed`. */
export type Conditions = [flow: string, holds: boolean][];

/**
 * A node other than a gateway is left by the flows that `askFlows` chooses, one token each, or as many as its completion
 * quantity says; without outgoing flows the token ends there (implicit end). Where flows have outcomes, it is left by
 * exactly the one of the `outcome` that its work ended with; variables are not asked.
 */
export function leave(run: Run, token: Token, node: FlowNode, outcome?: string): void {
  if (token.inner !== undefined || adHocAround(run, token, node) !== undefined) endPerformance(run, token, outcome);
  else leaveByFlows(run, token, node, outcome);
}

/** The ad-hoc sub-process in which an activity stands directly; undefined: it stands in none. */
export function adHocAround(run: Run, token: Token, node: FlowNode): AdHocSubProcess | undefined {
  const host = 'boundary' in node && token.inner === undefined ? hostOf(run, token) : undefined;
  const around = host === undefined ? undefined : nodeAt(run, host);
  return around?.type === 'adHocSubProcess' ? around : undefined;
}

/** As `leave`, whatever is around the activity. */
export function leaveByFlows(run: Run, token: Token, node: FlowNode, outcome?: string): void {
  if (node.outgoing.length === 0) return endToken(run, token, node);
  const flows = outgoing(run, token, node);
  if (hasOutcomes(flows)) return leaveByOutcome(run, token, node, flows, outcome);
  const quantity = 'completionQuantity' in node ? (node.completionQuantity ?? 1) : 1;
  takeAsked(run, token, node, askFlows(run, token, flows, defaultOf(node)), quantity);
}

/** What is around the activity says what follows, after what is queued already. */
function endPerformance(run: Run, { id }: Token, outcome: string | undefined): void {
  const end = { token: id, completes: false, performed: true } as const;
  run.queue.push(outcome === undefined ? end : { ...end, outcome });
}

/** The flows that tokens are sent along, and the answers of the conditions; or the condition that has no answer. */
export type Asked =
  | { readonly chosen: readonly SequenceFlow[]; readonly conditions: Conditions }
  | { readonly flow: SequenceFlow; readonly verdict: Extract<Verdict, { undecidable: string }> };

/**
 * Asks every flow in document order: one without a condition is taken, one with a condition if that holds, the default
 * flow if no condition holds (BPMN 2.0 table 13.3). `more`: variables that only these conditions see.
 */
export function askFlows(
  run: Run,
  token: Token,
  flows: readonly SequenceFlow[],
  defaultFlow: string | null,
  more?: Variables,
): Asked {
  const conditions: Conditions = [];
  const holding = new Set<SequenceFlow>();
  for (const flow of flows) {
    if (flow.condition === null || flow.id === defaultFlow) continue;
    const verdict = decide(run, token, flow, more);
    if ('undecidable' in verdict) return { flow, verdict };
    conditions.push([flow.id, verdict.holds]);
    if (verdict.holds) holding.add(flow);
  }
  const chosen = flows.filter((flow) =>
    flow.id === defaultFlow ? holding.size === 0 : flow.condition === null || holding.has(flow),
  );
  return { chosen, conditions };
}

/** Leaves the node by the chosen flows; stops the token where there is none, or a condition has no answer. */
export function takeAsked(run: Run, token: Token, node: FlowNode, asked: Asked, quantity = 1): void {
  if ('verdict' in asked) return stopUndecidable(run, token, node, asked.flow, asked.verdict);
  if (asked.chosen.length === 0) return stopWithoutFlow(run, token, node);
  take(run, token, node, asked.chosen, asked.conditions, quantity);
}

export function defaultOf(node: FlowNode): string | null {
  return 'defaultFlow' in node ? (node.defaultFlow ?? null) : null;
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

/**
 * Completes the node and sends the token along the first of the flows, a new token along each other one; `quantity`
 * tokens along each.
 */
export function take(
  run: Run,
  token: Token,
  node: FlowNode,
  flows: readonly SequenceFlow[],
  conditions: Conditions,
  quantity = 1,
): void {
  if (!hasRoomFor(run, flows.length * quantity - 1)) {
    return raiseIncident(run, token, node, tooManyTokens(node), { retry: 'leave' });
  }
  const asked = conditions.length === 0 ? {} : { conditions: Object.fromEntries(conditions) };
  record(run, token, { type: 'element.completed', elementId: node.id, ...asked });
  noteCompleted(run, token, node);
  for (const [index, flow] of flows.entries()) {
    for (let sent = 0; sent < quantity; sent += 1) {
      record(run, token, { type: 'flow.taken', elementId: flow.id });
      sendAlong(run, token, flow, index > 0 || sent > 0);
    }
  }
}

/** Completes the node, and the token with it. */
export function endToken(run: Run, token: Token, node: FlowNode): void {
  record(run, token, { type: 'element.completed', elementId: node.id });
  noteCompleted(run, token, node);
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
