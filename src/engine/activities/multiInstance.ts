import type { Activity, MultiInstance } from '../../bpmn/activityModel.ts';
import type { FlowNode } from '../../bpmn/model.ts';
import type { Result } from '../../bpmn/eventModel.ts';
import type { Json, Variables } from '../../domain/json.ts';
import type { Incident } from '../../domain/wait.ts';
import type { Behaviour } from '../behaviour.ts';
import { ask, evaluate } from '../conditions.ts';
import { armBoundary, dueBy, planBoundary } from '../events/boundary.ts';
import { throwOne } from '../events/results.ts';
import { hasRoomForInstances, maxInstances, raiseIncident } from '../incidents.ts';
import { tokenOf } from '../processes.ts';
import type { Run } from '../run.ts';
import { tokensIn } from '../scopes.ts';
import { leave } from '../sequenceFlow.ts';
import type { LoopCount, Scope, Token } from '../state.ts';
import { assign, variablesOf } from '../variables.ts';
import { cancelTokens } from './activity.ts';
import { closeLoop, endInstance, loopOf, openLoop, setLoop, startInstance } from './instances.ts';
import { tooManyInstances, undecidable, unusable } from './loopIncidents.ts';

/**
 * Multi-instance activity: performed once for each item of a list, or as often as its cardinality says, all at once or
 * one after the other. Once its completion condition holds, what is left is terminated (BPMN 2.0 §13.3.7).
 */
export const multiInstance: Behaviour<Activity> = { enter, leave, work: enter, performed, conclude };

function enter(run: Run, token: Token, node: Activity): void {
  const characteristics = multiInstanceAt(node);
  const plan = planInstances(run, token, node, characteristics);
  if ('code' in plan) return raiseIncident(run, token, node, plan, { retry: 'work' });
  if (plan.instances > 0) return start(run, token, node, characteristics, plan);
  putOut(run, token, characteristics, []);
  leave(run, token, node);
}

interface Plan {
  readonly instances: number;
  readonly items: readonly Json[] | null;
}

function planInstances(run: Run, token: Token, node: Activity, { cardinality, input }: MultiInstance): Plan | Incident {
  if (input !== null) {
    const items = variablesOf(run, token)[input.list];
    if (!isList(items)) return unusable(node, `the variable ${input.list} is no list`);
    return items.length > maxInstances ? tooManyInstances(node) : { instances: items.length, items };
  }
  const answer = evaluate(run, token, cardinality ?? '');
  if ('undecidable' in answer) return undecidable(node, 'loopCardinality', answer.undecidable);
  const { value } = answer;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    return unusable(node, 'its loopCardinality is no whole number from 0');
  }
  return value > maxInstances ? tooManyInstances(node) : { instances: value, items: null };
}

function start(
  run: Run,
  token: Token,
  node: Activity,
  characteristics: MultiInstance,
  { instances, items }: Plan,
): void {
  const { sequential, output } = characteristics;
  const atOnce = sequential ? 1 : instances;
  if (!hasRoomForInstances(run, atOnce)) {
    return raiseIncident(run, token, node, tooManyInstances(node), { retry: 'work' });
  }
  const boundary = planBoundary(run, token, node);
  const due = dueBy(boundary);
  const scope = openLoop(run, token, {
    started: atOnce,
    completed: 0,
    terminated: 0,
    instances,
    ...(sequential && items !== null && { items }),
    ...(output !== null && { outputs: Array<Json>(instances).fill(null) }),
    ...(due !== undefined && { due }),
  });
  armBoundary(run, token, boundary);
  for (let counter = 1; counter <= atOnce; counter += 1) {
    startInstance(run, scope, counter, localsOf(characteristics, items?.[counter - 1]));
  }
}

/** The variables of an instance: its item, and what it is to put out. */
function localsOf({ input, output }: MultiInstance, item: Json | undefined): Variables | undefined {
  const put = output === null || output.item === null ? {} : { [output.item]: null };
  const taken = input === null || input.item === null || item === undefined ? {} : { [input.item]: item };
  const locals = { ...put, ...taken };
  return Object.keys(locals).length === 0 ? undefined : locals;
}

function performed(run: Run, token: Token, node: FlowNode): void {
  // what is thrown reaches what waits by then
  if (multiInstanceAt(node).throws === undefined) conclude(run, token, node);
  else run.throwing.push(token.id);
}

function conclude(run: Run, token: Token, node: FlowNode): void {
  const { scope, loop } = loopOf(run, token);
  const characteristics = multiInstanceAt(node);
  const { completionCondition } = characteristics;
  const counted = countPerformed(loop, token, characteristics);
  setLoop(run, scope, counted);
  const verdict = completionCondition === null ? { holds: false } : ask(run, token, completionCondition);
  const thrown = thrownBy(run, token, characteristics, counted);
  if ('undecidable' in verdict) return stop('completionCondition', verdict.undecidable);
  if ('undecidable' in thrown) return stop('condition of a complexBehaviorDefinition', thrown.undecidable);
  endInstance(run, token, node);
  for (const result of thrown.results) {
    throwOne(run, token, node, result);
    // what caught it has broken the whole activity off
    if (!run.scopes.has(scope.id)) return;
  }
  if (verdict.holds) cancelTokens(run, tokensIn(run, scope.id));
  else if (counted.completed < (counted.instances ?? 0)) return goOn(run, scope, counted, characteristics);
  putOut(run, tokenOf(run, scope.token), characteristics, counted.outputs ?? []);
  closeLoop(run, scope);

  function stop(what: string, why: string): void {
    setLoop(run, scope, loop);
    raiseIncident(run, token, node, undecidable(node, what, why), { retry: 'leave' });
  }
}

/** What a completing instance throws (BPMN 2.0 table 10.30, behavior). */
function thrownBy(
  run: Run,
  token: Token,
  { throws = [] }: MultiInstance,
  { completed }: LoopCount,
): { readonly results: readonly Result[] } | { readonly undecidable: string } {
  const results: Result[] = [];
  for (const each of throws) {
    const verdict = each.condition === null ? { holds: true } : ask(run, token, each.condition);
    if ('undecidable' in verdict) return verdict;
    if (verdict.holds && (!each.first || completed === 1)) results.push(...each.results);
  }
  return { results };
}

function countPerformed(loop: LoopCount, { inner = 0, locals = {} }: Token, { output }: MultiInstance): LoopCount {
  const counted = { ...loop, completed: loop.completed + 1 };
  if (output === null || output.item === null || loop.outputs === undefined) return counted;
  return { ...counted, outputs: loop.outputs.with(inner - 1, locals[output.item] ?? null) };
}

/** Starts the next instance where they are performed one after the other. */
function goOn(run: Run, scope: Scope, loop: LoopCount, characteristics: MultiInstance): void {
  if (!characteristics.sequential) return;
  const counter = loop.started + 1;
  setLoop(run, scope, { ...loop, started: counter });
  startInstance(run, scope, counter, localsOf(characteristics, loop.items?.[counter - 1]));
}

/** What the instances have put out becomes visible. */
function putOut(run: Run, host: Token, { output }: MultiInstance, outputs: readonly Json[]): void {
  if (output !== null) assign(run, host, { [output.list]: outputs });
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function multiInstanceAt(node: FlowNode): MultiInstance {
  if ('multiInstance' in node) return node.multiInstance;
  throw new Error(`${node.id} has no multi-instance characteristics.`);
}
