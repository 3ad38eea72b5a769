import t from 'tap';
import { around, between, conditional, flows, userTask } from '../../fixtures/bpmn/build.ts';
import { eachDatabase } from '../../helpers/databases.ts';
import { serve, startOf, type Answered, type Ask } from '../served.ts';

eachDatabase(t, 'gateways', async (t, db) => {
  const service = await serve(t, db);
  const tasks = '<bpmn:userTask id="a"/><bpmn:userTask id="b"/><bpmn:userTask id="c"/><bpmn:userTask id="next"/>';

  await t.test('an inclusive join waits for the branches that were taken, and for no other', async (t) => {
    const ask = await service.open(`inclusive-${db.kind}`);
    const xml = between(
      `<bpmn:inclusiveGateway id="split" default="split-c"/>${tasks}<bpmn:inclusiveGateway id="join"/>${flows('start>split', 'split>c', 'a>join', 'b>join', 'c>join', 'join>next', 'next>end')}${conditional('split>a', 'n > 0')}${conditional('split>b', 'n > 1')}`,
    );
    const both = await startOf(ask, xml, { variables: { n: 2 } });
    t.strictSame(await waiting(ask, both), ['a', 'b']);
    await complete(ask, both, 'b');
    t.strictSame(await waiting(ask, both), ['a']);
    await complete(ask, both, 'a');
    t.strictSame(await waiting(ask, both), ['next']);
    await complete(ask, both, 'next');
    t.match(await ask('clerk', `GET /v1/cases/${String(both['id'])}`), { body: { state: 'completed' } });
    const passes = (await history(ask, both)).filter(
      ({ type, elementId }) => type === 'element.completed' && elementId === 'join',
    );
    t.equal(passes.length, 1);
    const none = await startOf(ask, xml, { variables: { n: 0 } });
    t.strictSame(await waiting(ask, none), ['c']);
  });

  await t.test('a complex gateway passes on the second of three tokens and is reset by the third', async (t) => {
    const ask = await service.open(`complex-${db.kind}`);
    const condition =
      '<bpmn:activationCondition xsi:type="bpmn:tFormalExpression">activationCount >= 2</bpmn:activationCondition>';
    const xml = between(
      `<bpmn:parallelGateway id="split"/>${tasks}<bpmn:complexGateway id="gate">${condition}</bpmn:complexGateway>${flows('start>split', 'split>a', 'split>b', 'split>c', 'a>gate', 'b>gate', 'c>gate', 'gate>next', 'next>end')}`,
    );
    const one = await startOf(ask, xml);
    await complete(ask, one, 'c');
    t.strictSame(await waiting(ask, one), ['a', 'b']);
    await complete(ask, one, 'a');
    t.strictSame(await waiting(ask, one), ['b', 'next']);
    await complete(ask, one, 'b');
    t.strictSame(await waiting(ask, one), ['next']);
    await complete(ask, one, 'next');
    t.match(await ask('clerk', `GET /v1/cases/${String(one['id'])}`), { body: { state: 'completed' } });
  });

  await t.test('an activity is left by what its conditions say, and starts and sends by its quantities', async (t) => {
    const ask = await service.open(`flows-${db.kind}`);
    const xml = between(
      `${userTask('', 'default="step-c" completionQuantity="2"')}<bpmn:userTask id="a" startQuantity="2"/><bpmn:userTask id="b"/><bpmn:userTask id="c"/>${flows('start>step', 'step>c', 'a>end', 'b>end', 'c>end')}${conditional('step>a', 'n > 0')}${conditional('step>b', 'n > 1')}`,
    );
    const some = await startOf(ask, xml, { variables: { n: 2 } });
    await complete(ask, some, 'step');
    t.strictSame(await waiting(ask, some), ['a', 'b', 'b'], 'two tokens a flow, and a takes both');
    const none = await startOf(ask, xml, { variables: { n: 0 } });
    await complete(ask, none, 'step');
    t.strictSame(await waiting(ask, none), ['c', 'c']);
  });

  await t.test('an answer that no condition gives is an incident that can be retried', async (t) => {
    const ask = await service.open(`undecided-${db.kind}`);
    const one = await startOf(
      ask,
      around('<bpmn:inclusiveGateway id="step"/>').replace(flows('step>end'), conditional('step>end', 'n > 1')),
    );
    const { body } = await ask('monitor', `GET /v1/cases/${String(one['id'])}/waits`);
    t.match(body.items, [{ kind: 'incident', elementId: 'step', incident: { code: 'undecidable-condition' } }]);
  });
});

async function waiting(ask: Ask, { id }: Answered): Promise<string[]> {
  const { body } = await ask('monitor', `GET /v1/cases/${String(id)}/waits`);
  return body.items.map(({ elementId }) => String(elementId)).sort();
}

async function history(ask: Ask, { id }: Answered): Promise<readonly Answered[]> {
  return (await ask('monitor', `GET /v1/cases/${String(id)}/history`)).body.items;
}

async function complete(ask: Ask, { id }: Answered, element: string): Promise<void> {
  const { body } = await ask('clerk', `GET /v1/cases/${String(id)}/tasks`);
  const task = body.items.find(({ elementId, state }) => elementId === element && state === 'open');
  const done = await ask('clerk', `POST /v1/tasks/${String(task?.['id'])}/complete`, {});
  if (done.status !== 200) throw new Error(done.text);
}
