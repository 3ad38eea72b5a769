import t from 'tap';
import { eachDatabase } from '../helpers/databases.ts';
import { limits } from '../fixtures/law/limits.ts';
import { serve, type Ask } from './served.ts';

const at = (date: string, time = '10:00') => new Date(`${date}T${time}:00.000+08:00`).toISOString();

eachDatabase(t, 'statutory clocks', async (t, db) => {
  const service = await serve(t, db);

  /** A case under way: assigned on 4 March, with the inquiries open. */
  async function inquiring(agency: string) {
    service.clock.now = at('2026-03-03');
    const ask = await service.open(`${agency}-${db.kind}`);
    const deployed = await ask('designer', 'POST /v1/definitions', undefined, {
      bytes: limits,
      type: 'application/xml',
    });
    const id = String(deployed.body['id']);
    await ask('activator', `POST /v1/definitions/${id}/activate`, { reason: 'checked' });
    const started = await ask('clerk', 'POST /v1/cases', { definitionId: id, variables: { acceptedOn: '2026-03-02' } });
    const caseId = String(started.body['id']);
    service.clock.now = at('2026-03-04');
    await complete(ask, caseId, 'assign', 'leader', 'done');
    return { ask, caseId };
  }

  async function complete(ask: Ask, caseId: string, element: string, role: 'leader' | 'handler', outcome?: string) {
    const { body } = await ask('monitor', `GET /v1/cases/${caseId}/waits`);
    const wait = body.items.find(({ elementId, kind }) => elementId === element && kind === 'task');
    const answer = await ask(
      role,
      `POST /v1/tasks/${String(wait?.['id'])}/complete`,
      outcome === undefined ? {} : { outcome },
    );
    t.equal(answer.status, 200, answer.text);
  }

  await t.test('the clocks of a case are listed with their state, their end and how it is reckoned', async (t) => {
    const { ask, caseId } = await inquiring('clocks');
    const clocks = await ask('monitor', `GET /v1/cases/${caseId}/clocks`);
    t.match(clocks.body.items, [
      {
        id: 'decision',
        state: 'paused',
        dueOn: null,
        dueAt: null,
        explanation: [/stands still/, /Art. 42/, /paused for testing/, /expert-review/],
      },
      { id: 'goods', state: 'running', dueOn: '2026-03-09', provisional: false },
      { id: 'handling', state: 'running', dueOn: '2026-06-01' },
    ]);
    t.equal(clocks.body.items.length, 3);
    service.clock.now = at('2026-03-06');
    for (const element of ['testing', 'experts', 'goods']) await complete(ask, caseId, element, 'handler');
    t.match((await ask('monitor', `GET /v1/cases/${caseId}/clocks`)).body.items, [
      {
        id: 'decision',
        state: 'running',
        dueOn: '2026-03-31',
        explanation: [/20 working days = 2026-03-31|2026-03-02/],
      },
      { id: 'goods', state: 'stopped' },
      { id: 'handling', state: 'running' },
    ]);
    t.match(
      (await ask('monitor', `GET /v1/cases/${caseId}/waits`)).body.items.find(
        ({ elementId }) => elementId === 'conclude',
      ),
      {
        dueAt: at('2026-04-01', '00:00'),
        provisional: false,
      },
    );
  });

  await t.test(
    'an extension moves the limit and the task that it ends with; nobody extends for themselves',
    async (t) => {
      const { ask, caseId } = await inquiring('longer');
      for (const element of ['testing', 'experts', 'goods']) await complete(ask, caseId, element, 'handler');
      service.clock.now = at('2026-03-20');
      t.equal((await ask('handler', `POST /v1/cases/${caseId}/messages`, { name: 'longer-asked' })).status, 200);
      await complete(ask, caseId, 'approve', 'leader', 'approved');
      t.match((await ask('monitor', `GET /v1/tasks?case=${caseId}&state=open`)).body.items, [
        { elementId: 'conclude', dueAt: at('2026-04-15', '00:00') },
      ]);
      await ask('leader', `POST /v1/cases/${caseId}/messages`, { name: 'longer-asked' });
      const { body } = await ask('monitor', `GET /v1/cases/${caseId}/waits`);
      const approval = String(body.items.find(({ elementId }) => elementId === 'approve')?.['id']);
      const own = await ask('leader', `POST /v1/tasks/${approval}/complete`, { outcome: 'approved' });
      t.match(own, { status: 409, body: { code: /separation|conflict/, detail: /Nobody extends/ } });
      t.equal((await ask('leader', `POST /v1/tasks/${approval}/complete`, { outcome: 'refused' })).status, 200);
    },
  );

  await t.test('a case whose limit is over is overdue with all that it waits for', async (t) => {
    const { ask, caseId } = await inquiring('over');
    const stuck = async () => (await ask('monitor', '/v1/monitor/stuck?overdue=true'.replace(/^/, 'GET '))).body.items;
    t.strictSame(await stuck(), []);
    t.match((await ask('monitor', 'GET /v1/cases?dueBefore=2026-03-11T00:00:00Z')).body.items, [{ id: caseId }]);
    t.strictSame((await ask('monitor', 'GET /v1/cases?overdue=true')).body.items, []);
    service.clock.now = at('2026-03-10', '00:00');
    t.match(await stuck(), [{ elementId: 'goods', reason: 'overdue', dueAt: at('2026-03-10', '00:00'), overdueBy: 0 }]);
    t.match((await ask('monitor', 'GET /v1/tasks?overdue=true')).body.items, [{ elementId: 'goods' }]);
    await complete(ask, caseId, 'goods', 'handler');
    t.strictSame(await stuck(), []);
    service.clock.now = at('2026-06-02', '00:00');
    t.match(await stuck(), [
      { elementId: 'testing', reason: 'overdue', dueAt: at('2026-06-02', '00:00'), overdueBy: 0 },
      { elementId: 'experts', reason: 'overdue' },
    ]);
    t.match((await ask('monitor', 'GET /v1/cases?overdue=true')).body.items, [{ id: caseId }]);
    t.match((await ask('monitor', 'GET /v1/monitor/stuck?reason=overdue')).body.items, { length: 2 });
    await complete(ask, caseId, 'testing', 'handler');
    await complete(ask, caseId, 'experts', 'handler');
    await complete(ask, caseId, 'conclude', 'leader', 'done');
    t.strictSame(await stuck(), []);
    t.match((await ask('monitor', `GET /v1/cases/${caseId}/clocks`)).body.items, [
      { state: 'stopped' },
      { state: 'stopped' },
      { state: 'stopped' },
    ]);
  });

  await t.test('a limit without its date stops the step with an incident that says what to do', async (t) => {
    const { ask } = await inquiring('undated');
    const started = await ask('clerk', 'POST /v1/cases', { definitionKey: 'limits' });
    const { body } = await ask('monitor', `GET /v1/cases/${String(started.body['id'])}/waits`);
    t.match(body.items, [
      { kind: 'incident', incident: { code: 'limit-without-date', nextAction: /acceptedOn to a date/ } },
    ]);
  });
});
