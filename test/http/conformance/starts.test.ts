import t from 'tap';
import { declaring, flows, process, timer } from '../../fixtures/bpmn/build.ts';
import { eachDatabase } from '../../helpers/databases.ts';
import { fireStarts } from '../../../src/worker/starts.ts';
import { monday, serve, type Ask, type Answered } from '../served.ts';

const names = '<bpmn:message id="m" name="order"/><bpmn:message id="n" name="paid"/><bpmn:signal id="s" name="flood"/>';
const start = (id: string, definition = ''): string => `<bpmn:startEvent id="${id}">${definition}</bpmn:startEvent>`;
const message = (ref: string): string => `<bpmn:messageEventDefinition messageRef="${ref}"/>`;
const work = '<bpmn:userTask id="work"/>';
const named = (id: string, content: string): string =>
  declaring(names, process(content)).replace('id="p"', `id="${id}"`);

async function deploy(ask: Ask, xml: string): Promise<string> {
  const deployed = await ask('designer', 'POST /v1/definitions', undefined, { bytes: xml, type: 'application/xml' });
  if (deployed.body['status'] !== 'active') throw new Error(deployed.text);
  return String(deployed.body['id']);
}
async function casesOf(ask: Ask): Promise<readonly Answered[]> {
  return (await ask('monitor', 'GET /v1/cases?limit=200')).body.items;
}
async function historyOf(ask: Ask, id: unknown): Promise<readonly Answered[]> {
  return (await ask('monitor', `GET /v1/cases/${String(id)}/history`)).body.items;
}
const fail = (_: unknown, error: unknown) => {
  throw error;
};

