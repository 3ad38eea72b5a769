import t from 'tap';
import { asAgency } from '../../src/store/asAgency.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { gateway, limited, oneService, oneTask } from './diagrams.ts';
import { nextOf, serve, startOf, type Ask, type Answer } from './served.ts';

const day = (date: number, hour = 1) =>
  `2026-03-${String(date).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`;

eachDatabase(t, 'monitors', async (t, db) => {
  const service = await serve(t, db);
  const { clock } = service;
  const stuck = async (ask: Ask, query = '') => [...(await ask('monitor', `GET /v1/monitor/stuck${query}`)).body.items];

  await t.test('what is late, old or broken is listed, with the reason that is true', async (t) => {
    const agency = `stuck-${db.kind}`;
    const ask = await service.open(agency);
    clock.now = day(2);
    const unclaimed = String((await startOf(ask, oneTask()))['id']);
    const nobodyFetches = String((await startOf(ask, oneService()))['id']);
    clock.now = day(2, 2);
    const { id: definition } = (
      await ask('designer', 'POST /v1/definitions', undefined, { bytes: limited(), type: 'application/xml' })
    ).body;
    await ask('activator', `POST /v1/definitions/${String(definition)}/activate`, { reason: 'checked' });
    const limits = String((await ask('clerk', 'POST /v1/cases', { definitionKey: 'limited-handler' })).body['id']);
    await ask('handler', `POST /v1/tasks/${limits}.1/claim`);
    clock.now = day(5);
    const broken = String((await startOf(ask, gateway))['id']);
    const fresh = String((await startOf(ask, oneTask()))['id']);

    const now = await stuck(ask);
    t.same(
      now.map((wait) => [wait['caseId'], wait['kind'], wait['reason']]),
      [
        [limits, 'task', 'overdue'],
        [limits, 'timer', 'timer-late'],
        [broken, 'incident', 'incident'],
      ],
      'the fresh and the merely old do not show within a week',
    );
    t.match(now[0], {
      id: `${limits}.1`,
      owner: 'handler',
      age: 71 * 3600,
      overdueBy: 47 * 3600,
      expectedP95: null,
      nextAction: /handler/,
      dueAt: day(3, 2),
    });
    clock.now = day(9, 1);
    const old = await stuck(ask);
    t.match(
      old.map((wait) => [wait['caseId'], wait['reason'], wait['nextAction']]),
      [
        [unclaimed, 'unclaimed', /claim/],
        [nobodyFetches, 'worker-gone', /payment/],
        [limits, 'overdue', /handler/],
        [limits, 'timer-late', /worker/],
        [broken, 'incident', String],
      ],
    );
    t.notOk(old.some((wait) => wait['caseId'] === fresh));
    t.equal((await stuck(ask, '?olderThan=P4D')).at(-1)?.['caseId'], fresh);
    t.same(
      (await stuck(ask, '?overdue=true')).map((wait) => wait['kind']),
      ['task', 'timer'],
    );
    t.same(
      (await stuck(ask, '?kind=service')).map((wait) => wait['caseId']),
      [nobodyFetches],
    );
    t.same(
      (await stuck(ask, '?reason=unclaimed')).map((wait) => wait['caseId']),
      [unclaimed],
    );
    t.same(
      (await stuck(ask, `?definition=${String(definition)}&kind=timer`)).map((wait) => wait['caseId']),
      [limits],
    );
    t.same(await stuck(ask, '?matter=none'), []);
    t.equal((await stuck(ask, `?agency=${agency}`)).length, 5);
    t.same(await stuck(ask, '?agency=other'), []);

    await ask('handler', 'POST /v1/service-tasks/fetch', { leaseSeconds: 3600 });
    t.match(
      await stuck(ask, '?kind=service'),
      [{ reason: null, owner: 'handler', nextAction: /Nothing is late/ }],
      'somebody is at it',
    );
    await asAgency(db, agency, (trx) =>
      trx('person_role').where({ agency_id: agency, role: 'handler' }).update({ valid_to: '2026-03-08' }),
    );
    await ask('leader', `POST /v1/tasks/${unclaimed}.1/claim`);
    t.match(await stuck(ask, `?kind=task&olderThan=P7D`), [
      { caseId: unclaimed, reason: null, owner: 'leader' },
      { caseId: limits, reason: 'overdue' },
    ]);
  });

  await t.test('a task whose role nobody holds has no candidate', async (t) => {
    const agency = `nobody-${db.kind}`;
    const ask = await service.open(agency);
    clock.now = day(2);
    const { id: definition } = (
      await ask('designer', 'POST /v1/definitions', undefined, { bytes: limited(), type: 'application/xml' })
    ).body;
    await ask('activator', `POST /v1/definitions/${String(definition)}/activate`, { reason: 'checked' });
    await ask('clerk', 'POST /v1/cases', { definitionKey: 'limited-handler' });
    await asAgency(db, agency, (trx) =>
      trx('person_role').where({ agency_id: agency, role: 'handler' }).update({ valid_to: '2026-03-02' }),
    );
    clock.now = day(4);
    t.match(await stuck(ask, '?kind=task'), [
      { reason: 'no-candidate', role: 'handler', overdueBy: 24 * 3600, nextAction: /role handler/ },
    ]);
  });

  await t.test('pages hold while cases start and end between them', async (t) => {
    const ask = await service.open(`pages-${db.kind}`);
    const ids: string[] = [];
    for (let at = 0; at < 7; at += 1) {
      clock.now = day(2 + at);
      ids.push(String((await startOf(ask, oneTask()))['id']));
    }
    clock.now = day(20);
    const seen: string[] = [];
    let cursor: string | null = '';
    do {
      const part: Answer = await ask('monitor', `GET /v1/monitor/stuck?limit=2${cursor}`);
      seen.push(...[...part.body.items].map((wait) => String(wait['caseId'])));
      cursor = nextOf(part);
      await startOf(ask, oneTask());
      await ask('handler', `POST /v1/tasks/${seen[0]!}.1/complete`, {});
    } while (cursor !== null);
    t.same(seen, ids);
  });

  await t.test('the end of a limit is reckoned and explained', async (t) => {
    clock.now = day(2);
    const ask = await service.open(`days-${db.kind}`);
    const answer = await ask('monitor', 'GET /v1/working-days?from=2026-09-30&days=3&region=CN');
    t.match(answer, {
      status: 200,
      body: {
        from: '2026-09-30',
        due: '2026-10-10',
        provisional: false,
        unpublished: [],
        makeUp: [{ date: '2026-10-10' }],
      },
    });
    const skipped = answer.body['skipped'] as unknown[];
    t.equal(skipped.length, 7);
    t.match(skipped[0], { date: '2026-10-01', reason: '国庆节', source: /国办/ });
    t.match((await ask('monitor', 'GET /v1/working-days?from=2026-12-25&days=10')).body, {
      provisional: true,
      unpublished: [2027],
    });
  });
});
