import t from 'tap';
import { eachDatabase } from '../../helpers/databases.ts';
import { file, flows } from '../../fixtures/bpmn/build.ts';
import { deliverAll } from '../../../src/service/deliveries.ts';
import { forgetExpired } from '../../../src/store/messages.ts';
import { monday, serve, type Ask, type Answered } from '../served.ts';

const declared = ['order', 'bill', 'go', 'stop']
  .map((name) => `<bpmn:message id="m-${name}" name="${name}"/>`)
  .concat('<bpmn:signal id="s-flood" name="flood"/>')
  .join('');
const message = (name: string): string => `<bpmn:messageEventDefinition messageRef="m-${name}"/>`;
const signal = '<bpmn:signalEventDefinition signalRef="s-flood"/>';
const start = (id: string, definition = ''): string => `<bpmn:startEvent id="${id}">${definition}</bpmn:startEvent>`;
const catcher = (id: string, definition: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}">${definition}</bpmn:intermediateCatchEvent>`;
const thrower = (id: string, definition: string): string =>
  `<bpmn:intermediateThrowEvent id="${id}">${definition}</bpmn:intermediateThrowEvent>`;
const task = (id: string): string => `<bpmn:userTask id="${id}"/>`;
const process = (id: string, content: string): string =>
  `<bpmn:process id="${id}" isExecutable="true">${content}</bpmn:process>`;
const of = (...processes: string[]): string => file(declared + processes.join(''));
/** Waits for `go`, then has a task. */
const waiting = (id: string): string =>
  of(process(id, `${start('s')}${catcher('wait', message('go'))}${task('work')}${flows('s>wait', 'wait>work')}`));

async function deploy(ask: Ask, xml: string): Promise<void> {
  const deployed = await ask('designer', 'POST /v1/definitions', undefined, { bytes: xml, type: 'application/xml' });
  if (deployed.body['status'] !== 'active') throw new Error(deployed.text);
}
async function begin(ask: Ask, definitionKey: string, more: object = {}): Promise<string> {
  const started = await ask('clerk', 'POST /v1/cases', { definitionKey, ...more });
  if (started.status !== 201) throw new Error(started.text);
  return String(started.body['id']);
}
async function waitsOf(ask: Ask, id: string): Promise<string[]> {
  const { items } = (await ask('monitor', `GET /v1/cases/${id}/waits`)).body;
  return items.map(({ kind, elementId }) => `${String(kind)} ${String(elementId)}`);
}
async function casesOf(ask: Ask): Promise<readonly Answered[]> {
  return (await ask('monitor', 'GET /v1/cases?limit=200')).body.items;
}
async function keptOf(ask: Ask): Promise<readonly Answered[]> {
  return (await ask('monitor', 'GET /v1/messages')).body.items;
}
const fail = (_: unknown, error: unknown) => {
  throw error;
};

