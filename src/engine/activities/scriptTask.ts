import type { ScriptTask } from '../../bpmn/activityModel.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { completeActivity } from './activity.ts';
import type { Behaviour } from '../behaviour.ts';
import { evaluate } from '../conditions.ts';
import { raiseIncident } from '../incidents.ts';
import { tokenOf } from '../processes.ts';
import type { Run } from '../run.ts';
import { leave } from '../sequenceFlow.ts';
import type { Token } from '../state.ts';
import { assign } from '../variables.ts';

/** Script task: its FEEL text is evaluated on the variables; the answer is a context, whose entries become variables. */
export const scriptTask: Behaviour<ScriptTask> = { enter: perform, leave, work: perform };

function perform(run: Run, token: Token, node: ScriptTask): void {
  const answer = evaluate(run, token, node.script);
  if ('undecidable' in answer) return stop(run, token, node, answer.undecidable);
  const { value } = answer;
  if (!isContext(value)) return stop(run, token, node, 'the answer is no context such as {fee: 120}.');
  assign(run, token, value);
  completeActivity(run, tokenOf(run, token.id), node);
}

function isContext(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stop(run: Run, token: Token, node: ScriptTask, reason: string): void {
  const message = `The script of ${node.id} has no result: ${reason}`;
  const nextAction =
    'Retry when the variables that the script reads are set, or cancel the case and correct its definition.';
  raiseIncident(run, token, node, { code: 'script-failed', message, nextAction }, { retry: 'work' });
}
