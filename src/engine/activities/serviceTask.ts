import type { SendTask, ServiceTask } from '../../bpmn/activityModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity } from './activity.ts';
import { armBoundary, dueBy, planBoundary, type PlannedBoundary } from '../events/boundary.ts';
import { openWait } from '../caseWaits.ts';
import { record } from '../history.ts';
import { raiseIncident } from '../incidents.ts';
import { tokenOf } from '../processes.ts';
import type { Run } from '../run.ts';
import { leave } from '../sequenceFlow.ts';
import { performService } from './services/perform.ts';
import { dueFields } from '../events/timers.ts';
import type { Token } from '../state.ts';
import { assign, variablesOf } from '../variables.ts';

/** Service task: a built-in service is performed within the command, a topic waits for an external worker. */
export const serviceTask: Behaviour<ServiceTask> = { enter, leave, work };

function enter(run: Run, token: Token, node: ServiceTask): void {
  if ('builtIn' in node.service && perform(run, token, node, node.service.builtIn)) return;
  const boundary = planBoundary(run, token, node);
  if ('topic' in node.service) offer(run, token, node, node.service.topic, boundary);
  armBoundary(run, token, boundary);
}

function work(run: Run, token: Token, node: ServiceTask): void {
  if ('builtIn' in node.service) perform(run, token, node, node.service.builtIn);
  else offer(run, token, node, node.service.topic, []);
}

/** Offers the work of a task to the external workers of a topic. */
export function offer(
  run: Run,
  token: Token,
  node: ServiceTask | SendTask,
  topic: string,
  boundary: readonly PlannedBoundary[],
): void {
  const due = dueBy(boundary);
  const wait = openWait(run, { kind: 'service', token, node, topic, due });
  record(run, token, { type: 'service.created', elementId: node.id, wait, ...dueFields(due) });
}

/** Whether the service was performed; the node is then left. */
function perform(run: Run, token: Token, node: ServiceTask, name: string): boolean {
  const result =
    run.context.perform?.(name, node.id, node.law) ?? performService(name, variablesOf(run, token), run.moment);
  if ('failed' in result) {
    const message = `Service ${name} at ${node.id} failed: ${result.failed}`;
    const nextAction = result.nextAction;
    raiseIncident(run, token, node, { code: 'service-failed', message, nextAction }, { retry: 'work' });
    return false;
  }
  const outcome = result.outcome === undefined ? {} : { outcome: result.outcome };
  const own = assign(run, token, { ...result.variables, ...outcome });
  const effective = result.effective === undefined ? {} : { effective: result.effective };
  record(run, token, { type: 'service.completed', elementId: node.id, ...effective, ...outcome, ...own });
  completeActivity(run, tokenOf(run, token.id), node, result.outcome);
  return true;
}