eachDatabase(t, 'messages across cases', async (t, db) => {
  const service = await serve(t, db);
  const { house, clock } = service;
  const send = (ask: Ask, body: object, headers: Record<string, string> = {}) =>
    ask('clerk', 'POST /v1/messages', body, { headers });

  await t.test(
    'a message finds the case by its reference, its number or its id, and else by being the only one',
    async (t) => {
      const ask = await service.open(`keys-${db.kind}`);
      await deploy(ask, waiting('waiting'));
      const first = await begin(ask, 'waiting', { externalRef: 'R-1' });
      const second = await begin(ask, 'waiting');
      const third = await begin(ask, 'waiting', { variables: { correlationKey: 'K-3' } });
      const two = await send(ask, { name: 'go' });
      t.match(two, { status: 409, body: { code: 'ambiguous-message', detail: /wait \(/ } });
      t.match(await send(ask, { name: 'go', correlationKey: 'R-1' }), { status: 200, body: { result: 'delivered' } });
      t.same(await waitsOf(ask, first), ['task work']);
      t.match(await send(ask, { name: 'go', correlationKey: 'K-3' }), { status: 200, body: { case: { id: third } } });
      t.match(await send(ask, { name: 'go', correlationKey: second }), { status: 200, body: { case: { id: second } } });
      const number = String((await ask('clerk', `GET /v1/cases/${await begin(ask, 'waiting')}`)).body['number']);
      t.equal((await send(ask, { name: 'go', correlationKey: number })).status, 200);
      await begin(ask, 'waiting');
      t.equal((await send(ask, { name: 'go' })).status, 200);
      t.match(await send(ask, { name: 'go' }), { status: 404, body: { code: 'no-subscriber' } });
      t.equal((await ask('monitor', 'POST /v1/messages', { name: 'go' })).status, 403);
    },
  );

  await t.test(
    'a process waits with the key that its file reads from its data, and messages are read for it',
    async (t) => {
      const ask = await service.open(`declared-${db.kind}`);
      const property =
        '<bpmn:correlationProperty id="no"><bpmn:correlationPropertyRetrievalExpression messageRef="m-go"><bpmn:messagePath>order.no</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>';
      const key =
        '<bpmn:collaboration id="c"><bpmn:correlationKey id="k"><bpmn:correlationPropertyRef>no</bpmn:correlationPropertyRef></bpmn:correlationKey></bpmn:collaboration>';
      const subscription =
        '<bpmn:correlationSubscription id="sub" correlationKeyRef="k"><bpmn:correlationPropertyBinding correlationPropertyRef="no"><bpmn:dataPath>orderNo</bpmn:dataPath></bpmn:correlationPropertyBinding></bpmn:correlationSubscription>';
      const content = `${start('s')}${catcher('wait', message('go'))}${task('work')}${flows('s>wait', 'wait>work')}`;
      await deploy(ask, file(declared + property + key + process('orders', content + subscription)));
      const one = await begin(ask, 'orders', { variables: { orderNo: 'A-1' } });
      const two = await begin(ask, 'orders', { variables: { orderNo: 'A-2' } });
      t.match(await send(ask, { name: 'go', correlationKey: 'A-3' }), { status: 404 });
      t.match(await send(ask, { name: 'go', correlationKey: 'A-2' }), { status: 200, body: { case: { id: two } } });
      t.match(await send(ask, { name: 'go', variables: { order: { no: 'A-4' } } }), { status: 404 });
      const read = await send(ask, { name: 'go', variables: { order: { no: 'A-1' } } });
      t.match(read, { status: 200, body: { result: 'delivered', case: { id: one } } });
    },
  );

  await t.test('a repeat with the same Idempotency-Key gets the first answer and has no second effect', async (t) => {
    const ask = await service.open(`repeats-${db.kind}`);
    await deploy(ask, of(process('order', `${start('s', message('order'))}${task('work')}${flows('s>work')}`)));
    const headers = { 'Idempotency-Key': 'once' };
    const body = { name: 'order', correlationKey: 'A' };
    const first = await send(ask, body, headers);
    t.same((await send(ask, body, headers)).body, first.body);
    t.equal((await casesOf(ask)).length, 1);
    t.match(await send(ask, { name: 'order' }, headers), { status: 409, body: { code: 'idempotency-key-reused' } });
    const kept = { name: 'go', ttl: 'PT1H' };
    const later = await send(ask, kept, { 'Idempotency-Key': 'kept' });
    t.match(later, { status: 202, body: { result: 'kept', message: { expiresAt: '2026-03-02T02:00:00.000Z' } } });
    t.same((await send(ask, kept, { 'Idempotency-Key': 'kept' })).body, later.body);
    t.equal((await keptOf(ask)).length, 1);
    const twins = await Promise.all([1, 2, 3].map(() => send(ask, body, { 'Idempotency-Key': 'twins' })));
    t.equal(new Set(twins.map(({ text }) => text)).size, 1);
    t.equal((await casesOf(ask)).length, 2);
    const signals = await Promise.all(
      [1, 2].map(() => ask('clerk', 'POST /v1/signals', { name: 'flood' }, { headers: { 'Idempotency-Key': 'sig' } })),
    );
    t.same(
      signals.map(({ status }) => status),
      [202, 202],
    );
  });

  await t.test('a kept message comes to whoever begins to wait for it, unless it has expired', async (t) => {
    const ask = await service.open(`kept-${db.kind}`);
    clock.now = monday;
    await deploy(ask, waiting('later'));
    await send(ask, { name: 'go', correlationKey: 'R-1', variables: { early: true }, ttl: 3600 });
    await send(ask, { name: 'go', correlationKey: 'R-2', ttl: 60 });
    t.match(await keptOf(ask), [{ name: 'go', correlationKey: 'R-1', sentBy: null, problem: null }, {}]);
    t.equal(await deliverAll(house, 'one', fail), 0);
    clock.now = '2026-03-02T01:10:00.000Z';
    const [first, second] = [
      await begin(ask, 'later', { externalRef: 'R-1' }),
      await begin(ask, 'later', { externalRef: 'R-2' }),
    ];
    t.equal(await deliverAll(house, 'one', fail), 1);
    t.same(await waitsOf(ask, first), ['task work']);
    t.match((await ask('clerk', `GET /v1/cases/${first}`)).body['variables'], { early: true });
    t.same(await waitsOf(ask, second), ['message wait']);
    t.same(await keptOf(ask), []);
    t.equal(await forgetExpired(db, `kept-${db.kind}`, clock.now), 1);
    for (const ttl of ['P1M', 'soon', 0, -5, 'P2Y']) t.equal((await send(ask, { name: 'go', ttl })).status, 400);
    clock.now = monday;
  });

  await t.test('pools of one collaboration talk to each other, each case to its own partner', async (t) => {
    const ask = await service.open(`pools-${db.kind}`);
    const buyer = process(
      'buyer',
      `${start('s')}${thrower('ask', message('order'))}${catcher('billed', message('bill'))}${task('pay')}${flows('s>ask', 'ask>billed', 'billed>pay')}`,
    );
    const seller = process(
      'seller',
      `${start('ordered', message('order'))}${task('write')}${thrower('bill', message('bill'))}${flows('ordered>write', 'write>bill')}`,
    );
    const pools =
      '<bpmn:collaboration id="c"><bpmn:participant id="b" processRef="buyer"/><bpmn:participant id="q" processRef="seller"/><bpmn:messageFlow id="f1" sourceRef="ask" targetRef="ordered"/><bpmn:messageFlow id="f2" sourceRef="bill" targetRef="billed"/></bpmn:collaboration>';
    await deploy(ask, file(declared + pools + buyer + seller));
    const buyers = [
      await begin(ask, 'buyer', { variables: { of: 1 } }),
      await begin(ask, 'buyer', { variables: { of: 2 } }),
    ];
    t.match(await keptOf(ask), [
      { name: 'order', sentBy: buyers[0] },
      { name: 'order', sentBy: buyers[1] },
    ]);
    await deliverAll(house, 'one', fail);
    const sellers = (await casesOf(ask)).filter(({ processId }) => processId === 'seller');
    t.equal(sellers.length, 2);
    t.match(sellers, [{ startedBy: null }, { startedBy: null }]);
    const ofSecond = await Promise.all(
      sellers.map(async ({ id }) => (await ask('clerk', `GET /v1/cases/${String(id)}`)).body),
    );
    const partner = ofSecond.find(({ variables }) => (variables as { of: number }).of === 2);
    const [written] = partner?.['tasks'] as { id: string }[];
    await ask('clerk', `POST /v1/tasks/${String(written?.id)}/complete`, { variables: { amount: 7 } });
    await deliverAll(house, 'one', fail);
    t.same(await waitsOf(ask, buyers[0]!), ['message billed']);
    t.same(await waitsOf(ask, buyers[1]!), ['task pay']);
    t.match((await ask('clerk', `GET /v1/cases/${buyers[1]!}`)).body['variables'], { of: 2, amount: 7 });
    const records = (await ask('monitor', `GET /v1/cases/${buyers[1]!}/records`)).body.items;
    t.match(records.at(-1), {
      body: {
        command: 'deliverMessage',
        actor: { system: 'message' },
        facts: { message: { sender: { case: partner?.['id'] } } },
      },
    });
  });

  await t.test('a message that several could catch is kept, and says so', async (t) => {
    const ask = await service.open(`several-${db.kind}`);
    await deploy(ask, waiting('one'));
    await deploy(ask, of(process('sender', `${start('s')}${thrower('go', message('go'))}${flows('s>go')}`)));
    const [first, second] = [await begin(ask, 'one'), await begin(ask, 'one')];
    await begin(ask, 'sender');
    await deliverAll(house, 'one', fail);
    t.match(await keptOf(ask), [{ name: 'go', problem: /Several places/ }]);
    await ask('handler', `POST /v1/cases/${second}/cancel`, { reason: 'one too many' });
    clock.now = '2026-03-02T01:01:00.000Z';
    await deliverAll(house, 'one', fail);
    t.same(await waitsOf(ask, first), ['task work']);
    t.same(await keptOf(ask), []);
    clock.now = monday;
  });

  await t.test('a signal comes to all cases that wait for it then, and to no later one', async (t) => {
    const ask = await service.open(`signals-${db.kind}`);
    const wait = `${start('s')}${catcher('alarm', signal)}${task('flee')}${flows('s>alarm', 'alarm>flee')}`;
    await deploy(ask, of(process('house', wait)));
    await deploy(ask, of(process('watch', `${start('s', signal)}${task('measure')}${flows('s>measure')}`)));
    await deploy(ask, of(process('river', `${start('s')}${thrower('rise', signal)}${flows('s>rise')}`)));
    const houses = [await begin(ask, 'house'), await begin(ask, 'house')];
    const stuck = await ask('monitor', 'GET /v1/monitor/stuck?kind=signal&olderThan=PT0S');
    t.match(stuck.body.items, [{ kind: 'signal', reason: 'nobody-sends', nextAction: /signals/ }, {}]);
    const told = await ask('clerk', 'POST /v1/signals', { name: 'flood', variables: { level: 4 } });
    t.match(told, { status: 202, body: { started: 1, delivered: 2 } });
    for (const id of houses) t.same(await waitsOf(ask, id), ['task flee']);
    t.match((await ask('clerk', `GET /v1/cases/${houses[0]!}`)).body['variables'], { level: 4 });
    const late = await begin(ask, 'house');
    t.same(await waitsOf(ask, late), ['signal alarm']);
    await begin(ask, 'river');
    await deliverAll(house, 'one', fail);
    t.same(await waitsOf(ask, late), ['task flee'], 'thrown by a case');
    t.equal((await casesOf(ask)).filter(({ definitionKey }) => definitionKey === 'watch').length, 2);
    t.same((await ask('clerk', 'POST /v1/signals', { name: 'calm' })).body, { started: 0, delivered: 0 });
  });
});
