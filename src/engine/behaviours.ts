import type { FlowNode } from '../bpmn/model.ts';
import type { Behaviour } from './behaviour.ts';
import { boundaryError } from './events/boundaryError.ts';
import { boundaryMessage } from './events/boundaryMessage.ts';
import { boundaryTimer } from './events/boundaryTimer.ts';
import { callActivity } from './activities/callActivity.ts';
import { endEvent } from './events/endEvent.ts';
import { errorEnd } from './events/errorEnd.ts';
import { complexGateway } from './gateways/complexGateway.ts';
import { eventBasedGateway } from './gateways/eventBasedGateway.ts';
import { exclusiveGateway } from './gateways/exclusiveGateway.ts';
import { inclusiveGateway } from './gateways/inclusiveGateway.ts';
import { intermediateMessage } from './events/intermediateMessage.ts';
import { intermediateTimer } from './events/intermediateTimer.ts';
import { manualTask } from './activities/manualTask.ts';
import { parallelGateway } from './gateways/parallelGateway.ts';
import { receiveTask } from './activities/receiveTask.ts';
import { scriptTask } from './activities/scriptTask.ts';
import { serviceTask } from './activities/serviceTask.ts';
import { startEvent } from './events/startEvent.ts';
import { subProcess } from './activities/subProcess.ts';
import { task } from './activities/task.ts';
import { terminateEnd } from './events/terminateEnd.ts';
import { userTask } from './activities/userTask.ts';
import type { Token } from './state.ts';

/** Every node type the kernel executes, one file each. Events differ by the property that says what they wait for. */
const behaviours: { readonly [T in FlowNode['type']]: Behaviour | readonly (readonly [string, Behaviour])[] } = {
  startEvent,
  userTask,
  manualTask,
  task,
  scriptTask,
  serviceTask,
  receiveTask,
  subProcess,
  callActivity,
  exclusiveGateway,
  parallelGateway,
  inclusiveGateway,
  complexGateway,
  eventBasedGateway,
  intermediateCatchEvent: [
    ['timer', intermediateTimer],
    ['message', intermediateMessage],
  ],
  boundaryEvent: [
    ['timer', boundaryTimer],
    ['message', boundaryMessage],
    ['catches', boundaryError],
  ],
  endEvent: [
    ['terminate', terminateEnd],
    ['throws', errorEnd],
    ['id', endEvent],
  ],
};

/** What a token does at a node, or what an event does that the token there waits for. */
export function behaviourOf(node: FlowNode, _token: Token): Behaviour {
  const found = behaviours[node.type];
  if ('enter' in found) return found;
  const [, behaviour] = found.find(([property]) => property in node) ?? [];
  if (behaviour === undefined) throw new Error(`The event ${node.id} waits for nothing that is known.`);
  return behaviour;
}
