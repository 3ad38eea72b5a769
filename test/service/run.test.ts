import t from 'tap';
import { caseIdOf, openOffice, type Office } from '../helpers/office.ts';
import { cancelCase, claimTask, completeTask, fireTimers, startCase } from '../../src/service/cases.ts';
import { asAgency } from '../../src/store/asAgency.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { fireDue } from '../../src/worker/timers.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { processModel, timer } from '../engine/models.ts';
import { verifyDatabase } from '../../src/cli/verify.ts';
import type { Repeatable } from '../../src/domain/changeset.ts';

const line = processModel(
  { start: { type: 'startEvent' }, one: { type: 'userTask' }, two: { type: 'userTask' }, end: { type: 'endEvent' } },
  ['start -> one', 'one -> two', 'two -> end'],
);
const loop = processModel({ start: { type: 'startEvent' }, work: { type: 'userTask' } }, [
  'start -> work',
  'work -> work',
]);
const limited = processModel(
  {
    start: { type: 'startEvent' },
    work: { type: 'userTask' },
    late: { type: 'boundaryEvent', attachedTo: 'work', interrupting: true, timer: timer('duration', 'PT1H') },
    overdue: { type: 'userTask' },
  },
  ['start -> work', 'late -> overdue'],
);
const done = (no: number) => ({ no, variables: {}, revision: null });
let agencies = 0;
const agencyId = () => `run${(agencies += 1)}`;

const started = async (office: Office, variables = {}) =>
  caseIdOf(await startCase(office.house, office.asks.clerk, { definitionKey: 'process' }, { variables }));

eachDatabase(t, 'running commands', async (t, db) => {
  t.test('a case runs from start to end, one record a command, its chain intact', async (t) => {
    const office = await openOffice(db, agencyId(), line);
    const id = await started(office);
    await completeTask(office.house, office.asks.handler, id, done(1));
    const last = await completeTask(office.house, office.asks.handler, id, done(2));
    t.match(last, { result: 'written', answer: { case: { revision: 3, state: 'completed' }, tasks: [] } });
    const { tampered, records } = await verifyDatabase(db);
    t.same(tampered, []);
    t.ok(records >= 3);
  });

  t.test('an unknown case is not found, and one of another agency neither', async (t) => {
    const office = await openOffice(db, agencyId(), line);
    const other = await openOffice(db, agencyId(), line);
    const id = await started(office);
    t.match(await completeTask(other.house, other.asks.handler, id, done(1)), { code: 'not-found' });
    const nowhere = '00000000-0000-7000-8000-000000000000';
    t.match(await cancelCase(office.house, office.asks.handler, nowhere, { reason: 'x', revision: null }), {
      code: 'not-found',
    });
  });

  t.test('a request that is repeated gets its first answer and has one effect', async (t) => {
    const office = await openOffice(db, agencyId(), line);
    const id = await started(office);
    const repeatable: Repeatable = { route: 'complete', key: 'once', digest: 'aa'.repeat(32) };
    const ask = { ...office.asks.handler, repeatable };
    const first = await completeTask(office.house, ask, id, done(1));
    const again = await completeTask(office.house, ask, id, done(1));
    t.match(again, { result: 'repeated' });
    t.same((again as typeof first & { answer: unknown }).answer, (first as typeof first & { answer: unknown }).answer);
    const otherBody = { ...ask, repeatable: { ...repeatable, digest: 'bb'.repeat(32) } };
    t.match(await completeTask(office.house, otherBody, id, done(2)), { code: 'idempotency-key-reused' });
  });

  t.test('a request that changed nothing gets its first answer again too, whatever happened since', async (t) => {
    const office = await openOffice(db, agencyId(), line);
    const id = await started(office);
    await claimTask(office.house, office.asks.handler, id, { no: 1, revision: null });
    const repeatable: Repeatable = { route: 'claim', key: 'k', digest: 'ab'.repeat(32) };
    const claim = () => claimTask(office.house, { ...office.asks.handler, repeatable }, id, { no: 1, revision: null });
    const first = await claim();
    t.match(first, { result: 'unchanged' });
    await completeTask(office.house, office.asks.handler, id, done(1));
    t.strictSame(await claim(), { ...first, result: 'repeated' });
  });

  t.test('two starts with one Idempotency-Key at the same moment are one case', async (t) => {
    const office = await openOffice(db, agencyId(), line);
    const ask = { ...office.asks.clerk, repeatable: { route: 'start', key: 'k', digest: 'aa'.repeat(32) } };
    const wanted = { definitionKey: 'process' };
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => startCase(office.house, ask, wanted, { variables: {} })),
    );
    t.equal(new Set(outcomes.map(caseIdOf)).size, 1);
    const { rows } = await asAgency(db, office.agencyId, (trx) =>
      trx.raw<{ rows: { n: number }[] }>('select count(*)::integer as n from instance where agency_id = ?', [
        office.agencyId,
      ]),
    );
    t.equal(rows[0]!.n, 1);
  });

  t.test('sixteen writers on one case: every command once, none lost', async (t) => {
    const office = await openOffice(db, agencyId(), loop);
    const id = await started(office);
    let next = 1;
    const writer = async () => {
      for (let turn = 0; turn < 10; turn += 1) {
        const outcome = await completeTask(office.house, office.asks.handler, id, done(next++));
        t.notOk(isRefusal(outcome), JSON.stringify(outcome));
      }
    };
    await Promise.all(Array.from({ length: 16 }, writer));
    const again = await claimTask(office.house, office.asks.handler, id, { no: 161, revision: 161 });
    t.match(again, { result: 'written', answer: { revision: 162 } });
  });

  t.test('who loses a race is told who changed the case, and when', async (t) => {
    const office = await openOffice(db, agencyId(), line);
    const id = await started(office);
    await completeTask(office.house, office.asks.leader, id, done(1));
    const late = await completeTask(office.house, office.asks.handler, id, done(1));
    t.match(late, { code: 'task-closed', detail: /completeTask by leader at 2026-03-02T01:00:00.000Z/ });
  });

  t.test('a key that is revoked in mid-flight does nothing', async (t) => {
    const office = await openOffice(db, agencyId(), line);
    const id = await started(office);
    await asAgency(db, office.agencyId, async (trx) => {
      const handler = { agency_id: office.agencyId, person_id: 'handler' };
      await trx('api_key').where(handler).update({ revoked_at: office.clock.now });
      await trx('person').where(handler).increment('revision');
    });
    t.match(await completeTask(office.house, office.asks.handler, id, done(1)), { code: 'unauthorized' });
  });

  t.test('a role that is taken away in mid-flight counts at once', async (t) => {
    const office = await openOffice(db, agencyId(), line);
    const id = await started(office);
    await asAgency(db, office.agencyId, async (trx) => {
      const handler = { agency_id: office.agencyId, person_id: 'handler' };
      await trx('person_role').where(handler).update({ valid_to: '2021-01-01' });
      await trx('person').where(handler).increment('revision');
    });
    t.match(await completeTask(office.house, office.asks.handler, id, done(1)), { code: 'forbidden' });
  });
});

