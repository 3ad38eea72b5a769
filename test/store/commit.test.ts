import t, { type Test } from 'tap';
import { accepted } from '../helpers/casebook.ts';
import { asAgency } from '../../src/store/asAgency.ts';
import { commitChangeset } from '../../src/store/commit.ts';
import { completeTask } from '../../src/commands/completeTask.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { caseIdOf, everything, morning, openOffice, type Office } from '../helpers/office.ts';
import { loadCaseSnapshot, loadDefinitionSnapshot, loadStartSnapshot } from '../../src/store/snapshot.ts';
import { noWrites } from '../../src/commands/lawWrites.ts';
import { newIdentity } from '../../src/service/identity.ts';
import { processModel } from '../engine/models.ts';
import { startCase as decideStart } from '../../src/commands/startCase.ts';
import { startCase } from '../../src/service/cases.ts';
import type { CaseChangeset, DefinitionChangeset, Repeatable } from '../../src/domain/changeset.ts';
import type { Database } from '../../src/store/db.ts';

const process = processModel(
  { start: { type: 'startEvent' }, one: { type: 'userTask' }, two: { type: 'userTask' }, end: { type: 'endEvent' } },
  ['start -> one', 'one -> two', 'two -> end'],
);
const repeatable: Repeatable = { route: 'POST /x', key: 'k', digest: 'ab'.repeat(32) };

/** An office with one case, and a Changeset that completes the case's first task. */
async function prepared(db: Database): Promise<{ office: Office; caseId: string; changeset: CaseChangeset }> {
  const office = await openOffice(db, `a${(agencies += 1)}`, process);
  const { house, asks, agencyId } = office;
  const started = await startCase(house, asks.clerk, { definitionKey: 'process' }, { variables: {} });
  const caseId = caseIdOf(started);
  const { snapshot } = await loadCaseSnapshot(db, { agencyId, personId: null, repeatable: null }, caseId);
  const context = { ...newIdentity(), now: morning, calendar: house.calendar, process, maxSteps: 100 };
  const changeset = accepted(
    completeTask(
      snapshot!,
      { no: 1, variables: {}, revision: null },
      { ...context, privacy: { kind: 'generic' }, actor: asks.handler.actor },
    ),
  );
  return { office, caseId, changeset };
}
let agencies = 0;

type Guarded = CaseChangeset | DefinitionChangeset;

/** Commits what has lost a guard: it is refused by that guard's name, and nothing at all has changed. */
async function loses(t: Test, db: Database, guard: string, changeset: Guarded, repeat: Repeatable | null = null) {
  const before = await everything(db);
  await t.rejects(commitChangeset(db, changeset, repeat), {
    code: '40001',
    message: new RegExp(`lost guard: ${guard}`),
  });
  t.equal(await everything(db), before, 'nothing is written');
}

