import type { CaseModel, ProcessModel } from '../bpmn/model.ts';
import type { Instant, Json, Variables } from '../domain/json.ts';
import type { HistoryEvent } from '../domain/record.ts';
import type { ClosedState, Wait } from '../domain/wait.ts';
import type {
  Advanced,
  Completed,
  EngineContext,
  EngineState,
  Reset,
  Scope,
  StateWait,
  ThrownMessage,
  Token,
} from './state.ts';

/** One command at work: the state taken apart, and what the command has done so far. Lives as long as the command. */
export interface Run {
  readonly model: CaseModel;
  readonly context: EngineContext;
  /** The moment that the command takes effect at: due moment of a fired timer, else now. */
  moment: Instant;
  readonly tokens: Map<number, Token>;
  readonly scopes: Map<number, Scope>;
  readonly waits: Map<number, StateWait>;
  readonly resets: Reset[];
  /** What was completed in the case's own process and can be compensated. */
  done: readonly Completed[];
  variables: Variables;
  /** What conversations of the case are correlated by, by correlation key. */
  keys: Readonly<Record<string, string>>;
  /** What is still to be done, in this order. */
  readonly queue: Move[];
  /** Tokens at events that throw, once every other token has come to where it waits. */
  readonly throwing: number[];
  /** Names of the signals that the case has thrown, in order. */
  readonly signals: string[];
  /** Messages that the case has thrown, in order. */
  readonly messages: ThrownMessage[];
  /** Ids of tokens on their way into the node they stand at. */
  readonly moving: Set<number>;
  /** The process of each scope that was looked at. */
  readonly processes: Map<number, ProcessModel>;
  readonly events: HistoryEvent[];
  readonly opened: Map<number, Wait>;
  readonly closed: { no: number; as: ClosedState }[];
  changed: Variables;
  nextToken: number;
  nextWait: number;
}

/** A token enters the node it was sent to, or the activity at which it stands is complete: its scope is empty. */
export interface Move {
  readonly token: number;
  readonly completes: boolean;
  /** The activity has been performed; what is around it says what follows (`Behaviour.performed`). */
  readonly performed?: true;
  readonly outcome?: string;
  /** Instead: what the token waits for by this wait has happened, if it still waits for it. */
  readonly catches?: number;
  /** Instead: the token leaves this node, if it is still there. */
  readonly leaves?: string;
}

/** Takes the state apart for one command; `state` itself is never changed. */
export function beginRun(model: CaseModel, state: EngineState | null, context: EngineContext): Run {
  return {
    model,
    context,
    moment: context.now,
    tokens: new Map(state?.tokens.map((token) => [token.id, token])),
    scopes: new Map(state?.scopes.map((scope) => [scope.id, scope])),
    waits: new Map(state?.waits.map((wait) => [wait.no, wait])),
    resets: [...(state?.resets ?? [])],
    done: state?.done ?? [],
    variables: state?.variables ?? {},
    keys: state?.keys ?? {},
    queue: [],
    throwing: [],
    signals: [],
    messages: [],
    moving: new Set(),
    processes: new Map(),
    events: [],
    opened: new Map(),
    closed: [],
    changed: {},
    nextToken: state?.nextToken ?? 1,
    nextWait: state?.nextWait ?? 1,
  };
}

/** Puts state and effects together; `events` is how many history events the case had before. */
export function endRun(run: Run, events: number, status: Advanced['status']): Advanced {
  const resets = run.resets.filter(({ scope }) => [...run.tokens.values()].some((token) => token.scope === scope));
  return {
    state: {
      stateVersion: 1,
      nextToken: run.nextToken,
      nextWait: run.nextWait,
      events: events + run.events.length,
      tokens: [...run.tokens.values()],
      scopes: [...run.scopes.values()],
      waits: [...run.waits.values()],
      ...(resets.length > 0 && { resets }),
      ...(run.done.length > 0 && run.tokens.size > 0 && { done: run.done }),
      variables: run.variables,
      ...(Object.keys(run.keys).length > 0 && { keys: run.keys }),
    },
    opened: [...run.opened.values()],
    closed: run.closed,
    events: run.events,
    changed: run.changed,
    signals: run.signals,
    messages: run.messages,
    status,
  };
}

export function setVariables(run: Run, variables: Variables): void {
  run.variables = { ...run.variables, ...variables };
  run.changed = { ...run.changed, ...variables };
}

/** Forgets a variable, so that a condition which reads it cannot be decided. */
export function clearVariable(run: Run, name: string): void {
  if (!Object.hasOwn(run.variables, name)) return;
  run.variables = without(run.variables, name);
  run.changed = without(run.changed, name);
}

function without(variables: Variables, name: string): Variables {
  const kept: Record<string, Json> = { ...variables };
  Reflect.deleteProperty(kept, name);
  return kept;
}
