import type { NoneEnd } from '../../bpmn/eventModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { endToken } from '../sequenceFlow.ts';

/** None end event: the token ends; the case, or the activity around it, ends with the last token inside. */
export const endEvent: Behaviour<NoneEnd> = { enter: endToken, leave: endToken };
