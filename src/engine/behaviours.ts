import type { FlowNode } from '../bpmn/model.ts';
import type { Behaviour } from './behaviour.ts';
import { boundaryError } from './boundaryError.ts';
import { boundaryMessage } from './boundaryMessage.ts';
import { boundaryTimer } from './boundaryTimer.ts';
import { callActivity } from './callActivity.ts';
import { endEvent } from './endEvent.ts';
import { errorEnd } from './errorEnd.ts';
import { eventBasedGateway } from './eventBasedGateway.ts';
import { exclusiveGateway } from './exclusiveGateway.ts';
import { intermediateMessage } from './intermediateMessage.ts';
import { intermediateTimer } from './intermediateTimer.ts';
import { manualTask } from './manualTask.ts';
import { parallelGateway } from './parallelGateway.ts';
import { receiveTask } from './receiveTask.ts';
import { serviceTask } from './serviceTask.ts';
import { startEvent } from './startEvent.ts';
import { subProcess } from './subProcess.ts';
import { terminateEnd } from './terminateEnd.ts';
import { userTask } from './userTask.ts';

/** Every node type the kernel executes, one file each. Events differ by the property that says what they wait for. */
const behaviours: { readonly [T in FlowNode['type']]: Behaviour | readonly (readonly [string, Behaviour])[] } = {
  startEvent,
  userTask,
  manualTask,
  serviceTask,
  receiveTask,
  subProcess,
  callActivity,
  exclusiveGateway,
  parallelGateway,
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

export function behaviourOf(node: FlowNode): Behaviour {
  const found = behaviours[node.type];
  if ('enter' in found) return found;
  const [, behaviour] = found.find(([property]) => property in node) ?? [];
  if (behaviour === undefined) throw new Error(`The event ${node.id} waits for nothing that is known.`);
  return behaviour;
}
