import type { FlowNode } from '../bpmn/model.ts';
import type { Behaviour } from './behaviour.ts';
import { boundaryTimer } from './boundaryTimer.ts';
import { endEvent } from './endEvent.ts';
import { exclusiveGateway } from './exclusiveGateway.ts';
import { intermediateTimer } from './intermediateTimer.ts';
import { manualTask } from './manualTask.ts';
import { serviceTask } from './serviceTask.ts';
import { startEvent } from './startEvent.ts';
import { userTask } from './userTask.ts';

/** Every node type the kernel executes, one file each. */
const behaviours = {
  startEvent,
  endEvent,
  userTask,
  manualTask,
  serviceTask,
  exclusiveGateway,
  intermediateCatchEvent: intermediateTimer,
  boundaryEvent: boundaryTimer,
} satisfies { [T in FlowNode['type']]: Behaviour<Extract<FlowNode, { type: T }>> };

export function behaviourOf(node: FlowNode): Behaviour {
  return behaviours[node.type];
}
