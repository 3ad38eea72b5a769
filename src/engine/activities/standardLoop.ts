import type { Activity, StandardLoop } from '../../bpmn/activityModel.ts';
import type { FlowNode } from '../../bpmn/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { ask, type Verdict } from '../conditions.ts';
import { armBoundary, dueBy, planBoundary } from '../events/boundary.ts';
import { hasRoomForInstances, raiseIncident } from '../incidents.ts';
import type { Run } from '../run.ts';
import { leave } from '../sequenceFlow.ts';
import type { StateWait, Token } from '../state.ts';
import { closeLoop, endInstance, loopOf, openLoop, setLoop, startInstance } from './instances.ts';
import { tooManyInstances, undecidable } from './loopIncidents.ts';

/** Standard loop: the activity is performed again as long as its condition holds (BPMN 2.0 §13.3.6). */
export const standardLoop: Behaviour<Activity> = { enter, leave, work: enter, performed };

function enter(run: Run, token: Token, node: Activity): void {
  const loop = loopAt(node);
  if (loop.testBefore) {
    const verdict = goesOn(run, token, loop, 0);
    if ('undecidable' in verdict) return stop(run, token, node, verdict, 'work');
    if (!verdict.holds) return leave(run, token, node);
  }
  if (!hasRoomForInstances(run, 1)) return raiseIncident(run, token, node, tooManyInstances(node), { retry: 'work' });
  const boundary = planBoundary(run, token, node);
  const due = dueBy(boundary);
  const count = { started: 1, completed: 0, terminated: 0 };
  const scope = openLoop(run, token, due === undefined ? count : { ...count, due });
  armBoundary(run, token, boundary);
  startInstance(run, scope, 1);
}

function performed(run: Run, token: Token, node: FlowNode): void {
  const { scope, loop } = loopOf(run, token);
  const verdict = goesOn(run, token, loopAt(node), loop.started);
  if ('undecidable' in verdict) return stop(run, token, node, verdict, 'leave');
  endInstance(run, token, node);
  if (!verdict.holds) return closeLoop(run, scope);
  setLoop(run, scope, { ...loop, started: loop.started + 1, completed: loop.completed + 1 });
  startInstance(run, scope, loop.started + 1);
}

/** Whether the activity is performed once more after `loopCounter` times. */
function goesOn(run: Run, token: Token, { maximum, condition }: StandardLoop, loopCounter: number): Verdict {
  if (maximum !== null && loopCounter >= maximum) return { holds: false };
  return condition === null ? { holds: true } : ask(run, token, condition, { loopCounter });
}

function loopAt(node: FlowNode): StandardLoop {
  if ('loop' in node) return node.loop;
  throw new Error(`${node.id} has no loop.`);
}

function stop(
  run: Run,
  token: Token,
  node: FlowNode,
  verdict: Extract<Verdict, { undecidable: string }>,
  retry: NonNullable<StateWait['retry']>,
): void {
  raiseIncident(run, token, node, undecidable(node, 'loopCondition', verdict.undecidable), { retry });
}
