import type { FlowNode } from '../bpmn/model.ts';
import type { Instant } from '../domain/json.ts';
import type { LawFormName } from '../domain/law.ts';
import type { ClosedState, Incident, WaitKind } from '../domain/wait.ts';
import { calledProcessOf, localsOf, loopCounterOf, record } from './history.ts';
import type { Run } from './run.ts';
import type { StateWait, Token } from './state.ts';

/** What a new wait is about; what is left out is absent. */
export interface NewWait {
  readonly kind: WaitKind;
  readonly token: Token;
  readonly node: FlowNode;
  readonly role?: string | null;
  readonly form?: LawFormName | null;
  readonly topic?: string;
  readonly due?: { readonly dueAt: Instant; readonly provisional: boolean } | undefined;
  readonly incident?: Incident;
  /** The key that a message is awaited with. */
  readonly correlation?: string | undefined;
  /** What the kernel has to remember about the wait. */
  readonly memory?: Pick<StateWait, 'fired' | 'countsFrom' | 'retry' | 'trigger' | 'held'>;
}

/** Opens a wait and returns its number. */
export function openWait(run: Run, wait: NewWait): number {
  const no = run.nextWait++;
  const loopCounter = loopCounterOf(run, wait.token);
  const isWork = wait.kind === 'task' || wait.kind === 'service';
  const locals = isWork ? localsOf(run, wait.token) : undefined;
  run.waits.set(no, { no, kind: wait.kind, at: wait.node.id, token: wait.token.id, ...wait.memory });
  run.opened.set(no, {
    no,
    kind: wait.kind,
    elementId: wait.node.id,
    calledProcess: calledProcessOf(run, wait.token),
    name: wait.node.name,
    ...(loopCounter !== undefined && { loopCounter }),
    ...(locals !== undefined && { locals }),
    role: wait.role ?? null,
    form: wait.form ?? null,
    topic: wait.topic ?? null,
    since: run.context.now,
    dueAt: wait.due?.dueAt ?? null,
    provisional: wait.due?.provisional ?? false,
    incident: wait.incident ?? null,
    ...(wait.correlation !== undefined && { correlation: wait.correlation }),
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
    record(run, token, { type: `${wait.kind}.cancelled`, elementId: wait.at, wait: wait.no });
  }
}