eachDatabase(t, 'timers', async (t, db) => {
  const noFault = (due: unknown, error: unknown) => t.fail(`${JSON.stringify(due)} ${String(error)}`);

  t.test('a due timer fires once, whoever claims it, and nothing fires before it is due', async (t) => {
    const office = await openOffice(db, agencyId(), limited);
    const id = await started(office);
    t.equal(await fireDue(office.house, 'node-1', noFault), 0);
    office.clock.now = '2026-03-02T02:00:00.000Z';
    const worked = await Promise.all([
      fireDue(office.house, 'node-1', noFault),
      fireDue(office.house, 'node-2', noFault),
    ]);
    t.equal(worked[0] + worked[1], 1);
    t.match(await fireTimers(office.house, { agencyId: office.agencyId, actor: null, repeatable: null }, id, null), {
      result: 'unchanged',
    });
    t.match(await completeTask(office.house, office.asks.handler, id, done(1)), { code: 'task-closed' });
  });

  t.test('a worker that died holding a timer loses it to another one', async (t) => {
    const office = await openOffice(db, agencyId(), limited);
    await started(office);
    office.clock.now = '2026-03-02T02:00:00.000Z';
    const house = { ...office.house, models: { get: () => Promise.reject(new Error('died')) } };
    let faults = 0;
    await fireDue(house, 'dying', () => (faults += 1));
    t.equal(faults, 1);
    t.equal(await fireDue(office.house, 'other', noFault), 0, 'the lease still holds');
    office.clock.now = '2026-03-02T02:00:31.000Z';
    t.equal(await fireDue(office.house, 'other', noFault), 1);
  });

  t.test('a process that is due again at once does not keep the worker for ever', async (t) => {
    const again = processModel(
      {
        start: { type: 'startEvent' },
        pause: { type: 'intermediateCatchEvent', timer: timer('duration', 'PT0S') },
      },
      ['start -> pause', 'pause -> pause'],
    );
    const office = await openOffice(db, agencyId(), again);
    await started(office);
    t.ok((await fireDue(office.house, 'node', noFault)) > 0);
  });
});
