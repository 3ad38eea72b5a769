import type { ProcessModel } from '../../bpmn/model.ts';
import { startTriggers } from '../../bpmn/starts.ts';
import { legalDateOf } from '../../domain/legalTime.ts';
import type { Instant, Variables } from '../../domain/json.ts';
import { advance } from '../advance.ts';
import type { Advanced, EngineCommand, EngineContext, EngineState } from '../state.ts';
import { forceChoices, isChoice, isErrorOfCall, isRepeatedCatcher, type Choices } from './forceChoices.ts';
import { touched } from './knownDifferences.ts';

/** One move of a rehearsal and what our kernel waits for after it. */
export interface Step {
  readonly move: Move;
  /** The flow that each exclusive gateway, and each task with outcome flows, leaves by during the move. */
  readonly choices: Choices;
  readonly flows: readonly string[];
  /** Ids of the elements that are waited at, sorted; timers included, boundary events that catch again and again not. */
  readonly waiting: readonly string[];
  readonly ended: boolean;
  /** Ids of the known differences that the step touches. */
  readonly touched: readonly string[];
}
export type Move =
  { readonly type: 'start' } | { readonly type: 'complete' | 'receive' | 'throw' | 'fire'; readonly element: string };
export type Path = readonly Step[];

/** A case at rest: its kernel state, the due moments of its timers, the virtual clock, and what can happen next. */
interface Rest {
  readonly state: EngineState;
  readonly dues: ReadonlyMap<number, Instant>;
  readonly now: Instant;
  readonly received: ReadonlySet<string>;
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
      const received = receivedBy(model, from, step, done.state);
      const to = step.ended ? null : `${keyOf(done.state, dues)}|${[...received].sort().join(' ')}`;
      const transition = { from, step, to };
      transitions.push(transition);
      from?.transitions.push(transition);
      if (to === null || rests.has(to) || rests.size >= maxRests) continue;
      const rest: Rest = { state: done.state, dues, now, received, reachedBy: transition, transitions: [] };
      rests.set(to, rest);
      queue.push(rest);
    }
  }
  return choosePaths(transitions, rests);
}

function* movesFrom(model: ProcessModel, from: Rest | null, context: EngineContext) {
  for (const { move, command, now } of commandsFrom(model, from, datesFor(model, context.now))) {
    for (const { choices, done } of outcomesOf(model, from?.state ?? null, command, {
      ...context,
      now: now ?? context.now,
    })) {
      if (!isComparable(done)) continue;
      const flows = done.events.flatMap(({ type, elementId }) => (type === 'flow.taken' ? [elementId ?? ''] : []));
      const waits = done.state.waits.filter(({ at }) => !isPassive(model, at));
      const waiting = waits.map((wait) => wait.at).sort();
      const ended = done.status === 'completed';
      const step: Step = { move, choices, flows, waiting, ended, touched: touched(model, done) };
      yield { step, done, now: now ?? context.now };
    }
  }
}

/**
 * What can happen next: any task or service is completed, any message or error comes, or the timer that is due first fires. A timer that repeats is
 * passed over once it has fired, or those that come due after many repetitions would never be reached; and a boundary
 * event that catches again and again catches once on a path.
 */
function commandsFrom(model: ProcessModel, rest: Rest | null, dates: Variables): Candidate[] {
  if (rest === null) return startsOf(model, dates);
  const found: Candidate[] = [];
  for (const { kind, no, at } of rest.state.waits) {
    if (kind === 'timer' || kind === 'incident') continue;
    const type = kind === 'message' ? 'receive' : 'complete';
    if (rest.received.has(at)) continue;
    const move = { type: isErrorOfCall(model, model.nodes[at]) ? 'throw' : type, element: at } as const;
    found.push({ move, command: { type, wait: no, variables: {} }, now: rest.now });
  }
  for (const { no, at, dueAt, fired } of timersInOrder(rest.state, rest.dues)) {
    const command: EngineCommand = { type: 'fire', wait: no, dueAt, provisional: false };
    found.push({ move: { type: 'fire', element: at }, command, now: dueAt > rest.now ? dueAt : rest.now });
    if (fired === 0) break;
  }
  return found;
}

/** By hand, and by whatever else starts it. */
function startsOf(model: ProcessModel, variables: Variables): Candidate[] {
  const places = [
    ...(model.start === '' ? [] : [model.start]),
    ...startTriggers(model).map(({ elementId }) => elementId),
  ];
  return places.map((at) => ({ move: { type: 'start' }, command: { type: 'start', variables, at }, now: null }));
}

/** The dates from which limits count, so that none is missing. */
function datesFor({ nodes }: ProcessModel, now: Instant): Variables {
  const deadlines = Object.values(nodes).flatMap((node) => ('deadlines' in node ? node.deadlines : []));
  return Object.fromEntries(deadlines.flatMap(({ from }) => (from === null ? [] : [[from, legalDateOf(now)]])));
}

/** Whether an element is waited at without its being compared. */
function isPassive(model: ProcessModel, at: string): boolean {
  return isRepeatedCatcher(model.nodes[at]) || isErrorOfCall(model, model.nodes[at]);
}

/** The boundary events that catch again and again, have caught on the way here and could catch more. */
function receivedBy(model: ProcessModel, from: Rest | null, { move }: Step, state: EngineState): ReadonlySet<string> {
  const received = new Set(from?.received);
  if (move.type === 'receive' && isRepeatedCatcher(model.nodes[move.element])) received.add(move.element);
  return new Set([...received].filter((element) => state.waits.some(({ at }) => at === element)));
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
  const tokens = done.state.tokens.filter((token) => token.heldOn === undefined);
  const places = new Set(tokens.map((token) => token.at));
  return places.size === tokens.length && done.state.waits.every((wait) => wait.kind !== 'incident');
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

/** Two rests are the same when the same elements wait, joins too, and timers come due in the same order, repeated or not. */
function keyOf(state: EngineState, dues: ReadonlyMap<number, Instant>): string {
  const held = state.tokens.flatMap(({ heldOn }) => heldOn ?? []);
  const others = [...state.waits.filter((wait) => wait.kind !== 'timer').map((wait) => wait.at), ...held];
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
