import type { Actor, HeldRole, Role } from '../../src/domain/people.ts';
import type { CaseChangeset, Unchanged } from '../../src/domain/changeset.ts';
import type { CaseContext, ByPerson } from '../../src/commands/context.ts';
import type { CaseSnapshot, StartSnapshot } from '../../src/domain/snapshot.ts';
import type { OpenWait, WaitKind } from '../../src/domain/wait.ts';
import type { ProcessModel } from '../../src/bpmn/model.ts';
import type { RecordBody } from '../../src/domain/record.ts';
import { calendarOf, processModel, timer } from '../engine/models.ts';
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts';
import { startCase } from '../../src/commands/startCase.ts';
import type { Instant, Variables } from '../../src/domain/json.ts';

/** A Monday, 09:00 in Asia/Shanghai. */
export const monday = '2026-03-02T01:00:00.000Z';

/** Start, one task that anybody on the staff may do, end. */
export const oneTask = processModel(
  { start: { type: 'startEvent' }, examine: { type: 'userTask' }, end: { type: 'endEvent' } },
  ['start -> examine', 'examine -> end'],
);

/** The task `examine` is taken from whoever has it after an hour; `overdue` is opened instead. */
export const withLimit = processModel(
  {
    start: { type: 'startEvent' },
    examine: { type: 'userTask' },
    late: { type: 'boundaryEvent', attachedTo: 'examine', interrupting: true, timer: timer('duration', 'PT1H') },
    end: { type: 'endEvent' },
    overdue: { type: 'userTask' },
  },
  ['start -> examine', 'examine -> end', 'late -> overdue'],
);

/** One service task that external workers fetch by the topic `register`. */
export const oneService = processModel(
  {
    start: { type: 'startEvent' },
    enter: { type: 'serviceTask', service: { topic: 'register' } },
    end: { type: 'endEvent' },
  },
  ['start -> enter', 'enter -> end'],
);

export function person(personId: string, ...roles: Role[]): Actor {
  const held: HeldRole[] = roles.map((role) => ({ role, from: '2020-01-01' }));
  return { agencyId: 'qilin', personId, keyId: `key-${personId}`, revision: 1, roles: held, qualifications: [] };
}

/** The same person, now holding another key. */
export function withOtherKey(actor: Actor): Actor {
  return { ...actor, keyId: `${actor.keyId}-2` };
}

export function contextAt(now: string, process: ProcessModel, actor: Actor): CaseContext & ByPerson {
  let ids = 0;
  let salts = 0;
  return {
    now,
    actor,
    process,
    calendar: calendarOf(2025, 2026),
    privacy: { kind: 'generic' },
    maxSteps: 2000,
    newId: () => `00000000-0000-7000-8000-${String((ids += 1)).padStart(12, '0')}`,
    newSalt: () => String((salts += 1)).padStart(32, '0'),
  };
}

/** What the decision writes, or a failed test: for steps of a test that are not its point. */
export function accepted<T extends { readonly kind: 'case' | 'definition' }>(decision: T | Unchanged | Refusal): T {
  if (isRefusal(decision)) throw new Error(`refused ${decision.code}: ${decision.detail}`);
  if (decision.kind === 'unchanged') throw new Error('there was nothing to write');
  return decision;
}

/** A case as the store would load it after this changeset; an error where the store's guards would raise. */
export function reloaded(changeset: CaseChangeset, before?: CaseSnapshot): CaseSnapshot {
  if (changeset.expected !== (before?.revision ?? 0)) throw new Error(`decided on revision ${changeset.expected}`);
  for (const { no, leaseNo } of changeset.close) {
    const wait = before?.waits.find((candidate) => candidate.no === no);
    if (wait === undefined) throw new Error(`wait ${no} is closed, but was not open`);
    if (leaseNo !== undefined && wait.lease?.no !== leaseNo) throw new Error(`wait ${no} is not leased by ${leaseNo}`);
  }
  const gone = new Set(changeset.close.map((close) => close.no));
  const kept = (before?.waits ?? []).filter((wait) => !gone.has(wait.no));
  for (const { no } of changeset.assign) {
    if (!kept.some((wait) => wait.no === no)) throw new Error(`task ${no} is assigned, but is not open`);
  }
  const opened = changeset.open.map((wait): OpenWait => ({
    ...wait,
    state: 'open',
    assignee: null,
    lease: null,
    attempts: 0,
  }));
  const waits = [...kept, ...opened].map((wait): OpenWait => {
    const assigned = changeset.assign.find((assign) => assign.no === wait.no);
    if (assigned === undefined) return wait;
    return { ...wait, assignee: assigned.assignee, state: assigned.assignee === null ? 'open' : 'claimed' };
  });
  return {
    agencyId: changeset.agencyId,
    caseId: changeset.caseId,
    number: before?.number ?? changeset.start?.number ?? '',
    definition: { id: 'd', key: 'process', version: 1, sha256: 'x' },
    processId: 'process',
    matter: null,
    externalRef: null,
    status: changeset.status,
    revision: changeset.expected + 1,
    startedAt: before?.startedAt ?? changeset.at,
    endedAt: changeset.status === 'running' ? null : changeset.at,
    head: changeset.record.hash,
    state: changeset.state,
    waits,
    law: null,
    bindings: null,
  };
}

/** The case once a person's worker has fetched its service tasks, under this fencing number. */
export function leased(snapshot: CaseSnapshot, owner: string, no: number, until: Instant): CaseSnapshot {
  const lease = { no, owner, until };
  const waits = snapshot.waits.map((wait) =>
    wait.kind === 'service' ? { ...wait, lease, attempts: wait.attempts + 1 } : wait,
  );
  return { ...snapshot, waits };
}

/** Number of the open wait at an element. */
export function noAt(snapshot: CaseSnapshot, elementId: string, kind: WaitKind = 'task'): number {
  const wait = snapshot.waits.find((candidate) => candidate.elementId === elementId && candidate.kind === kind);
  if (wait === undefined) throw new Error(`no ${kind} waits at ${elementId}`);
  return wait.no;
}

/** Open waits as `kind element`, by number. */
export function waitingFor(snapshot: CaseSnapshot): string[] {
  return [...snapshot.waits].sort((a, b) => a.no - b.no).map((wait) => `${wait.kind} ${wait.elementId}`);
}

export function startSnapshot(status: StartSnapshot['definition']['status'] = 'active'): StartSnapshot {
  const definition = { id: 'd', key: 'process', version: 1, sha256: 'x', status };
  return { agencyId: 'qilin', definition, bindings: null, matter: null, nextNumber: 1, rules: null };
}

/** A case of this process, just started by a clerk. */
export function startedCase(process: ProcessModel, now = monday, variables: Variables = {}): CaseSnapshot {
  const context = contextAt(now, process, person('clara', 'clerk'));
  return reloaded(accepted(startCase(startSnapshot(), { variables }, context)));
}

export function bodyOf(changeset: Pick<CaseChangeset, 'record'>): RecordBody {
  return JSON.parse(changeset.record.body) as RecordBody;
}

export function eventTypes(changeset: CaseChangeset): string[] {
  return (bodyOf(changeset).events ?? []).map((event) => event.type);
}
