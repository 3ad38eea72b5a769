import type { LinkCatch, LinkThrow } from '../../bpmn/eventModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { record } from '../history.ts';
import type { Run } from '../run.ts';
import { leave, outgoing } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';
import { sendAlong } from '../tokens.ts';

/** Link throw event: the token goes on at the catch event of the same name (BPMN 2.0 §10.5.1, Link). */
export const linkThrow: Behaviour<LinkThrow> = { enter: follow, leave: follow };

/** Link catch event: passed by tokens that come over the link. */
export const linkCatch: Behaviour<LinkCatch> = { enter: leave, leave };

function follow(run: Run, token: Token, node: LinkThrow): void {
  record(run, token, { type: 'element.completed', elementId: node.id });
  for (const flow of outgoing(run, token, node)) sendAlong(run, token, flow, false);
}
