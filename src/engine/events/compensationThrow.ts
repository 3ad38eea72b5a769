import type { CompensationEnd, CompensationThrow } from '../../bpmn/eventModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { compensate, compensateBeside } from '../compensation/compensate.ts';
import { completedIn, setCompleted } from '../compensation/completed.ts';
import { record } from '../history.ts';
import { raiseIncident, tooManyTokens } from '../incidents.ts';
import { hostOf, nodeAt } from '../processes.ts';
import type { Run } from '../run.ts';
import { leave } from '../sequenceFlow.ts';
import type { Completed, Token } from '../state.ts';

/**
 * Throw or end event with compensation: compensates the activity that it names, or every one that it sees, each as often
 * as it was completed, the last one first. What is still active is left alone (BPMN 2.0 §10.7, §13.5.5).
 */
export const compensationThrow: Behaviour<CompensationThrow | CompensationEnd> = { enter, work, leave };

/** Tokens that are on their way come to where they wait first: they may complete what is to be compensated. */
function enter(run: Run, token: Token): void {
  run.throwing.push(token.id);
}

function work(run: Run, token: Token, node: CompensationThrow | CompensationEnd): void {
  const scopes = seenFrom(run, token);
  const undo = scopes.flatMap((scope) => completedIn(run, scope).filter((each) => isMeant(each, node)));
  if (!node.waits && undo.length > 0 && !compensateBeside(run, token, undo)) {
    return raiseIncident(run, token, node, tooManyTokens(node), { retry: 'work' });
  }
  for (const scope of scopes) {
    setCompleted(
      run,
      scope,
      completedIn(run, scope).filter((each) => !isMeant(each, node)),
    );
  }
  record(run, token, { type: 'compensation.thrown', elementId: node.id });
  if (node.waits) compensate(run, token, undo);
  else leave(run, token, node);
}

/** Its own scope; in an event sub-process before that the one around, whose activities it handles. */
function seenFrom(run: Run, token: Token): (number | undefined)[] {
  const seen = [token.scope];
  for (let host = hostOf(run, token); host !== undefined; host = hostOf(run, host)) {
    if (nodeAt(run, host).type !== 'eventSubProcess') break;
    seen.unshift(host.scope);
  }
  return seen;
}

function isMeant({ at }: Completed, { compensates }: CompensationThrow | CompensationEnd): boolean {
  return compensates === null || compensates === at;
}