eachDatabase(t, 'starts', async (t, db) => {
  const service = await serve(t, db);
  const { house, clock } = service;

  await t.test('a timer start creates a case at each due moment, and nobody is said to have started it', async (t) => {
    const ask = await service.open(`timer-${db.kind}`);
    clock.now = monday;
    await deploy(ask, named('cyclic', `${start('every', timer('timeCycle', 'R2/PT1H'))}${work}${flows('every>work')}`));
    const scheduled = await ask('monitor', 'GET /v1/monitor/schedule');
    t.match(scheduled.body.items, [{ elementId: 'every', dueAt: '2026-03-02T02:00:00.000Z', fired: 0, lateBy: null }]);
    t.equal(await fireStarts(house, 'one', fail), 0, 'not before it is due');
    clock.now = '2026-03-02T05:30:00.000Z';
    t.match((await ask('monitor', 'GET /v1/monitor/schedule')).body.items, [{ lateBy: 12_600 }]);
    await fireStarts(house, 'one', fail);
    const cases = await casesOf(ask);
    t.equal(cases.length, 2, 'it catches up with what it missed');
    t.match(cases, [{ startedBy: null, state: 'running', tasks: [{ elementId: 'work' }] }, { startedBy: null }]);
    const fired = await Promise.all(cases.map(async ({ id }) => (await historyOf(ask, id))[1]));
    t.match(fired, [
      { type: 'timer.fired', elementId: 'every', dueAt: '2026-03-02T03:00:00.000Z', actor: { system: 'timer' } },
      { type: 'timer.fired', elementId: 'every', dueAt: '2026-03-02T02:00:00.000Z' },
    ]);
    t.same((await ask('monitor', 'GET /v1/monitor/schedule')).body.items, [], 'R2 has fired twice');
    clock.now = monday;
  });

  await t.test('dates, durations and working days start one case each', async (t) => {
    const ask = await service.open(`dates-${db.kind}`);
    const content = [
      start('date', timer('timeDate', '2026-03-03')),
      start('span', timer('timeDuration', 'PT2H')),
      start('days', timer('timeDuration', 'P2WD')),
      work,
      flows('date>work', 'span>work', 'days>work'),
    ].join('');
    await deploy(ask, named('dated', content));
    const due = (await ask('monitor', 'GET /v1/monitor/schedule')).body.items;
    t.match(due, [
      { elementId: 'span', dueAt: '2026-03-02T03:00:00.000Z' },
      { elementId: 'date', dueAt: '2026-03-02T16:00:00.000Z' },
      { elementId: 'days', dueAt: '2026-03-04T16:00:00.000Z' },
    ]);
    clock.now = '2026-03-10T00:00:00.000Z';
    await fireStarts(house, 'one', fail);
    t.equal((await casesOf(ask)).length, 3);
    clock.now = monday;
  });

  await t.test('what follows a late start counts from the moment it was due', async (t) => {
    const ask = await service.open(`late-${db.kind}`);
    const wait = `<bpmn:intermediateCatchEvent id="wait">${timer('timeDuration', 'P1D')}</bpmn:intermediateCatchEvent>`;
    await deploy(ask, named('late', `${start('once', timer('timeDuration', 'PT1H'))}${wait}${flows('once>wait')}`));
    clock.now = '2026-03-02T20:00:00.000Z';
    await fireStarts(house, 'one', fail);
    const [one] = await casesOf(ask);
    const waits = await ask('monitor', `GET /v1/cases/${String(one?.['id'])}/waits`);
    t.match(waits.body.items, [{ kind: 'timer', dueAt: '2026-03-03T02:00:00.000Z' }]);
    clock.now = monday;
  });

  await t.test('a retired version starts nothing any more, its successor does', async (t) => {
    const ask = await service.open(`retired-${db.kind}`);
    const content = (more: string) =>
      `${start('every', timer('timeCycle', 'R/PT1H'))}${work}${more}${flows('every>work')}`;
    const first = await deploy(ask, named('versions', content('')));
    const second = await deploy(ask, named('versions', content('<bpmn:textAnnotation id="note"/>')));
    const scheduled = async () => (await ask('monitor', 'GET /v1/monitor/schedule')).body.items;
    t.match(await scheduled(), [{ definitionId: second }], `not ${first}`);
    await ask('activator', `POST /v1/definitions/${second}/retire`, { reason: 'no more' });
    t.same(await scheduled(), []);
    clock.now = '2026-03-02T05:00:00.000Z';
    await fireStarts(house, 'one', fail);
    t.same(await casesOf(ask), []);
    clock.now = monday;
  });

  await t.test('a message starts a case with its variables, and its key finds the case again', async (t) => {
    const ask = await service.open(`message-${db.kind}`);
    const content = `${start('ordered', message('m'))}<bpmn:receiveTask id="pay" messageRef="n"/>${work}${flows('ordered>pay', 'pay>work')}`;
    await deploy(ask, named('order', content));
    const byHand = await ask('clerk', 'POST /v1/cases', { definitionKey: 'order' });
    t.match(byHand, { status: 409, body: { code: 'conflict', detail: /no none start event.*message order/ } });
    const send = (body: object, headers = {}) => ask('clerk', 'POST /v1/messages', body, { headers });
    const first = await send({ name: 'order', correlationKey: 'A-1', variables: { amount: 3 } });
    t.match(first, { status: 200, body: { result: 'started', case: { revision: 1, state: 'running' } } });
    await send({ name: 'order', correlationKey: 'A-2' });
    t.match(await send({ name: 'paid', correlationKey: 'A-3' }), { status: 404, body: { code: 'no-subscriber' } });
    const paid = await send({ name: 'paid', correlationKey: 'A-1', variables: { paid: true } });
    t.match(paid, { status: 200, body: { result: 'delivered', tasks: [{ elementId: 'work' }] } });
    const { id } = first.body['case'] as { id: string };
    t.equal((paid.body['case'] as { id: string }).id, id);
    const found = await ask('clerk', `GET /v1/cases/${id}`);
    t.match(found.body, { externalRef: 'A-1', startedBy: null, variables: { amount: 3, paid: true } });
    t.match((await historyOf(ask, id))[1], { type: 'message.received', elementId: 'ordered', name: 'order' });
    t.match((await ask('monitor', `GET /v1/cases/${id}/records`)).body.items[0], { body: { actor: { person: /.+/ } } });
  });

  await t.test('several starts of one process each start it', async (t) => {
    const ask = await service.open(`several-${db.kind}`);
    const content = [
      start('none'),
      start('ordered', message('m')),
      start('alarm', '<bpmn:signalEventDefinition signalRef="s"/>'),
      work,
      flows('none>work', 'ordered>work', 'alarm>work'),
    ].join('');
    await deploy(ask, named('several', content));
    t.equal((await ask('clerk', 'POST /v1/cases', { definitionKey: 'several' })).status, 201);
    t.match(await ask('clerk', 'POST /v1/messages', { name: 'order' }), { status: 200, body: { result: 'started' } });
    const signal = await ask('clerk', 'POST /v1/signals', { name: 'flood', variables: { level: 4 } });
    t.match(signal, { status: 202, body: { started: 1, delivered: 0 } });
    const cases = await casesOf(ask);
    const starts = await Promise.all(
      cases.map(
        async ({ id }) => (await historyOf(ask, id)).find(({ type }) => type === 'element.entered')?.['elementId'],
      ),
    );
    t.same(starts.toSorted(), ['alarm', 'none', 'ordered']);
  });

  await t.test('an instantiating receive task, and gateways of both kinds, start cases', async (t) => {
    const ask = await service.open(`instantiate-${db.kind}`);
    const receive = (id: string, ref: string, more = '') =>
      `<bpmn:receiveTask id="${id}" messageRef="${ref}" ${more}/>`;
    await deploy(ask, named('receiving', `${receive('r', 'm', 'instantiate="true"')}${work}${flows('r>work')}`));
    const one = await ask('clerk', 'POST /v1/messages', { name: 'order' });
    t.match(one.body, { result: 'started', tasks: [{ elementId: 'work' }] });
    const gateway = (type: string) =>
      `<bpmn:eventBasedGateway id="g" instantiate="true" eventGatewayType="${type}"/>${receive('a', 'x')}${receive('b', 'y')}`;
    const declared = (xml: string) =>
      xml.replace(
        '<bpmn:process',
        '<bpmn:message id="x" name="left"/><bpmn:message id="y" name="right"/><bpmn:process',
      );
    const exclusive = await deploy(
      ask,
      declared(named('exclusive', `${gateway('Exclusive')}${work}${flows('g>a', 'g>b', 'a>work', 'b>work')}`)),
    );
    const raced = await ask('clerk', 'POST /v1/messages', { name: 'right' });
    t.match(raced.body, { result: 'started', tasks: [{ elementId: 'work' }] });
    await ask('activator', `POST /v1/definitions/${exclusive}/retire`, { reason: 'next' });
    const join = '<bpmn:parallelGateway id="j"/>';
    await deploy(
      ask,
      declared(named('parallel', `${gateway('Parallel')}${join}${work}${flows('g>a', 'g>b', 'a>j', 'b>j', 'j>work')}`)),
    );
    const left = await ask('clerk', 'POST /v1/messages', { name: 'left', correlationKey: 'k' });
    t.match(left.body, { result: 'started', tasks: [] });
    const right = await ask('clerk', 'POST /v1/messages', { name: 'right', correlationKey: 'k' });
    t.match(right.body, { result: 'delivered', tasks: [{ elementId: 'work' }] });
    t.same((right.body['case'] as Answered)['id'], (left.body['case'] as Answered)['id']);
  });
});
