import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { cancelCase } from '../../src/commands/cancelCase.ts';
import { claimTask } from '../../src/commands/claimTask.ts';
import { correlateMessage } from '../../src/commands/correlateMessage.ts';
import { commitmentOf } from '../../src/ledger/commitment.ts';
import { completeServiceTask, failServiceTask } from '../../src/commands/serviceTasks.ts';
import { completeTask } from '../../src/commands/completeTask.ts';
import { accepted, bodyOf, contextAt, person, reloaded, startSnapshot } from '../helpers/casebook.ts';
import { fireTimers } from '../../src/commands/fireTimers.ts';
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts';
import { randomModel } from '../engine/randomModels.ts';
import { releaseTask } from '../../src/commands/releaseTask.ts';
import { retryIncident } from '../../src/commands/retryIncident.ts';
import { startCase } from '../../src/commands/startCase.ts';
import { verifyChain, type StoredRecord } from '../../src/ledger/verifyChain.ts';
import type { ByPerson, CaseContext } from '../../src/commands/context.ts';
import type { CaseChangeset, Unchanged } from '../../src/domain/changeset.ts';
import type { CaseSnapshot } from '../../src/domain/snapshot.ts';
import type { EngineState } from '../../src/engine/state.ts';
import type { Json, Variables } from '../../src/domain/json.ts';
import type { PrivacyRules } from '../../src/domain/privacy.ts';
import type { WaitKind } from '../../src/domain/wait.ts';

type Context = CaseContext & ByPerson;
type Decision = CaseChangeset | Unchanged | Refusal;

const runs = Number(process.env['RUNS'] ?? 2_000);
const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));

/** Stands in every text that is personal, and in no other. */
const secret = '张三丰';
const privacy: PrivacyRules = {
  kind: 'enforcement',
  properties: {
    n: { type: 'integer' },
    receivedOn: { type: 'string', format: 'date' },
    outcome: { enum: ['yes', 'no'] },
    applicant: { type: 'string', 'x-pii': 'person-name' },
    phone: { type: 'number', 'x-pii': 'phone' },
    firm: {
      type: 'object',
      additionalProperties: false,
      properties: { kind: { enum: ['shop'] }, owner: { type: 'string', 'x-pii': 'person-name' } },
    },
  },
};
const cast = [
  person('clara', 'clerk'),
  person('hanna', 'handler'),
  person('bert', 'handler', 'clerk'),
  person('ada', 'admin'),
  person('lea', 'leader'),
  person('mona', 'monitor'),
];

const text = fc.constantFrom(secret, `${secret}@example.org`, `住所 ${secret}`);
const variables: fc.Arbitrary<Variables> = fc.record(
  {
    n: fc.oneof({ arbitrary: fc.integer({ min: -5, max: 9 }), weight: 20 }, fc.constant<Json>(null), text),
    receivedOn: fc.constantFrom<Json>('2026-03-02', null),
    outcome: fc.constantFrom<Json>('yes', 'no'),
    applicant: text,
    phone: fc.constant<Json>(13_800_138_000),
    firm: text.map((owner): Json => ({ kind: 'shop', owner })),
    missing: fc.oneof(fc.boolean(), text),
    note: fc.oneof(text, fc.integer(), fc.array(text)),
  },
  { requiredKeys: [] },
);
const act = fc.record({
  verb: fc.constantFrom(
    'complete',
    'complete',
    'complete',
    'work',
    'work',
    'fail',
    'claim',
    'release',
    'fire',
    'retry',
    'send',
  ),
  who: fc.nat({ max: cast.length - 1 }),
  pick: fc.nat({ max: 6 }),
  astray: fc.nat({ max: 9 }).map((n) => n === 0),
  variables,
  outcome: fc.constantFrom('yes', 'no', undefined),
  fetches: fc.boolean(),
  stale: fc.nat({ max: 9 }).map((n) => n === 0),
  cancels: fc.nat({ max: 40 }).map((n) => n === 0),
  minutes: fc.constantFrom(0, 1, 59, 61, 1_440, 2_880),
});
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

const fitting: Record<WaitKind, readonly Act['verb'][]> = {
  task: ['complete', 'claim', 'release'],
  service: ['work', 'fail'],
  timer: ['fire'],
  message: ['send'],
  signal: [],
  condition: [],
  incident: ['retry'],
};

