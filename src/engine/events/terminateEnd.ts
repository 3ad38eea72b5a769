import type { FlowNode } from '../../bpmn/model.ts';
import type { TerminateEnd } from '../../bpmn/eventModel.ts';
import { cancelTokens } from '../activities/activity.ts';
import type { Behaviour } from '../behaviour.ts';
import type { Run } from '../run.ts';
import { tokensIn } from '../scopes.ts';
import { endToken } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';

/** Terminate end event: ends everything else in its scope too; the activity around it completes as it would anyway. */
export const terminateEnd: Behaviour<TerminateEnd> = { enter: terminate, leave: terminate };

export function terminate(run: Run, token: Token, node: FlowNode): void {
  cancelTokens(
    run,
    tokensIn(run, token.scope).filter((other) => other.id !== token.id),
  );
  endToken(run, token, node);
}
