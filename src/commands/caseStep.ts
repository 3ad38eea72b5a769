import { advance } from '../engine/advance.ts';
import { commit } from '../ledger/commitment.ts';
import { seal } from '../ledger/chain.ts';
import { taskView } from '../domain/task.ts';
import type { Wait } from '../domain/wait.ts';
import type { Advanced, EngineCommand, EngineState } from '../engine/state.ts';
import type { CaseChangeset, Close, NewCase, PersonalValue } from '../domain/changeset.ts';
import type { CaseContext } from './context.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { HistoryEvent, RecordBody, RecordedActor } from '../domain/record.ts';
import type { Json, Variables } from '../domain/json.ts';

/** What a command has done to a case so far: the kernel's results, one after the other. */
export interface Progress {
  readonly state: EngineState;
  readonly status: Advanced['status'];
  readonly opened: readonly Wait[];
  readonly closed: readonly Close[];
  readonly events: readonly HistoryEvent[];
  readonly changed: Variables;
}

/** The kernel's state of a loaded case. */
export function engineState(snapshot: CaseSnapshot): EngineState {
  return JSON.parse(snapshot.state) as EngineState;
}

/** Before anything is done: the case as it was loaded. */
export function untouched(snapshot: CaseSnapshot): Progress {
  return { state: engineState(snapshot), status: 'running', opened: [], closed: [], events: [], changed: {} };
}

/** One more kernel command after what was done before. A wait opened and closed on the way leaves no trace. */
export function step(context: CaseContext, before: Progress | null, command: EngineCommand): Progress {
  const after = advance(context.process, before?.state ?? null, command, context);
  if (before === null) return after;
  const bornAndGone = new Set(before.opened.map((wait) => wait.no));
  const closedNow = new Set(after.closed.map((close) => close.no));
  return {
    state: after.state,
    status: after.status,
    opened: [...before.opened.filter((wait) => !closedNow.has(wait.no)), ...after.opened],
    closed: [...before.closed, ...after.closed.filter((close) => !bornAndGone.has(close.no))],
    events: [...before.events, ...after.events],
    changed: { ...before.changed, ...after.changed },
  };
}

/**
 * Fires every timer of the case that is due, in due order, before the command that was asked for is applied: a limit
 * that has passed has passed, whichever node gets to it first. Each timer fires once here; a repeating one that is
 * still due afterwards fires again with the next command.
 */
export function fireDueTimers(snapshot: CaseSnapshot, context: CaseContext): Progress {
  const due = snapshot.waits
    .flatMap((wait) => (wait.kind === 'timer' && wait.dueAt !== null && wait.dueAt <= context.now ? [{ ...wait, dueAt: wait.dueAt }] : []))
    .sort((a, b) => (a.dueAt === b.dueAt ? a.no - b.no : a.dueAt < b.dueAt ? -1 : 1));
  let progress = untouched(snapshot);
  for (const { no, dueAt, provisional } of due) {
    if (!isOpen(progress, no)) continue;
    progress = step(context, progress, { type: 'fire', wait: no, dueAt, provisional });
  }
  return progress;
}

/** Whether a wait is still open after what was done. */
export function isOpen(progress: Progress, no: number): boolean {
  return progress.state.waits.some((wait) => wait.no === no);
}

/** The personal values of a command made ready for the side table, with their commitments by name. */
export function commitPersonal(
  personal: Variables,
  context: CaseContext,
): { values: PersonalValue[]; commitments: Record<string, string> } {
  const values: PersonalValue[] = [];
  const commitments: Record<string, string> = {};
  for (const [name, value] of Object.entries(personal)) {
    const { personal: stored, commitment } = commit(name, value, context.newSalt());
    values.push(stored);
    commitments[name] = commitment;
  }
  return { values, commitments };
}

/** What a command adds to the kernel's progress: who, which command, personal values, further events and facts. */
export interface CaseAct {
  readonly command: string;
  readonly actor: CaseChangeset['actor'];
  readonly recordedActor: RecordedActor;
  readonly personal?: Variables;
  readonly assign?: CaseChangeset['assign'];
  readonly facts?: Readonly<Record<string, Json>>;
}

/** Where the changeset goes: the loaded case, or a new one. */
export type Target = Pick<CaseSnapshot, 'agencyId' | 'caseId' | 'revision' | 'head'> & { readonly start: NewCase | null };

/** The Changeset of a case command: rows, and the record that stands for them. */
export function caseChangeset(
  target: Target,
  progress: Progress,
  act: CaseAct,
  context: CaseContext,
): CaseChangeset {
  const { values, commitments } = commitPersonal(act.personal ?? {}, context);
  const seq = target.revision + 1;
  const body: RecordBody = {
    v: 1,
    agency: target.agencyId,
    stream: `case:${target.caseId}`,
    seq,
    prev: target.head,
    at: context.now,
    command: act.command,
    actor: act.recordedActor,
    ...(progress.events.length > 0 && {
      firstEvent: progress.state.events - progress.events.length + 1,
      events: progress.events,
    }),
    ...(Object.keys(progress.changed).length > 0 && { variables: progress.changed }),
    ...(values.length > 0 && { commitments }),
    ...(act.facts !== undefined && { facts: act.facts }),
  };
  return {
    kind: 'case',
    agencyId: target.agencyId,
    caseId: target.caseId,
    at: context.now,
    actor: act.actor,
    expected: target.revision,
    status: progress.status,
    state: JSON.stringify(progress.state),
    start: target.start,
    close: progress.closed,
    open: progress.opened,
    assign: act.assign ?? [],
    personal: values,
    record: seal(body),
    answer: {
      case: { id: target.caseId, revision: seq, state: progress.status },
      tasks: progress.opened.filter((wait) => wait.kind === 'task').map((wait) => taskView(target.caseId, wait, null)),
    },
  };
}