/** The decision that an act asks for; one that goes astray may name another kind of wait, or none. */
function decide(snapshot: CaseSnapshot, asked: Act, context: Context): Decision {
  const wait = snapshot.waits[asked.pick % Math.max(1, snapshot.waits.length)];
  const no = asked.astray || wait === undefined ? asked.pick : wait.no;
  const verbs = wait === undefined || asked.astray ? [asked.verb] : fitting[wait.kind];
  const verb = verbs.includes(asked.verb) ? asked.verb : verbs[0];
  const revision = asked.stale ? snapshot.revision - 1 : asked.pick % 2 === 0 ? snapshot.revision : null;
  if (asked.cancels) return cancelCase(snapshot, { reason: secret, revision }, context);
  switch (verb) {
    case 'work':
      return completeServiceTask(snapshot, { no, lease: wait?.lease?.no ?? 1, variables: asked.variables }, context);
    case 'fail':
      return failServiceTask(snapshot, { no, lease: null, message: secret }, context);
    case 'claim':
      return claimTask(snapshot, { no, revision }, context);
    case 'release':
      return releaseTask(snapshot, { no, revision }, context);
    case 'fire':
      return fireTimers(snapshot, null, context);
    case 'send': {
      const name = wait?.topic ?? 'nothing';
      return correlateMessage(snapshot, { name, variables: asked.variables, revision }, context);
    }
    case 'retry':
      return retryIncident(snapshot, { no }, context);
    default: {
      const outcome = asked.outcome === undefined ? {} : { outcome: asked.outcome };
      return completeTask(snapshot, { no, variables: asked.variables, revision, ...outcome }, context);
    }
  }
}

/** A case book: every record so far, and what they add up to. */
interface Book {
  readonly snapshot: CaseSnapshot;
  readonly records: readonly StoredRecord[];
  readonly events: number;
  readonly variables: Variables;
}

function written(before: Book | null, changeset: CaseChangeset): Book {
  assert.equal(changeset.expected, before?.snapshot.revision ?? 0);
  const body = bodyOf(changeset);
  assert.equal(body.seq, changeset.expected + 1, 'one revision, one record');
  const snapshot = deepFrozen(reloaded(changeset, before?.snapshot));
  const records = [...(before?.records ?? []), { ...changeset.record, agencyId: changeset.agencyId }];
  const head = { seq: snapshot.revision, hash: snapshot.head };
  assert.equal(verifyChain(body.stream, records, head), undefined, 'the chain verifies');

  const state = JSON.parse(changeset.state) as EngineState;
  const events = (before?.events ?? 0) + (body.events?.length ?? 0);
  assert.equal(body.firstEvent, (before?.events ?? 0) + 1, 'the history is numbered without gaps');
  assert.equal(state.events, events);
  assert.deepEqual(
    snapshot.waits.map(({ no, kind, elementId }) => `${no} ${kind} ${elementId}`).sort(),
    state.waits.map(({ no, kind, at }) => `${no} ${kind} ${at}`).sort(),
    'rows and kernel wait for the same',
  );
  const folded = { ...before?.variables, ...body.variables };
  for (const [name, value] of Object.entries(state.variables)) assert.deepEqual(folded[name], value, name);
  for (const { name, value, salt } of changeset.personal) {
    assert.equal(body.commitments?.[name], commitmentOf(name, value, salt));
  }
  assert.equal(Object.keys(body.commitments ?? {}).length, changeset.personal.length);
  return { snapshot, records, events, variables: folded };
}

function withoutSecrets(decision: Decision): void {
  const shown = { ...decision, personal: [] };
  const told = JSON.stringify(shown);
  assert.ok(!told.includes(secret), `told: ${told}`);
  assert.ok(!told.includes('13800138000'), `told: ${told}`);
}

/** A worker of this person fetches a service task, if one is free: a change beside revision and ledger. */
function fetched(snapshot: CaseSnapshot, context: Context, minutes: number): CaseSnapshot {
  const waits = snapshot.waits.map((wait) => {
    if (wait.kind !== 'service' || (wait.lease !== null && wait.lease.until > context.now)) return wait;
    const lease = { no: wait.attempts + 1, owner: context.actor.personId, until: later(context.now, minutes + 1) };
    return { ...wait, lease, attempts: wait.attempts + 1 };
  });
  return { ...snapshot, waits };
}

