import t from 'tap';
import { faultsOf, type CaseAnswer, type RecordAnswer } from './check.ts';
import type { HistoryEvent } from '../../src/domain/record.ts';
import type { Sent, Told } from './client.ts';

const id = 'case-1';
const task = (no: number) => ({ caseId: id, no });
const acked = (revision: number): Told => ({ kind: 'acked', caseId: id, revision, body: '{}' });
const refused: Told = { kind: 'refused', status: 409, body: '{}' };
const unheard: Told = { kind: 'nothing' };

function sent(n: number, command: Sent['command'], no: number | null, told: Told): Sent {
  return { n, command, path: '/', body: '{}', key: null, task: no === null ? null : task(no), told };
}

function record(seq: number, command: Sent['command'], n: number | null, ...events: HistoryEvent[]): RecordAnswer {
  const place = { v: 1, agency: 'qilin', stream: `case:${id}`, seq, prev: '', at: '2026-03-02T01:00:00.000Z' } as const;
  const variables = n === null ? {} : { variables: { n } };
  return { seq, body: { ...place, command, actor: { person: 'clerk', key: 'k' }, events, ...variables } };
}

const created = (wait: number) => ({ type: 'task.created', wait }) as const;
const claimed = (wait: number) => ({ type: 'task.claimed', wait }) as const;

/** A case that was started, claimed and moved on to its second task. */
const log = [
  sent(1, 'startCase', null, acked(1)),
  sent(2, 'claimTask', 1, acked(2)),
  sent(3, 'completeTask', 1, acked(3)),
];
const records = [
  record(1, 'startCase', 1, created(1)),
  record(2, 'claimTask', null, claimed(1)),
  record(3, 'completeTask', 3, created(2)),
];
function running(revision: number, no: number, assignee: string | null = null): CaseAnswer {
  return {
    id,
    state: 'running',
    revision,
    externalRef: null,
    tasks: [{ id: `${id}.${no}`, elementId: 'check', assignee }],
  };
}

t.test('an intact case has no faults', async (t) => {
  t.same(faultsOf(running(3, 2), records, log), []);
});

t.test('a command without an answer may be there or not', async (t) => {
  const doubtful = [log[0]!, log[1]!, sent(3, 'completeTask', 1, unheard)];
  t.same(faultsOf(running(3, 2), records, doubtful), []);
  t.same(faultsOf(running(2, 1, 'clerk'), records.slice(0, 2), doubtful), []);
});

t.test('a claim of what one holds already is told the revision it was true at', async (t) => {
  t.same(faultsOf(running(3, 2), records, [...log, sent(4, 'claimTask', 1, acked(2))]), []);
  t.match(faultsOf(running(3, 2), records, [...log, sent(4, 'claimTask', 2, acked(3))]), [
    /claimTask 4 was told/,
    /its commands/,
  ]);
});

t.test('two claims of a task that nobody heard of have a record each, one has but one', async (t) => {
  const claimedTwice = [
    ...records.slice(0, 2),
    record(3, 'releaseTask', null, { type: 'task.released', wait: 1 }),
    record(4, 'claimTask', null, claimed(1)),
  ];
  const started = [log[0]!, sent(2, 'claimTask', 1, unheard), sent(3, 'releaseTask', 1, acked(3))];
  t.same(faultsOf(running(4, 1, 'clerk'), claimedTwice, [...started, sent(4, 'claimTask', 1, unheard)]), []);
  t.match(faultsOf(running(4, 1, 'clerk'), claimedTwice, started), [
    /command 2 has the records 2 and 4/,
    /its commands/,
  ]);
});

t.test('an acknowledged command that is lost is a fault', async (t) => {
  t.match(faultsOf(running(2, 1, 'clerk'), records.slice(0, 2), log), [
    /completeTask 3 was told revision 3, its record/,
  ]);
});

t.test('a command that was done twice is a fault', async (t) => {
  const doubled = [...records, record(4, 'completeTask', 3, created(3))];
  t.match(faultsOf(running(4, 3), doubled, log), [
    /command 3 has the records 3 and 4/,
    /told revision 3/,
    /its commands: 1 startCase/,
  ]);
});

t.test('a command that was refused and done is a fault', async (t) => {
  const told = [log[0]!, log[1]!, sent(3, 'completeTask', 1, refused)];
  t.match(faultsOf(running(3, 2), records, told), [/command 3 was refused and has record 3/, /its commands/]);
});

t.test('a record of no command is a fault', async (t) => {
  t.match(faultsOf(running(3, 2), records, log.slice(0, 2)), [
    /record 3 \(completeTask\) is of no command/,
    /its commands/,
  ]);
});

t.test('a revision without its record is a fault', async (t) => {
  t.match(faultsOf(running(4, 2), records, log), [/revision 4, 3 records/, /its commands/]);
});

t.test('an open task that the records do not leave open is a fault', async (t) => {
  t.match(faultsOf(running(3, 1), records, log), [/leave task 2 open/, /its commands/]);
  t.match(faultsOf(running(3, 2, 'clerk'), records, log), [/leave task 2 open \(claimed: false\)/, /its commands/]);
  t.match(faultsOf({ ...running(3, 2), tasks: [] }, records, log), [/running with 0 open tasks/, /its commands/]);
});
