import { advance } from '../engine/advance.ts';
import { dueTimers, type DueTimer } from '../engine/waits.ts';
import { findOpenWait } from '../domain/task.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import type { Advanced, EngineCommand, EngineState } from '../engine/state.ts';
import type { Actor } from '../domain/people.ts';
import type { CaseContext } from './context.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { Close } from '../domain/changeset.ts';
import type { HistoryEvent } from '../domain/record.ts';
import type { OpenWait, Wait, WaitKind } from '../domain/wait.ts';
import type { SplitVariables } from '../domain/privacy.ts';
import type { Instant, Variables } from '../domain/json.ts';
import { askingScope, lawOfCase, type LawProgress } from './lawProgress.ts';
import { withClocks } from './clockProgress.ts';

/** Timers that one command fires at most, and fewer once it has taken its steps; the next command fires the rest. */
export const maxFirings = 100;

/** What a command has done to a case so far: the kernel's results, one after the other. */
export interface Progress {
  readonly state: EngineState;
  readonly status: Advanced['status'];
  readonly opened: readonly Wait[];
  readonly closed: readonly Close[];
  readonly events: readonly HistoryEvent[];
  readonly changed: Variables;
  readonly messages: Advanced['messages'];
  readonly signals: Advanced['signals'];
  /** The law of the case so far, and what the command writes of it; null: it has none. */
  readonly law: LawProgress | null;
}

/** The open wait that a command is about, or why there is none. */
export function openWaitOf(snapshot: CaseSnapshot, kind: WaitKind, no: number): OpenWait | Refusal {
  return findOpenWait(snapshot, kind, no, engineState(snapshot).nextWait - 1);
}

/** The context of a command on a case; without an actor it is the service's own. */
export type StepContext = CaseContext & { readonly actor?: Actor | null };

/** The first kernel command of a case, under the law that it begins with. */
export function firstStep(
  context: StepContext,
  law: LawProgress | null,
  command: Extract<EngineCommand, { type: 'start' }>,
): Progress | Refusal {
  return stepFrom(context, null, law, command);
}

/**
 * One more kernel command after what was done before, and what it does to the clocks of the case. A wait opened and
 * closed on the way leaves no trace. Refuses an extension of a limit that the law does not allow.
 */
export function step(context: StepContext, before: Progress, command: EngineCommand): Progress | Refusal {
  const after = stepFrom(context, before.state, before.law, command);
  if (isRefusal(after)) return after;
  const bornAndGone = new Set(before.opened.map((wait) => wait.no));
  const closedNow = new Set(after.closed.map((close) => close.no));
  return {
    state: after.state,
    status: after.status,
    opened: [...before.opened.filter((wait) => !closedNow.has(wait.no)), ...after.opened],
    closed: [...before.closed, ...after.closed.filter((close) => !bornAndGone.has(close.no))],
    events: [...before.events, ...after.events],
    changed: { ...before.changed, ...after.changed },
    messages: [...before.messages, ...after.messages],
    signals: [...before.signals, ...after.signals],
    law: after.law,
  };
}

function stepFrom(
  context: StepContext,
  state: EngineState | null,
  before: LawProgress | null,
  command: EngineCommand,
): Progress | Refusal {
  const scope = askingScope(before, context);
  const after = advance(context.process, state, command, { ...context, perform: scope.perform });
  const asked = scope.asked();
  if (asked === null) return { ...after, law: null };
  const moment = momentOf(command) ?? context.now;
  const law = withClocks(asked, { ...after, moment }, context);
  return isRefusal(law) ? law : { ...after, law };
}

/** When a command takes effect that is about a timer. */
function momentOf(command: EngineCommand): Instant | undefined {
  if (command.type === 'start') return command.dueAt;
  return command.type === 'fire' && !command.provisional ? command.dueAt : undefined;
}

/**
 * Fires every timer of the case that is due, in due order, those included that only open on the way: a limit that has
 * passed has passed, whichever node gets to it first, and a late case stands where a punctual one does.
 */
export function fireDueTimers(snapshot: CaseSnapshot, context: StepContext): Progress {
  let progress = untouched(snapshot);
  for (let firings = 0; firings < maxFirings && progress.events.length < context.maxSteps; firings += 1) {
    const due = nextDue(snapshot, progress, context);
    if (due === undefined) break;
    const fired = step(context, progress, { type: 'fire', ...due });
    if (isRefusal(fired)) throw new Error(`A timer cannot extend a limit: ${fired.detail}`);
    progress = fired;
  }
  return progress;
}

/**
 * The case with its due timers fired, before the work on one of its waits. Refuses when the wait is not open any more
 * (409 `task-closed`), or while more timers are due than one command fires (503 `try-again`).
 */
export function catchUp(snapshot: CaseSnapshot, wait: OpenWait, context: StepContext): Progress | Refusal {
  const progress = fireDueTimers(snapshot, context);
  if (!progress.state.waits.some(({ no }) => no === wait.no)) {
    return refuse(
      'task-closed',
      `A limit has passed, and what was asked for at ${wait.elementId} is not open any more.`,
    );
  }
  return requireCaughtUp(snapshot, progress, context) ?? progress;
}

/** Refuses while more timers are due than one command fires (503 `try-again`). */
export function requireCaughtUp(snapshot: CaseSnapshot, progress: Progress, context: CaseContext): Refusal | undefined {
  if (nextDue(snapshot, progress, context) === undefined) return undefined;
  return refuse(
    'try-again',
    `Case ${snapshot.caseId} has many timers to catch up with; repeat the request in a moment.`,
  );
}

/**
 * What the kernel is told of a command's variables: the plain ones, and null for a plain one whose new value is
 * personal, so that no condition goes on reading the old value.
 */
export function forKernel({ plain, personal }: SplitVariables, before: Progress): Variables {
  const replaced = Object.keys(personal).filter((name) => Object.hasOwn(before.state.variables, name));
  return { ...Object.fromEntries(replaced.map((name) => [name, null])), ...plain };
}

function engineState(snapshot: CaseSnapshot): EngineState {
  return JSON.parse(snapshot.state) as EngineState;
}

function untouched(snapshot: CaseSnapshot): Progress {
  const state = engineState(snapshot);
  return {
    state,
    status: 'running',
    opened: [],
    closed: [],
    events: [],
    changed: {},
    messages: [],
    signals: [],
    law: lawOfCase(snapshot),
  };
}

function nextDue(snapshot: CaseSnapshot, { state, opened }: Progress, context: CaseContext): DueTimer | undefined {
  return dueTimers(state, [...snapshot.waits, ...opened], context.now)[0];
}
