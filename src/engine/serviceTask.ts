import type { ServiceTask } from '../bpmn/model.ts';
import type { Behaviour } from './behaviour.ts';
import { completeActivity } from './activity.ts';
import { armBoundaryTimers, earliest, planBoundaryTimers, type PlannedTimer } from './boundaryTimer.ts';
import { raiseIncident } from './incidents.ts';
import { openWait, record, setVariables, type Run } from './run.ts';
import { leave } from './sequenceFlow.ts';
import { performService } from './services/perform.ts';
import { dueFields } from './timers.ts';
import type { Token } from './state.ts';

/** Service task: a built-in service is performed within the command, a topic waits for an external worker. */
export const serviceTask: Behaviour<ServiceTask> = { enter, leave, work };

function enter(run: Run, token: Token, node: ServiceTask): void {
  if ('builtIn' in node.service && perform(run, token, node, node.service.builtIn)) return;
  const timers = planBoundaryTimers(run, node);
  if ('topic' in node.service) offer(run, token, node, node.service.topic, timers);
  armBoundaryTimers(run, token, timers);
}

function work(run: Run, token: Token, node: ServiceTask): void {
  if ('builtIn' in node.service) perform(run, token, node, node.service.builtIn);
  else offer(run, token, node, node.service.topic, []);
}

function offer(run: Run, token: Token, node: ServiceTask, topic: string, timers: readonly PlannedTimer[]): void {
  const due = earliest(timers);
  const wait = openWait(run, { kind: 'service', token: token.id, node, topic, due });
  record(run, { type: 'service.created', elementId: node.id, wait, ...dueFields(due) });
}

/** Whether the service was performed; the node is then left. */
function perform(run: Run, token: Token, node: ServiceTask, name: string): boolean {
  const result = performService(name, run.variables, run.moment);
  if ('failed' in result) {
    const message = `Service ${name} at ${node.id} failed: ${result.failed}`;
    const nextAction = result.nextAction;
    raiseIncident(run, token, node, { code: 'service-failed', message, nextAction }, { retry: 'work' });
    return false;
  }
  setVariables(run, result.variables);
  const effective = result.effective === undefined ? {} : { effective: result.effective };
  record(run, { type: 'service.completed', elementId: node.id, ...effective });
  completeActivity(run, token, node);
  return true;
}