eachDatabase(t, 'the commit of a case', async (t, db) => {
  t.test('writes instance, waits and record in one statement', async (t) => {
    const { changeset, caseId, office } = await prepared(db);
    await commitChangeset(db, changeset, null);
    const { snapshot } = await loadCaseSnapshot(
      db,
      { agencyId: office.agencyId, personId: null, repeatable: null },
      caseId,
    );
    t.match(snapshot, { revision: 2, head: changeset.record.hash, waits: [{ no: 2, elementId: 'two' }] });
    t.equal(snapshot!.state, changeset.state);
  });

  t.test('loses to a newer revision', async (t) => {
    const { changeset } = await prepared(db);
    await commitChangeset(db, changeset, null);
    await loses(t, db, 'revision', changeset);
  });

  t.test('loses when the person has changed: roles, qualifications or keys', async (t) => {
    const { changeset, office } = await prepared(db);
    await asAgency(db, office.agencyId, (trx) =>
      trx('person').where({ agency_id: office.agencyId, person_id: 'handler' }).increment('revision'),
    );
    await loses(t, db, 'actor', changeset);
  });

  t.test('loses when a wait that it closes is closed already, or was never there', async (t) => {
    const { changeset } = await prepared(db);
    await loses(t, db, 'closed-waits', { ...changeset, close: [...changeset.close, { no: 99, as: 'completed' }] });
    await loses(t, db, 'closed-waits', { ...changeset, close: [{ no: 99, as: 'fired' }] });
  });

  t.test('loses when the worker no longer holds the lease', async (t) => {
    const { changeset } = await prepared(db);
    await loses(t, db, 'closed-waits', { ...changeset, close: [{ no: 1, as: 'completed', leaseNo: 1 }] });
  });

  t.test('loses when a task to assign is not open', async (t) => {
    const { changeset } = await prepared(db);
    await loses(t, db, 'assigned-tasks', { ...changeset, assign: [{ no: 77, assignee: 'handler' }] });
  });

  t.test('loses when a twin with the same Idempotency-Key came first', async (t) => {
    const first = await prepared(db);
    await commitChangeset(db, first.changeset, repeatable);
    const started = await startCase(
      first.office.house,
      first.office.asks.clerk,
      { definitionKey: 'process' },
      { variables: {} },
    );
    const id = caseIdOf(started);
    const { snapshot } = await loadCaseSnapshot(
      db,
      { agencyId: first.office.agencyId, personId: null, repeatable: null },
      id,
    );
    const twin = {
      ...first.changeset,
      caseId: id,
      expected: snapshot!.revision,
      record: { ...first.changeset.record },
    };
    await loses(t, db, 'idempotency-key', twin, repeatable);
  });

  t.test('a new case loses when its definition is not active any more', async (t) => {
    const { office } = await prepared(db);
    const { agencyId, house, asks } = office;
    const asker = { agencyId, personId: null, repeatable: null };
    const { snapshot } = await loadStartSnapshot(db, asker, { definitionKey: 'process' });
    const context = { ...newIdentity(), now: morning, calendar: house.calendar, process, maxSteps: 100 };
    const changeset = accepted(
      decideStart(snapshot!, { variables: {} }, { ...context, privacy: { kind: 'generic' }, actor: asks.clerk.actor }),
    );
    await asAgency(db, agencyId, (trx) =>
      trx('definition').where({ agency_id: agencyId }).update({ status: 'retired' }),
    );
    await loses(t, db, 'definition', changeset);
  });

  t.test('loses when a row of law is not as the decision saw it', async (t) => {
    const { changeset } = await prepared(db);
    const id = '00000000-0000-7000-8000-000000000001';
    const unseen: [string, object][] = [
      ['draft', { draft: { version: 5, digest: 'aa', content: '{}', editedBy: 'handler' } }],
      ['review', { reviews: [{ row: { id, opinions: [] }, replaces: 3 }] }],
      ['register', { register: { register: 'permit', year: 2026, before: 7, after: 8 } }],
      ['decision', { decision: { row: { id, clearance: {} }, replaces: { state: 'effective', number: null } } }],
      ['publication', { publications: [{ row: { id, due: {} }, replaces: 2 }] }],
      ['clock', { clocks: [{ row: { id: 'decision', events: [{}, {}] }, state: 'running', replaces: 1, waits: [] }] }],
      ['decision', { publications: [{ row: { id, decisionId: id, state: 'published', due: {} }, replaces: 2 }] }],
      ['decision', { revocation: { decisionId: id, kind: 'revoked' } }],
      ['decision', { ended: { row: { id, state: 'revoked' }, replaces: { state: 'effective', number: null } } }],
    ];
    for (const [guard, rows] of unseen) {
      await loses(t, db, guard, { ...changeset, law: { ...noWrites, ...rows } });
    }
    const { agencyId, caseId } = changeset;
    await asAgency(db, agencyId, async (trx) => {
      const row = { agency_id: agencyId, case_id: caseId, body: '{}' };
      const scope = { draft_digest: 'aa', outcome: 'notRequired', catalogue_version: 1, voided: true };
      await trx('scope').insert({ ...row, ...scope, scope_id: id });
      await trx('clock').insert({ ...row, clock_id: 'decision', events: 2, state: 'running' });
    });
    const answer = { id, draftDigest: 'aa', outcome: 'notRequired', version: 1, voided: false };
    const clock = { row: { id: 'decision', events: [{}] }, state: 'running', end: null, waits: [] };
    const changed: [string, object][] = [
      ['scope', { scopes: [answer] }],
      ['clock', { clocks: [{ ...clock, replaces: 0 }] }],
      ['clock', { clocks: [{ ...clock, replaces: 1 }] }],
    ];
    for (const [guard, rows] of changed) {
      await loses(t, db, guard, { ...changeset, law: { ...noWrites, ...rows } });
    }
  });

  t.test('a fault in the last part of the statement undoes the first', async (t) => {
    const { changeset } = await prepared(db);
    const before = await everything(db);
    const broken = { ...changeset, record: { ...changeset.record, hash: 'zz' } };
    await t.rejects(commitChangeset(db, broken, null), { code: '22023' });
    t.equal(await everything(db), before);
  });
});

