import type { WaitingCatch } from '../../bpmn/eventModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { cancelWaits } from '../caseWaits.ts';
import type { Run } from '../run.ts';
import { leave } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';
import { armEvent } from './triggers.ts';

/** Intermediate catch event: the token waits until it happens; with several triggers, the others are then waited for no more. */
export const intermediateCatch: Behaviour<WaitingCatch> = { enter: armEvent, caught, leave };

function caught(run: Run, token: Token, node: WaitingCatch): void {
  cancelWaits(run, token);
  leave(run, token, node);
}
