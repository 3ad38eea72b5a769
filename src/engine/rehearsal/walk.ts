import type { ProcessModel } from '../../bpmn/model.ts';
import type { Instant } from '../../domain/json.ts';
import { advance } from '../advance.ts';
import type { Advanced, EngineCommand, EngineContext, EngineState } from '../state.ts';
import { forceChoices, isChoice, type Choices } from './forceChoices.ts';

/** One move of a rehearsal and what our kernel waits for after it. */
export interface Step {
  readonly move: Move;
  /** The flow that each exclusive gateway, and each task with outcome flows, leaves by during the move. */
  readonly choices: Choices;
  readonly flows: readonly string[];
  /** Ids of the elements that are waited at, sorted; timers included. */
  readonly waiting: readonly string[];
  readonly ended: boolean;
}
export type Move = { readonly type: 'start' } | { readonly type: 'complete' | 'fire'; readonly element: string };
export type Path = readonly Step[];

/** A case at rest: its kernel state, the due moments of its timers, the virtual clock, and what can happen next. */
interface Rest {
  readonly state: EngineState;
  readonly dues: ReadonlyMap<number, Instant>;
  readonly now: Instant;
  readonly reachedBy: Transition | null;
  readonly transitions: Transition[];
}
interface Transition {
  readonly from: Rest | null;
  readonly step: Step;
  /** Key of the rest that it leads to; null: the case ended. */
  readonly to: string | null;
}

/** Rests that are explored; a process with more keeps uncovered flows, which the rehearsal reports. */
const maxRests = 2_000;

/**
 * Paths through a process that together take every flow which the exploration reached, shortest first, each to the end
 * of the case where it has one. Timers fire in due order on a virtual clock that starts at `context.now`.
 */
export function walkPaths(model: ProcessModel, context: EngineContext): Path[] {
  const rests = new Map<string, Rest>();
  const transitions: Transition[] = [];
  const queue: (Rest | null)[] = [null];
  for (const from of queue) {
    for (const { step, done, now } of movesFrom(model, from, context)) {
      const dues = duesAfter(from, done);
      const to = step.ended ? null : keyOf(done.state, dues);
      const transition = { from, step, to };
      transitions.push(transition);
      from?.transitions.push(transition);
      if (to === null || rests.has(to) || rests.size >= maxRests) continue;
      const rest: Rest = { state: done.state, dues, now, reachedBy: transition, transitions: [] };
      rests.set(to, rest);
      queue.push(rest);
    }
  }
  return choosePaths(transitions, rests);
}

function* movesFrom(model: ProcessModel, from: Rest | null, context: EngineContext) {
  for (const { move, command, now } of commandsFrom(from)) {
    for (const { choices, done } of outcomesOf(model, from?.state ?? null, command, {
      ...context,
      now: now ?? context.now,
    })) {
      if (!isComparable(done)) continue;
      const flows = done.events.flatMap(({ type, elementId }) => (type === 'flow.taken' ? [elementId ?? ''] : []));
      const waiting = done.state.waits.map((wait) => wait.at).sort();
      const step: Step = { move, choices, flows, waiting, ended: done.status === 'completed' };
      yield { step, done, now: now ?? context.now };
    }
  }
}

/**
 * What can happen next: any task or service is completed, or the timer that is due first fires. A timer that repeats is
 * passed over once it has fired, or those that come due after many repetitions would never be reached.
 */
function commandsFrom(rest: Rest | null): Candidate[] {
  if (rest === null) return [{ move: { type: 'start' }, command: { type: 'start', variables: {} }, now: null }];
  const found: Candidate[] = [];
  for (const { kind, no, at } of rest.state.waits) {
    if (kind !== 'task' && kind !== 'service') continue;
    const command: EngineCommand = { type: 'complete', wait: no, variables: {} };
    found.push({ move: { type: 'complete', element: at }, command, now: rest.now });
  }
  for (const { no, at, dueAt, fired } of timersInOrder(rest.state, rest.dues)) {
    const command: EngineCommand = { type: 'fire', wait: no, dueAt, provisional: false };
    found.push({ move: { type: 'fire', element: at }, command, now: dueAt > rest.now ? dueAt : rest.now });
    if (fired === 0) break;
  }
  return found;
}
interface Candidate {
  readonly move: Move;
  readonly command: EngineCommand;
  readonly now: Instant | null;
}

