import type { BoundaryError, ErrorEnd } from '../../bpmn/model.ts';
import { cancelActivity } from '../activities/activity.ts';
import type { Behaviour } from '../behaviour.ts';
import { record } from '../history.ts';
import { raiseIncident } from '../incidents.ts';
import { nodeAt, nodeOf } from '../processes.ts';
import type { Run } from '../run.ts';
import { hostOf } from '../scopes.ts';
import type { Token } from '../state.ts';
import { sendToken } from '../tokens.ts';

/**
 * Error end event: the nearest activity around it that catches the error is broken off and left by its boundary event.
 * An error that nobody catches stops its token with an incident.
 */
export const errorEnd: Behaviour<ErrorEnd> = { enter: throwError, leave: throwError };

function throwError(run: Run, token: Token, node: ErrorEnd): void {
  const code = node.throws;
  for (let host = hostOf(run, token); host !== undefined; host = hostOf(run, host)) {
    const boundary = catcherAt(run, host, code);
    if (boundary === undefined) continue;
    record(run, token, { type: 'error.thrown', elementId: node.id, code });
    record(run, token, { type: 'element.completed', elementId: node.id });
    run.tokens.delete(token.id);
    cancelActivity(run, host);
    record(run, host, { type: 'error.caught', elementId: boundary.id, code });
    return sendToken(run, host, boundary.id);
  }
  const message = `The error ${code} that ${node.id} throws is caught by no activity around it.`;
  const nextAction = 'Cancel the case and add an error boundary event for the code to an activity around.';
  raiseIncident(run, token, node, { code: 'uncaught-error', message, nextAction }, { retry: 'leave' });
}

/** The error boundary event of an activity that names the code, else one that names none. */
function catcherAt(run: Run, host: Token, code: string): BoundaryError | undefined {
  const activity = nodeAt(run, host);
  const boundary = 'boundary' in activity ? activity.boundary : [];
  const errors = boundary.flatMap((id) => {
    const node = nodeOf(run, host, id);
    return node.type === 'boundaryEvent' && 'catches' in node ? [node] : [];
  });
  return errors.find(({ catches }) => catches === code) ?? errors.find(({ catches }) => catches === null);
}
