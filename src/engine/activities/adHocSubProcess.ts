import type { AdHocSubProcess } from '../../bpmn/activityModel.ts';
import type { FlowNode } from '../../bpmn/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { ask } from '../conditions.ts';
import { armBoundary, planBoundary } from '../events/boundary.ts';
import { hasRoomFor, raiseIncident } from '../incidents.ts';
import { nodeAt, nodeOf } from '../processes.ts';
import type { Run } from '../run.ts';
import { openScope, tokensIn } from '../scopes.ts';
import { adHocAround, endToken, leave, leaveByFlows } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';
import { newToken } from '../tokens.ts';
import { cancelTokens } from './activity.ts';
import { isOffer } from './adHocTurns.ts';
import { undecidable } from './loopIncidents.ts';

/**
 * Ad-hoc sub-process: every activity inside without incoming flows is enabled from the start. What a person or a message
 * begins is offered, and offered again when it has been done; the rest starts by itself, once. Each time an activity
 * completes, the completion condition is asked (BPMN 2.0 §13.3.5).
 */
export const adHocSubProcess: Behaviour<AdHocSubProcess> = { enter, leave, work: enter, performed };

function enter(run: Run, token: Token, node: AdHocSubProcess): void {
  const enabled = node.enabled.map((id) => nodeOf(run, token, id));
  const offers = enabled.filter(isOffer).map(({ id }) => id);
  const others = node.enabled.filter((id) => !offers.includes(id));
  if (openScope(run, token, node, ...others, ...offers)) armBoundary(run, token, planBoundary(run, token, node));
}

function performed(run: Run, token: Token, node: FlowNode, outcome?: string): void {
  const around = adHocAround(run, token, node);
  const scope = run.scopes.get(token.scope ?? 0);
  if (around === undefined || scope === undefined) throw new Error(`${node.id} is in no ad-hoc sub-process.`);
  if (scope.ended === true) return endToken(run, token, node);
  const { completionCondition } = around;
  const verdict = completionCondition === null ? { holds: false } : ask(run, token, completionCondition);
  if ('undecidable' in verdict) {
    const incident = undecidable(around, 'completionCondition', verdict.undecidable);
    return raiseIncident(run, token, node, incident, { retry: 'leave' });
  }
  if (verdict.holds) return end(run, token, node, around);
  if (completionCondition !== null && node.incoming.length === 0 && isOffer(node)) offerAgain(run, token);
  leaveByFlows(run, token, node, outcome);
}

function offerAgain(run: Run, token: Token): void {
  const isOffered = tokensIn(run, token.scope).some(({ id, at }) => id !== token.id && at === token.at);
  if (!isOffered && hasRoomFor(run, 1)) newToken(run, token.scope, token.at);
}

/** Nothing starts any more; what is being performed is broken off, or comes to its end. */
function end(run: Run, token: Token, node: FlowNode, { sequential, cancelRemaining }: AdHocSubProcess): void {
  const others = tokensIn(run, token.scope).filter(({ id, listens }) => id !== token.id && listens === undefined);
  const all = sequential || cancelRemaining;
  cancelTokens(run, all ? others : others.filter((other) => !('boundary' in nodeAt(run, other))));
  const scope = run.scopes.get(token.scope ?? 0);
  if (scope !== undefined) run.scopes.set(scope.id, { ...scope, ended: true });
  endToken(run, token, node);
}