/** The command under every combination of choices at the gateways that it passes. */
function outcomesOf(model: ProcessModel, state: EngineState | null, command: EngineCommand, context: EngineContext) {
  const found: { choices: Choices; done: Advanced }[] = [];
  const open: Choices[] = [new Map()];
  for (let choices = open.pop(); choices !== undefined; choices = open.pop()) {
    const done = advance(forceChoices(model, choices), state, command, context);
    const undecided = done.events.find(({ type, elementId = '' }) => {
      return type === 'element.completed' && isChoice(model, elementId) && !choices.has(elementId);
    })?.elementId;
    if (undecided === undefined) found.push({ choices, done });
    else {
      const flows = model.nodes[undecided]?.outgoing ?? [];
      for (const flow of flows.toReversed()) open.push(new Map([...choices, [undecided, flow]]));
    }
  }
  return found;
}

/** Incidents have no counterpart, and bpmn-engine holds a second token back until the first has left the node. */
function isComparable(done: Advanced): boolean {
  const places = new Set(done.state.tokens.map((token) => token.at));
  return places.size === done.state.tokens.length && done.state.waits.every((wait) => wait.kind !== 'incident');
}

function duesAfter(from: Rest | null, done: Advanced): ReadonlyMap<number, Instant> {
  const dues = new Map(from?.dues);
  for (const { no, kind, dueAt } of done.opened) if (kind === 'timer' && dueAt !== null) dues.set(no, dueAt);
  return dues;
}

function timersInOrder(state: EngineState, dues: ReadonlyMap<number, Instant>) {
  return state.waits
    .filter((wait) => wait.kind === 'timer')
    .map(({ no, at, fired = 0 }) => ({ no, at, fired, dueAt: dues.get(no) ?? '' }))
    .sort((a, b) => (a.dueAt === b.dueAt ? a.no - b.no : a.dueAt < b.dueAt ? -1 : 1));
}

/** Two rests are the same when the same elements wait and their timers come due in the same order, repeated or not. */
function keyOf(state: EngineState, dues: ReadonlyMap<number, Instant>): string {
  const others = state.waits.filter((wait) => wait.kind !== 'timer').map((wait) => wait.at);
  return `${others.sort().join(' ')}|${timersInOrder(state, dues)
    .map(({ at, fired }) => (fired === 0 ? at : `${at}+`))
    .join(' ')}`;
}

function choosePaths(transitions: readonly Transition[], rests: ReadonlyMap<string, Rest>): Path[] {
  const wayOut = waysOut(transitions);
  const covered = new Set<string>();
  const paths: Path[] = [];
  for (const transition of transitions) {
    if (transition.step.flows.every((flow) => covered.has(flow))) continue;
    const path: Step[] = [];
    for (let back: Transition | null = transition; back !== null; back = back.from?.reachedBy ?? null)
      path.unshift(back.step);
    for (let on = follow(transition); on !== undefined; on = follow(on)) path.push(on.step);
    for (const step of path) for (const flow of step.flows) covered.add(flow);
    paths.push(path);
  }
  return paths;

  function follow({ to }: Transition): Transition | undefined {
    const rest = to === null ? undefined : rests.get(to);
    return rest === undefined ? undefined : wayOut.get(rest);
  }

  /** For each rest the first transition of a shortest way to the end of the case. */
  function waysOut(all: readonly Transition[]): ReadonlyMap<Rest, Transition> {
    const found = new Map<Rest, Transition>();
    const into = new Map<Rest | null | undefined, Transition[]>();
    for (const transition of all) {
      const target = transition.to === null ? null : rests.get(transition.to);
      into.set(target, [...(into.get(target) ?? []), transition]);
    }
    const reached: (Rest | null)[] = [null];
    for (const target of reached) {
      for (const transition of into.get(target) ?? []) {
        if (transition.from === null || found.has(transition.from)) continue;
        found.set(transition.from, transition);
        reached.push(transition.from);
      }
    }
    return found;
  }
}