t.test('whatever is asked of a case, its book stays whole', async (t) => {
  const seen: Record<string, number> = {};
  const count = (what: string) => (seen[what] = (seen[what] ?? 0) + 1);
  const property = fc.property(
    randomModel,
    variables,
    fc.array(act, { maxLength: 25, size: 'max' }),
    (process, first, acts) => {
      deepFrozen(process);
      let now = '2026-03-02T01:00:00.000Z';
      const start = { variables: first, parties: { applicant: secret } };
      const context = (who: number): Context => ({ ...contextAt(now, process, cast[who]!), maxSteps: 60, privacy });
      const begun = startCase(startSnapshot(), deepFrozen(start), context(0));
      withoutSecrets(begun);
      if (isRefusal(begun)) return void count(begun.code);
      let book = written(null, begun);
      for (const asked of acts) {
        now = later(now, asked.minutes);
        if (asked.verb === 'work' || asked.verb === 'fail') {
          book = { ...book, snapshot: deepFrozen(fetched(book.snapshot, context(asked.who), asked.minutes)) };
        }
        const decision = decide(book.snapshot, deepFrozen(asked), context(asked.who));
        assert.deepEqual(decide(book.snapshot, asked, context(asked.who)), decision, 'same inputs, same bytes');
        withoutSecrets(decision);
        count(isRefusal(decision) ? decision.code : decision.kind === 'case' ? 'written' : 'unchanged');
        if (isRefusal(decision) || decision.kind === 'unchanged') continue;
        assert.notEqual(book.snapshot.status, 'completed', 'a case that is over is not written to');
        assert.notEqual(book.snapshot.status, 'cancelled', 'a case that is over is not written to');
        book = written(book, decision);
      }
      count(book.snapshot.status);
    },
  );
  fc.assert(property, { numRuns: runs, seed });
  t.comment(`${runs} runs, seed ${seed}: ${JSON.stringify(seen)}`);
  for (const what of ['written', 'unchanged', 'forbidden', 'invalid-variables', 'task-closed', 'task-claimed']) {
    t.ok((seen[what] ?? 0) > 0, `${what} was reached`);
  }
  for (const what of ['completed', 'cancelled', 'running', 'case-closed', 'lease-lost', 'stale-revision']) {
    t.ok((seen[what] ?? 0) > 0, `${what} was reached`);
  }
});

t.test('a worker that comes late leaves every case where a punctual one does', async (t) => {
  const seen = { late: 0, firings: 0 };
  const property = fc.property(randomModel, fc.nat({ max: 6 }), fc.nat({ max: 1_440 }), (process, days, minutes) => {
    const begin = '2026-03-02T01:00:00.000Z';
    const end = later(begin, days * 1_440 + minutes);
    const at = (now: string): Context => ({ ...contextAt(now, process, cast[0]!), maxSteps: 60 });
    const started = startCase(startSnapshot(), { variables: { n: 5 } }, at(begin));
    if (isRefusal(started)) return;
    const punctual = worked(reloaded(started), at, (snapshot) => nextMoment(snapshot, begin, end), 40);
    if (!punctual.caughtUp) return;
    const late = worked(
      reloaded(started),
      at,
      (snapshot) => (nextMoment(snapshot, begin, end) === null ? null : end),
      40,
    );
    assert.deepEqual(late.state, punctual.state, 'the same state');
    assert.deepEqual(late.events, punctual.events, 'the same history');
    assert.deepEqual(late.due, punctual.due, 'the same moments to come');
    if (punctual.commands > 1) seen.late += 1;
    seen.firings += punctual.commands;
  });
  fc.assert(property, { numRuns: runs / 4, seed });
  t.comment(`${runs / 4} runs, seed ${seed}: ${seen.late} cases with ${seen.firings} firings in turn`);
  t.ok(seen.late > 0, 'cases with more than one firing were reached');
});

/** The case after its timers were fired at the moments that `when` names, until it names none. */
function worked(
  first: CaseSnapshot,
  at: (now: string) => Context,
  when: (snapshot: CaseSnapshot) => string | null,
  most: number,
) {
  let snapshot = first;
  const events: unknown[] = [];
  for (let commands = 0; commands <= most; commands += 1) {
    const now = snapshot.status === 'running' ? when(snapshot) : null;
    if (now === null) {
      const due = snapshot.waits.map(({ no, dueAt, provisional }) => ({ no, dueAt, provisional }));
      return { caughtUp: true, commands, state: JSON.parse(snapshot.state) as EngineState, events, due };
    }
    const changeset = accepted(fireTimers(snapshot, null, at(now)));
    events.push(...(bodyOf(changeset).events ?? []));
    snapshot = reloaded(changeset, snapshot);
  }
  return { caughtUp: false, commands: most, state: null, events, due: [] };
}

/** When the next timer of the case is due, null when none is until `end`. */
function nextMoment(snapshot: CaseSnapshot, begin: string, end: string): string | null {
  const due = snapshot.waits.flatMap(({ kind, dueAt }) => (kind === 'timer' && dueAt !== null ? [dueAt] : []));
  const [first] = due.filter((dueAt) => dueAt <= end).sort();
  return first === undefined ? null : first < begin ? begin : first;
}

function later(now: string, minutes: number): string {
  return new Date(Date.parse(now) + minutes * 60_000).toISOString();
}

function deepFrozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFrozen(part);
  return value;
}
