import t from 'tap';
import { calling, oneTask, race } from './diagrams.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { serve, startOf, type Answered, type Ask } from './served.ts';

async function deploy(ask: Ask, xml: string): Promise<Answered> {
  return (await ask('designer', 'POST /v1/definitions', undefined, { bytes: xml, type: 'application/xml' })).body;
}

async function tasksOf(ask: Ask, id: unknown): Promise<readonly Answered[]> {
  return (await ask('clerk', `GET /v1/cases/${String(id)}`)).body['tasks'] as readonly Answered[];
}

eachDatabase(t, 'calls', async (t, db) => {
  const service = await serve(t, db);

  await t.test('a called definition runs inside the case that calls it', async (t) => {
    const ask = await service.open(`call-${db.kind}`);
    await deploy(ask, oneTask('callee'));
    const { id } = await startOf(ask, calling('callee'));
    t.match((await ask('monitor', `GET /v1/cases/${String(id)}/waits`)).body.items, [
      { kind: 'task', elementId: 'Check', name: 'Check it', calledProcess: 'callee' },
    ]);
    const [inside] = await tasksOf(ask, id);
    const done = await ask('handler', `POST /v1/tasks/${String(inside?.['id'])}/complete`, {});
    t.match(done.body, { case: { state: 'running' }, tasks: [{ elementId: 'Check', name: 'Check the call' }] });
    const events: readonly Answered[] = (await ask('monitor', `GET /v1/cases/${String(id)}/history`)).body.items;
    t.match(
      events.filter((event) => event['type'] === 'task.created'),
      [
        { elementId: 'Check', elementName: 'Check it', calledProcess: 'callee' },
        { elementId: 'Check', elementName: 'Check the call' },
      ],
    );
    const [own] = await tasksOf(ask, id);
    const end = await ask('handler', `POST /v1/tasks/${String(own?.['id'])}/complete`, {});
    t.match(end.body, { case: { state: 'completed' } });
  });

  await t.test('callers keep what they are bound to until they are activated again, cases for ever', async (t) => {
    const ask = await service.open(`bind-${db.kind}`);
    await deploy(ask, oneTask('callee'));
    const caller = await deploy(ask, calling('callee'));
    const start = async () => (await ask('clerk', 'POST /v1/cases', { definitionKey: 'caller' })).body;
    const first = await start();
    const renamed = oneTask('callee').replaceAll('Check it', 'Look at it');
    t.match(await deploy(ask, renamed), { version: 2, status: 'active' });
    const second = await start();
    t.match(second['tasks'], [{ name: 'Check it' }], 'a new version of the callee changes nothing yet');
    const again = await ask('activator', `POST /v1/definitions/${String(caller['id'])}/activate`, { reason: 'rebind' });
    t.match(again, { status: 200, body: { status: 'active', version: 1 } });
    t.match((await start())['tasks'], [{ name: 'Look at it' }]);
    for (const { id } of [first, second]) {
      const [task] = await tasksOf(ask, id);
      t.match(task, { name: 'Check it' });
      const done = await ask('handler', `POST /v1/tasks/${String(task?.['id'])}/complete`, {});
      t.match(done.body, { tasks: [{ name: 'Check the call' }] });
    }
    const unchanged = await ask('activator', `POST /v1/definitions/${String(caller['id'])}/activate`, { reason: 'x' });
    t.equal(unchanged.status, 200);
  });

  await t.test('a caller without its callee waits for it, one that calls itself is refused', async (t) => {
    const ask = await service.open(`missing-${db.kind}`);
    const caller = await deploy(ask, calling('callee'));
    t.match(caller, { status: 'deployed', findings: [{ rule: 'callee-not-active', message: /callee/ }] });
    const activate = () => ask('activator', `POST /v1/definitions/${String(caller['id'])}/activate`, { reason: 'now' });
    t.match(await activate(), { status: 409, body: { code: 'callee-not-active', detail: /calls callee/ } });
    const callee = await deploy(ask, calling('leaf', 'callee'));
    t.match(callee, { status: 'deployed' });
    await deploy(ask, race('leaf'));
    const { id } = callee;
    t.match(await ask('activator', `POST /v1/definitions/${String(id)}/activate`, { reason: 'now' }), { status: 200 });
    t.match(await activate(), { status: 200 });
    const started = (await ask('clerk', 'POST /v1/cases', { definitionKey: 'caller' })).body;
    t.match((await ask('monitor', `GET /v1/cases/${String(started['id'])}/waits`)).body.items, [
      { kind: 'message', elementId: 'Paid', calledProcess: 'leaf' },
      { elementId: 'Received', calledProcess: 'leaf' },
    ]);
    const self = await ask('designer', 'POST /v1/definitions', undefined, {
      bytes: calling('caller', 'leaf').replace('Check the call', 'Other'),
      type: 'application/xml',
    });
    t.match(self, {
      status: 409,
      body: { code: 'call-recursive', detail: /leaf calls caller calls callee calls leaf/ },
    });
  });
});
