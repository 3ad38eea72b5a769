import type { FlowNode } from '../bpmn/model.ts';
import type { Behaviour } from './behaviour.ts';
import { boundaryEvent } from './events/boundaryEvent.ts';
import { cancelEnd } from './events/cancelEnd.ts';
import { adHocSubProcess } from './activities/adHocSubProcess.ts';
import { callActivity } from './activities/callActivity.ts';
import { compensationThrow } from './events/compensationThrow.ts';
import { endEvent } from './events/endEvent.ts';
import { errorEnd } from './events/errorEnd.ts';
import { eventSubProcess } from './activities/eventSubProcess.ts';
import { eventSubProcessStart } from './events/eventSubProcessStart.ts';
import { complexGateway } from './gateways/complexGateway.ts';
import { eventBasedGateway } from './gateways/eventBasedGateway.ts';
import { exclusiveGateway } from './gateways/exclusiveGateway.ts';
import { inclusiveGateway } from './gateways/inclusiveGateway.ts';
import { intermediateCatch } from './events/intermediateCatch.ts';
import { linkCatch, linkThrow } from './events/links.ts';
import { manualTask } from './activities/manualTask.ts';
import { multiInstance } from './activities/multiInstance.ts';
import { parallelGateway } from './gateways/parallelGateway.ts';
import { receiveTask } from './activities/receiveTask.ts';
import { noneThrow, resultEnd, resultThrow } from './events/results.ts';
import { scriptTask } from './activities/scriptTask.ts';
import { sendTask } from './activities/sendTask.ts';
import { serviceTask } from './activities/serviceTask.ts';
import { standardLoop } from './activities/standardLoop.ts';
import { startEvent } from './events/startEvent.ts';
import { subProcess } from './activities/subProcess.ts';
import { task } from './activities/task.ts';
import { terminateEnd } from './events/terminateEnd.ts';
import { userTask } from './activities/userTask.ts';
import type { Token } from './state.ts';

const results = ['message', 'signal', 'escalation', 'results'] as const;

/** Every node type the kernel executes, one file each. Events differ by the property that says what they wait for. */
const behaviours: { readonly [T in FlowNode['type']]: Behaviour | readonly (readonly [string, Behaviour])[] } = {
  startEvent: [
    ['interrupting', eventSubProcessStart],
    ['id', startEvent],
  ],
  eventSubProcess,
  userTask,
  manualTask,
  task,
  scriptTask,
  serviceTask,
  sendTask,
  receiveTask,
  subProcess,
  callActivity,
  adHocSubProcess,
  exclusiveGateway,
  parallelGateway,
  inclusiveGateway,
  complexGateway,
  eventBasedGateway,
  intermediateCatchEvent: [
    ['link', linkCatch],
    ['id', intermediateCatch],
  ],
  intermediateThrowEvent: [
    ['link', linkThrow],
    ['compensates', compensationThrow],
    ...results.map((property) => [property, resultThrow] as const),
    ['id', noneThrow],
  ],
  boundaryEvent,
  endEvent: [
    ['terminate', terminateEnd],
    ['throws', errorEnd],
    ['cancel', cancelEnd],
    ['compensates', compensationThrow],
    ...results.map((property) => [property, resultEnd] as const),
    ['id', endEvent],
  ],
};

/** What a token does at a node, or what an event does that the token there waits for. */
export function behaviourOf(node: FlowNode, { inner }: Pick<Token, 'inner'>): Behaviour {
  if (inner === undefined && 'multiInstance' in node) return multiInstance;
  if (inner === undefined && 'loop' in node) return standardLoop;
  const found = behaviours[node.type];
  if ('enter' in found) return found;
  const [, behaviour] = found.find(([property]) => property in node) ?? [];
  if (behaviour === undefined) throw new Error(`The event ${node.id} waits for nothing that is known.`);
  return behaviour;
}
