import type { EventBasedGateway, FlowNode } from '../../bpmn/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { cancelWaits } from '../caseWaits.ts';
import { record } from '../history.ts';
import { awaitMessage } from '../events/messages.ts';
import { nodeOf } from '../processes.ts';
import type { Run } from '../run.ts';
import { outgoing } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';
import { armEvent } from '../events/triggers.ts';

/**
 * Event-based gateway: its token waits for all the events behind it; the first that happens takes the token and ends
 * the waiting for the others (BPMN 2.0 chapter 13, Event-Based Gateway, exclusive).
 */
export const eventBasedGateway: Behaviour<EventBasedGateway> = { enter, leave: enter, chosen };

function enter(run: Run, token: Token, node: EventBasedGateway): void {
  for (const flow of outgoing(run, token, node)) {
    const event = nodeOf(run, token, flow.target);
    if (event.type === 'receiveTask') awaitMessage(run, token, event, event.message);
    else if (event.type === 'intermediateCatchEvent' && !('link' in event)) armEvent(run, token, event);
  }
}

function chosen(run: Run, token: Token, node: EventBasedGateway, event: FlowNode): void {
  cancelWaits(run, token);
  record(run, token, { type: 'element.completed', elementId: node.id });
  const flow = outgoing(run, token, node).find(({ target }) => target === event.id);
  if (flow !== undefined) record(run, token, { type: 'flow.taken', elementId: flow.id });
  run.tokens.set(token.id, { ...token, at: event.id });
  record(run, token, { type: 'element.entered', elementId: event.id });
}
