import type { EndEvent } from '../bpmn/model.ts';
import type { Behaviour } from './behaviour.ts';
import { endToken } from './sequenceFlow.ts';

/** None end event: the token ends; the case ends with its last token. */
export const endEvent: Behaviour<EndEvent> = { enter: endToken, leave: endToken };
