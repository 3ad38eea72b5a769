import type { FlowNode, ProcessModel } from '../bpmn/model.ts';
import type { Instant, Json, Variables } from '../domain/json.ts';
import type { HistoryEvent } from '../domain/record.ts';
import type { ClosedState, Incident, Wait, WaitKind } from '../domain/wait.ts';
import type { Advanced, EngineContext, EngineState, StateWait, Token } from './state.ts';

/** One command at work: the state taken apart, and what the command has done so far. Lives as long as the command. */
export interface Run {
  readonly model: ProcessModel;
  readonly context: EngineContext;
  /** The moment that the command takes effect at: due moment of a fired timer, else now. */
  moment: Instant;
  readonly tokens: Map<number, Token>;
  readonly waits: Map<number, StateWait>;
  variables: Variables;
  /** Ids of tokens on their way into the node they stand at, in the order in which they move. */
  readonly queue: number[];
  readonly events: HistoryEvent[];
  readonly opened: Map<number, Wait>;
  readonly closed: { no: number; as: ClosedState }[];
  changed: Variables;
  nextToken: number;
  nextWait: number;
}

/** What a new wait is about; what is left out is absent. */
export interface NewWait {
  readonly kind: WaitKind;
  readonly token: number;
  readonly node: FlowNode;
  readonly role?: string | null;
  readonly topic?: string;
  readonly due?: { readonly dueAt: Instant; readonly provisional: boolean } | undefined;
  readonly incident?: Incident;
  /** What the kernel has to remember about the wait. */
  readonly memory?: Pick<StateWait, 'fired' | 'countsFrom' | 'retry'>;
}

/** Takes the state apart for one command; `state` itself is never changed. */
export function beginRun(model: ProcessModel, state: EngineState | null, context: EngineContext): Run {
  return {
    model,
    context,
    moment: context.now,
    tokens: new Map(state?.tokens.map((token) => [token.id, token])),
    waits: new Map(state?.waits.map((wait) => [wait.no, wait])),
    variables: state?.variables ?? {},
    queue: [],
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
  return {
    state: {
      stateVersion: 1,
      nextToken: run.nextToken,
      nextWait: run.nextWait,
      events: events + run.events.length,
      tokens: [...run.tokens.values()],
      waits: [...run.waits.values()],
      variables: run.variables,
    },
    opened: [...run.opened.values()],
    closed: run.closed,
    events: run.events,
    changed: run.changed,
    status,
  };
}

export function record(run: Run, event: HistoryEvent): void {
  run.events.push(event);
}

/** The node with this id; a model whose references dangle never passes deployment. */
export function nodeOf(run: Run, id: string): FlowNode {
  const node = run.model.nodes[id];
  if (node === undefined)
    throw new Error(`Process ${run.model.id} has no element ${id}; the state is of another model.`);
  return node;
}

export function tokenOf(run: Run, id: number): Token {
  const token = run.tokens.get(id);
  if (token === undefined) throw new Error(`The case has no token ${id}.`);
  return token;
}

/** Puts a token (null: a new one) at a node and sends it on its way into it. */
export function sendToken(run: Run, token: Token | null, at: string): void {
  const id = token?.id ?? run.nextToken++;
  run.tokens.set(id, { id, at });
  run.queue.push(id);
}

/** Opens a wait and returns its number. */
export function openWait(run: Run, wait: NewWait): number {
  const no = run.nextWait++;
  run.waits.set(no, { no, kind: wait.kind, at: wait.node.id, token: wait.token, ...wait.memory });
  run.opened.set(no, {
    no,
    kind: wait.kind,
    elementId: wait.node.id,
    name: wait.node.name,
    role: wait.role ?? null,
    topic: wait.topic ?? null,
    since: run.context.now,
    dueAt: wait.due?.dueAt ?? null,
    provisional: wait.due?.provisional ?? false,
    incident: wait.incident ?? null,
  });
  return no;
}

/** Closes a wait; one that was opened by the same command leaves no effect. */
export function closeWait(run: Run, no: number, as: ClosedState): void {
  run.waits.delete(no);
  if (!run.opened.delete(no)) run.closed.push({ no, as });
}

/** Closes everything that a token waits for, with an event each, in the order it was opened. */
export function cancelWaits(run: Run, token: Token): void {
  for (const wait of [...run.waits.values()]) {
    if (wait.token !== token.id) continue;
    closeWait(run, wait.no, 'cancelled');
    record(run, { type: `${wait.kind}.cancelled`, elementId: wait.at, wait: wait.no });
  }
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
