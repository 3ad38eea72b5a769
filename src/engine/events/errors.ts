import type { FlowNode } from '../../bpmn/model.ts';
import { catcherOf, goOnAt, type Catcher } from './catchers.ts';
import { rollBack } from '../compensation/rollBack.ts';
import { record } from '../history.ts';
import { raiseIncident } from '../incidents.ts';
import { nodeAt } from '../processes.ts';
import type { Run } from '../run.ts';
import type { StateWait, Token } from '../state.ts';

/**
 * Throws a BPMN error at the node where a token stands: what the nearest catcher is attached to or belongs to is broken
 * off. An error that nobody catches stops the token with an incident, retried as `retry` says. `thrown` is done once it
 * is known that somebody catches it.
 */
export function throwError(
  run: Run,
  token: Token,
  node: FlowNode,
  code: string,
  retry: NonNullable<StateWait['retry']>,
  thrown: () => void = () => undefined,
): void {
  const catcher = catcherOf(run, token, 'catches', code);
  if (catcher === undefined) {
    const message = `The error ${code} that ${node.id} throws is caught by no activity around it.`;
    const nextAction = 'Cancel the case and add an error boundary event for the code to an activity around.';
    return raiseIncident(run, token, node, { code: 'uncaught-error', message, nextAction }, { retry });
  }
  record(run, token, { type: 'error.thrown', elementId: node.id, code });
  thrown();
  breakOff(run, catcher);
  record(run, catcher.token, { type: 'error.caught', elementId: catcher.node.id, code });
}

/**
 * Where no event sub-process handles the error, what was completed in the failed activity is compensated (BPMN 2.0
 * §10.7.3); a transaction is interrupted without that (hazard, §10.3.5).
 */
function breakOff(run: Run, catcher: Catcher): void {
  const { token, node } = catcher;
  if (node.type !== 'boundaryEvent' || 'transaction' in nodeAt(run, token)) return goOnAt(run, catcher);
  rollBack(run, token, node.id);
}
