import type { Activity } from '../../bpmn/activityModel.ts';
import type { FlowNode, ProcessModel } from '../../bpmn/model.ts';
import { isLoopHost, nodeOf, processOf } from '../processes.ts';
import type { Run } from '../run.ts';
import type { Completed, Scope, Token } from '../state.ts';

/** What was completed in a scope (undefined: the case's own process) and can be compensated, in order of completion. */
export function completedIn(run: Run, scope: number | undefined): readonly Completed[] {
  return (scope === undefined ? run.done : run.scopes.get(scope)?.done) ?? [];
}

export function setCompleted(run: Run, scope: number | undefined, done: readonly Completed[]): void {
  if (scope === undefined) {
    run.done = done;
    return;
  }
  const found = run.scopes.get(scope);
  if (found === undefined) return;
  run.scopes.set(scope, done.length === 0 ? without(found) : { ...found, done });
}

/**
 * A node is complete: an activity that can be compensated is remembered with its scope, once for each time. What was
 * completed inside an event sub-process counts as completed beside it, and each instance of a loop for itself.
 */
export function noteCompleted(run: Run, token: Token, node: FlowNode): void {
  if (node.type === 'eventSubProcess') return passOn(run, token.scope, token.done ?? []);
  if (!('boundary' in node) || isLoopHost(token, node)) return;
  const handled = handlerOf(run, token, node) !== undefined;
  const inside = handled ? [] : (token.done ?? []);
  if (!handled && inside.length === 0 && handlerInside(processInside(run, token, node), node) === undefined) return;
  const entry: Completed = inside.length === 0 ? { at: node.id } : { at: node.id, inside };
  const done = completedIn(run, token.scope);
  setCompleted(run, token.scope, insert(done, placeOf(run, token, node, done), entry));
}

/** What was completed further inside counts as completed in this scope. */
export function passOn(run: Run, scope: number | undefined, done: readonly Completed[]): void {
  if (done.length > 0)
    setCompleted(
      run,
      scope,
      done.reduce((all, each) => insert(all, all.length, each), completedIn(run, scope)),
    );
}

/** The activity that compensates another one, associated with its compensation boundary event. */
export function handlerOf(run: Run, token: Token, { boundary }: Activity): string | undefined {
  for (const id of boundary) {
    const event = nodeOf(run, token, id);
    if ('handler' in event) return event.handler;
  }
  return undefined;
}

/** The compensation event sub-process of a sub-process or called process, which stands in `process`. */
export function handlerInside(process: ProcessModel | undefined, node: FlowNode): string | undefined {
  if (process === undefined) return undefined;
  let known = handlersByModel.get(process);
  if (known === undefined) handlersByModel.set(process, (known = handlersIn(process)));
  return known.get(node.type === 'callActivity' ? undefined : node.id);
}

/** The process in which the inside of a sub-process or call activity stands; undefined: the node has no inside. */
export function processInside(run: Run, token: Token, node: FlowNode): ProcessModel | undefined {
  if (node.type === 'subProcess' || node.type === 'adHocSubProcess') return processOf(run, token);
  return node.type === 'callActivity' ? run.model.called?.[node.calledElement] : undefined;
}

/** Compensation event sub-processes by the sub-process they stand in, as long as the model is in memory. */
const handlersByModel = new WeakMap<ProcessModel, ReadonlyMap<string | undefined, string>>();

function handlersIn({ nodes }: ProcessModel): ReadonlyMap<string | undefined, string> {
  const found = new Map<string | undefined, string>();
  for (const node of Object.values(nodes)) {
    const start = node.type === 'eventSubProcess' ? nodes[node.start] : undefined;
    if (start !== undefined && 'compensation' in start) found.set(node.scope, node.id);
  }
  return found;
}

/** The same activity again and again takes one entry. */
function insert(done: readonly Completed[], place: number, entry: Completed): readonly Completed[] {
  const before = done[place - 1];
  const isAgain =
    before !== undefined && before.at === entry.at && before.inside === undefined && entry.inside === undefined;
  if (!isAgain) return done.toSpliced(place, 0, entry);
  return done.with(place - 1, { at: entry.at, times: (before.times ?? 1) + (entry.times ?? 1) });
}

/** What a boundary event led to while the activity went on is compensated before the activity (BPMN 2.0 §13.5.5). */
function placeOf(run: Run, token: Token, node: Activity, done: readonly Completed[]): number {
  const beside = node.boundary.filter((id) => {
    const event = nodeOf(run, token, id);
    return event.type === 'boundaryEvent' && !event.interrupting && !('handler' in event);
  });
  if (beside.length === 0) return done.length;
  const reached = reachedFrom(processOf(run, token), beside);
  const earlier = done.findLastIndex(({ at }) => at === node.id);
  const place = done.findIndex(({ at }, index) => index > earlier && reached.has(at));
  return place === -1 ? done.length : place;
}

function reachedFrom({ nodes, flows }: ProcessModel, from: readonly string[]): ReadonlySet<string> {
  const reached = new Set(from);
  for (const id of reached) {
    for (const flow of nodes[id]?.outgoing ?? []) reached.add(flows[flow]?.target ?? '');
  }
  return reached;
}

function without(scope: Scope): Scope {
  const bare: Scope = { ...scope };
  Reflect.deleteProperty(bare, 'done');
  return bare;
}