eachDatabase(t, 'the commit of a definition', async (t, db) => {
  const newVersion = (office: Office, expected: number): DefinitionChangeset => ({
    kind: 'definition',
    agencyId: office.agencyId,
    key: 'process',
    at: morning,
    actor: office.asks.designer.actor,
    expected,
    insert: null,
    setStatus: [],
    record: { streamId: 'definition:process', seq: expected + 1, hash: 'cd'.repeat(32), body: '{}' },
    answer: null,
  });

  t.test('loses when another command came first in the stream', async (t) => {
    const { office } = await prepared(db);
    await loses(t, db, 'stream', newVersion(office, 0));
    await loses(t, db, 'stream', newVersion(office, 5));
  });

  t.test('loses when a version does not have the status it was seen with', async (t) => {
    const { office } = await prepared(db);
    const asker = { agencyId: office.agencyId, personId: null, repeatable: null };
    const { snapshot } = await loadDefinitionSnapshot(db, asker, { key: 'process' });
    const { id } = snapshot!.versions[0]!;
    const changeset = { ...newVersion(office, 1), setStatus: [{ id, from: 'deployed', to: 'active' } as const] };
    await loses(t, db, 'definition', changeset);
  });

  t.test('loses when what it calls is not active any more', async (t) => {
    const { office } = await prepared(db);
    const asker = { agencyId: office.agencyId, personId: null, repeatable: null };
    const { snapshot } = await loadDefinitionSnapshot(db, asker, { key: 'process' });
    const { id, key, sha256 } = snapshot!.versions[0]!;
    t.strictSame(snapshot!.active, [{ id, key, sha256 }]);
    const rebound = (definitionId: string) => ({
      ...newVersion(office, 1),
      setStatus: [
        { id, from: 'active', to: 'active', bindings: JSON.stringify({ q: { definitionId, sha256 } }) } as const,
      ],
    });
    await loses(t, db, 'callee', rebound('00000000-0000-7000-8000-000000000000'));
    await commitChangeset(db, rebound(id), null);
    const after = await loadDefinitionSnapshot(db, asker, { key: 'process' });
    t.match(JSON.parse(after.snapshot!.versions[0]!.bindings!), { q: { definitionId: id } });
  });

  t.test('loses when the person has changed', async (t) => {
    const { office } = await prepared(db);
    const actor = { ...office.asks.designer.actor, revision: 9 };
    await loses(t, db, 'actor', { ...newVersion(office, 1), actor });
  });
});

eachDatabase(t, 'what the application role may not do', async (t, db) => {
  const { office, caseId } = await prepared(db);
  const attempts: [string, string][] = [
    ['change a record', `update record set body = '{}'`],
    ['delete a record', `delete from record`],
    ['delete a case', `delete from instance`],
    ['change the file of a definition', `update definition set xml = ''`],
    ['delete an agency', `delete from agency`],
    ['empty the ledger', `truncate record`],
    ['switch the wall off', `alter table record disable row level security`],
  ];
  for (const [what, sql] of attempts) {
    t.test(what, async (t) => {
      await t.rejects(
        asAgency(db, office.agencyId, (trx) => trx.raw(sql)),
        { code: '42501' },
      );
    });
  }

  t.test('see or touch the rows of another agency', async (t) => {
    const other = await openOffice(db, 'other', process);
    const seen = await asAgency(db, other.agencyId, (trx) => trx('instance').where({ case_id: caseId }));
    t.same(seen, []);
    const touched = await asAgency(db, other.agencyId, (trx) =>
      trx('instance').where({ case_id: caseId }).update({ status: 'cancelled' }),
    );
    t.equal(touched, 0);
    const asker = { agencyId: other.agencyId, personId: null, repeatable: null };
    t.equal((await loadCaseSnapshot(db, asker, caseId)).snapshot, null);
  });

  t.test('read anything without an agency', async (t) => {
    const { rows } = await db.knex.raw<{ rows: { n: number }[] }>('select count(*)::integer as n from instance');
    t.equal(rows[0]!.n, 0);
  });
});
