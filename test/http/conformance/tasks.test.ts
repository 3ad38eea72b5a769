import t from 'tap';
import { declaring, flows, process } from '../../fixtures/bpmn/build.ts';
import { eachDatabase } from '../../helpers/databases.ts';
import { from } from '../../fixtures/bpmn/compensation.ts';
import { serve, startOf, type Answered, type Ask } from '../served.ts';

eachDatabase(t, 'tasks', async (t, db) => {
  const service = await serve(t, db);

  await t.test('an abstract task is passed, a script sets variables, a send task sends', async (t) => {
    const ask = await service.open(`tasks-${db.kind}`);
    const script =
      '<bpmn:scriptTask id="reckon" scriptFormat="feel"><bpmn:script>{fee: amount * 2}</bpmn:script></bpmn:scriptTask>';
    const xml = declaring(
      '<bpmn:message id="m" name="told"/>',
      process(
        `${from('start', 'look', 'reckon', 'tell', 'post', 'next')}<bpmn:task id="look"/>${script}<bpmn:sendTask id="tell" messageRef="m"/><bpmn:sendTask id="post" implementation="letters"/><bpmn:userTask id="next"/>`,
      ),
    );
    const started = await startOf(ask, xml, { variables: { amount: 7 } });
    t.strictSame(await waiting(ask, started), ['service post']);
    const events = await history(ask, started);
    for (const event of ['element.completed look', 'element.completed reckon', 'message.thrown tell'])
      t.ok(events.includes(event), event);
    const { body } = await ask('handler', 'POST /v1/service-tasks/fetch', { topics: ['letters'], worker: 'w' });
    t.match(body.items, [{ topic: 'letters', variables: { amount: 7, fee: 14 } }]);
    const [letter] = body.items;
    await ask('handler', `POST /v1/service-tasks/${String(letter?.['id'])}/complete`, { lease: 1 });
    t.strictSame(await waiting(ask, started), ['task next']);
  });

  await t.test('a script without result is an incident, one in another language is refused', async (t) => {
    const ask = await service.open(`scripts-${db.kind}`);
    const scripted = (format: string) =>
      process(
        `${from('start', 'reckon')}<bpmn:scriptTask id="reckon" scriptFormat="${format}"><bpmn:script>{fee: amount}</bpmn:script></bpmn:scriptTask>`,
      );
    const started = await startOf(ask, scripted('text/feel'));
    t.strictSame(await waiting(ask, started), ['incident reckon']);
    const { body } = await ask('monitor', `GET /v1/cases/${String(started['id'])}/waits`);
    t.match(body.items, [{ incident: { code: 'script-failed', message: /amount/ } }]);
    const bytes = scripted('groovy');
    const refused = await ask('designer', 'POST /v1/definitions', undefined, { bytes, type: 'application/xml' });
    t.match(refused, { status: 422, body: { findings: [{ rule: 'script-language', elementId: 'reckon' }] } });
  });

  await t.test('global tasks are called; a callee shares the variables of the case', async (t) => {
    const ask = await service.open(`global-${db.kind}`);
    const globals = [
      '<bpmn:globalUserTask id="sign" name="Sign"/><bpmn:globalManualTask id="stamp"/><bpmn:globalTask id="look"/>',
      '<bpmn:globalScriptTask id="reckon" scriptLanguage="feel"><bpmn:script>{fee: amount + 1}</bpmn:script></bpmn:globalScriptTask>',
    ].join('');
    const calls = ['stamp', 'look', 'reckon', 'sign'];
    const xml = process(
      `<bpmn:startEvent id="start"/>${calls.map((id) => `<bpmn:callActivity id="c-${id}" calledElement="${id}"/>`).join('')}${flows('start>c-stamp', 'c-stamp>c-look', 'c-look>c-reckon', 'c-reckon>c-sign', 'c-sign>g', 'g>big', 'g>small').replace(/<bpmn:sequenceFlow id="g-big"[^>]*\/>/, '<bpmn:sequenceFlow id="g-big" sourceRef="g" targetRef="big"><bpmn:conditionExpression>fee + bonus &gt; 10</bpmn:conditionExpression></bpmn:sequenceFlow>')}<bpmn:exclusiveGateway id="g" default="g-small"/><bpmn:userTask id="big"/><bpmn:userTask id="small"/>`,
    ).replace('</bpmn:definitions>', `${globals}</bpmn:definitions>`);
    const started = await startOf(ask, xml, { variables: { amount: 3 } });
    const { body } = await ask('monitor', `GET /v1/cases/${String(started['id'])}/waits`);
    t.match(body.items, [{ kind: 'task', elementId: 'sign', calledProcess: 'sign', name: 'Sign' }]);
    await complete(ask, started, 'sign', { bonus: 9 });
    t.strictSame(await waiting(ask, started), ['task big'], 'the caller reads what the callees set');
  });
});

async function waiting(ask: Ask, { id }: Answered): Promise<string[]> {
  const { body } = await ask('monitor', `GET /v1/cases/${String(id)}/waits`);
  return body.items.map(({ kind, elementId }) => `${String(kind)} ${String(elementId)}`).sort();
}

async function history(ask: Ask, { id }: Answered): Promise<string[]> {
  const { body } = await ask('monitor', `GET /v1/cases/${String(id)}/history`);
  return body.items.map(({ type, elementId }) => `${String(type)} ${String(elementId)}`);
}

async function complete(ask: Ask, { id }: Answered, element: string, variables = {}): Promise<void> {
  const { body } = await ask('clerk', `GET /v1/cases/${String(id)}/tasks`);
  const task = body.items.find(({ elementId, state }) => elementId === element && state === 'open');
  const done = await ask('handler', `POST /v1/tasks/${String(task?.['id'])}/complete`, { variables });
  if (done.status !== 200) throw new Error(done.text);
}
