import t from 'tap';
import { claimDueStarts } from '../../src/store/starts.ts';
import { claimMessages } from '../../src/store/messages.ts';
import { declaring, flows, process, timer } from '../fixtures/bpmn/build.ts';
import { deliverAll } from '../../src/service/deliveries.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { fireStarts } from '../../src/worker/starts.ts';
import { monday, serve, type Ask, type Answered } from '../http/served.ts';
import { startByTimer, startTimerOf } from '../../src/service/starts.ts';
import { startWorker } from '../../src/worker/loop.ts';

const fail = (_: unknown, error: unknown) => {
  throw error;
};
const later = (seconds: number) => new Date(Date.parse(monday) + seconds * 1000).toISOString();
const start = (definition: string) => `<bpmn:startEvent id="start">${definition}</bpmn:startEvent>`;
const work = '<bpmn:userTask id="work"/>';
const names = '<bpmn:message id="m" name="order"/><bpmn:signal id="s" name="flood"/>';
const hourly = process(`${start(timer('timeCycle', 'R/PT1H'))}${work}${flows('start>work')}`);
const byMessage = declaring(
  names,
  process(`${start('<bpmn:messageEventDefinition messageRef="m"/>')}${work}${flows('start>work')}`),
);
const house = declaring(
  names,
  process(
    `${start('')}<bpmn:intermediateCatchEvent id="alarm"><bpmn:signalEventDefinition signalRef="s"/></bpmn:intermediateCatchEvent>${work}${flows('start>alarm', 'alarm>work')}`,
  ),
);

async function deploy(ask: Ask, bytes: string): Promise<void> {
  const deployed = await ask('designer', 'POST /v1/definitions', undefined, { bytes, type: 'application/xml' });
  if (deployed.body['status'] !== 'active') throw new Error(deployed.text);
}
async function casesOf(ask: Ask): Promise<readonly Answered[]> {
  return (await ask('monitor', 'GET /v1/cases?limit=200')).body.items;
}

eachDatabase(t, 'what starts and moves cases by itself', async (t, db) => {
  const service = await serve(t, db);
  const { clock } = service;

  await t.test('two workers at once start one case for each due moment', async (t) => {
    const ask = await service.open(`two-${db.kind}`);
    clock.now = monday;
    await deploy(ask, hourly);
    clock.now = later(10 * 3600);
    await Promise.all([1, 2, 3].map((no) => fireStarts(service.house, `worker ${no}`, fail)));
    const cases = await casesOf(ask);
    t.equal(cases.length, 10);
    t.equal(new Set(cases.map(({ number }) => number)).size, 10);
    clock.now = monday;
  });

  await t.test(
    'a worker that dies between claim and commit loses nothing, one that is late doubles nothing',
    async (t) => {
      const agencyId = `dead-${db.kind}`;
      const ask = await service.open(agencyId);
      await deploy(ask, hourly);
      clock.now = later(3600);
      const claim = { now: clock.now, until: later(3630), owner: 'dead', limit: 64 };
      const claimed = (await claimDueStarts(db, claim)).filter((due) => due.agencyId === agencyId);
      t.equal(claimed.length, 1);
      t.equal(await fireStarts(service.house, 'other', fail), 0, 'its lease is respected');
      clock.now = later(3631);
      t.equal(await fireStarts(service.house, 'other', fail), 1, 'until it runs out');
      t.equal((await casesOf(ask)).length, 1);
      const [late] = claimed;
      const done = await startByTimer(service.house, late!, await startTimerOf(service.house, late!));
      t.match(done, { refused: true, code: 'not-found' }, 'it was no corpse, only slow');
      t.equal((await casesOf(ask)).length, 1);
      clock.now = monday;
    },
  );

  await t.test('a message has one effect, whoever delivers it and however often', async (t) => {
    const agencyId = `message-${db.kind}`;
    const ask = await service.open(agencyId);
    for (const key of ['a', 'b', 'c']) {
      await ask('clerk', 'POST /v1/messages', { name: 'order', correlationKey: key, ttl: 'P1D' });
    }
    await deploy(ask, byMessage);
    const claim = { now: clock.now, until: later(30), owner: 'dead', limit: 64 };
    t.equal((await claimMessages(db, claim, null)).length, 3, 'claimed by a worker that dies');
    t.equal(await deliverAll(service.house, 'other', fail), 0);
    clock.now = later(31);
    await Promise.all([1, 2, 3].map((no) => deliverAll(service.house, `worker ${no}`, fail)));
    const cases = await casesOf(ask);
    t.same(cases.map(({ externalRef }) => externalRef).toSorted(), ['a', 'b', 'c']);
    t.same((await ask('monitor', 'GET /v1/messages')).body.items, []);
    clock.now = monday;
  });

  await t.test('a signal that its node did not finish is finished by another one, once in each case', async (t) => {
    const agencyId = `signal-${db.kind}`;
    const ask = await service.open(agencyId);
    await deploy(ask, house);
    const ids: string[] = [];
    for (let no = 0; no < 5; no += 1) {
      ids.push(String((await ask('clerk', 'POST /v1/cases', { definitionKey: 'p' })).body['id']));
    }
    const told = await ask('clerk', 'POST /v1/signals', { name: 'flood' });
    t.match(told.body, { started: 0, delivered: 5 });
    await Promise.all([1, 2].map((no) => deliverAll(service.house, `worker ${no}`, fail)));
    for (const id of ids) {
      const history = (await ask('monitor', `GET /v1/cases/${id}/history`)).body.items;
      t.equal(history.filter(({ type }) => type === 'signal.received').length, 1);
    }
  });

  await t.test('the worker of a node starts and delivers by itself', async (t) => {
    const ask = await service.open(`loop-${db.kind}`);
    await deploy(ask, hourly);
    await ask('clerk', 'POST /v1/messages', { name: 'order', ttl: 'P1D' });
    await deploy(ask, byMessage.replace('id="p"', 'id="ordered"'));
    clock.now = later(3600);
    const worker = startWorker(service.house, 'node', (what, error) => t.fail(`${what}: ${String(error)}`));
    for (let waited = 0; waited < 100 && (await casesOf(ask)).length < 2; waited += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await worker.stop();
    t.equal((await casesOf(ask)).length, 2);
    clock.now = monday;
  });
});
