import t from 'tap';
import { around, between, conditional, declaring, flows, timer } from '../../fixtures/bpmn/build.ts';
import { eachDatabase } from '../../helpers/databases.ts';
import { serve, startOf, type Answered, type Ask } from '../served.ts';

const tasks = (...ids: readonly string[]): string => ids.map((id) => `<bpmn:userTask id="${id}"/>`).join('');
const error = '<bpmn:errorEventDefinition errorRef="refused"/>';

eachDatabase(t, 'flows, scopes and calls', async (t, db) => {
  const service = await serve(t, db);
  const open = async (name: string): Promise<Ask> => await service.open(`${name}-${db.kind}`);

  await t.test('several flows split and merge at an activity; a gateway takes one way, or all and waits', async (t) => {
    const ask = await open('ways');
    const implicit = await startOf(
      ask,
      between(tasks('a', 'b', 'c') + flows('start>a', 'start>b', 'a>c', 'b>c', 'c>end')),
    );
    t.strictSame(await waiting(ask, implicit), ['task a', 'task b']);
    await complete(ask, implicit, 'a');
    t.strictSame(await waiting(ask, implicit), ['task b', 'task c'], 'nobody waits at an implicit merge');
    await complete(ask, implicit, 'b');
    t.strictSame(await waiting(ask, implicit), ['task c', 'task c']);
    const exclusive = between(
      `<bpmn:exclusiveGateway id="g" default="g-c"/>${tasks('a', 'b', 'c')}${conditional('g>a', 'n &gt; 10')}${conditional('g>b', 'n &gt; 5')}${flows('start>g', 'g>c', 'a>end', 'b>end', 'c>end')}`,
    );
    for (const [n, way] of [
      [11, 'a'],
      [6, 'b'],
      [1, 'c'],
    ] as const) {
      t.strictSame(await waiting(ask, await startOf(ask, exclusive, { variables: { n } })), [`task ${way}`]);
    }
    const parallel = await startOf(
      ask,
      between(
        `<bpmn:parallelGateway id="g"/>${tasks('a', 'b', 'c')}<bpmn:parallelGateway id="j"/>${flows('start>g', 'g>a', 'g>b', 'a>j', 'b>j', 'j>c', 'c>end')}`,
      ),
    );
    await complete(ask, parallel, 'b');
    t.strictSame(await waiting(ask, parallel), ['task a']);
    await complete(ask, parallel, 'a');
    t.strictSame(await waiting(ask, parallel), ['task c']);
  });

  await t.test(
    'a sub-process is left when nothing is active in it; terminate ends it, an error breaks it off',
    async (t) => {
      const ask = await open('scopes');
      const inside = `<bpmn:startEvent id="is"/><bpmn:exclusiveGateway id="ig" default="ig-x"/>${tasks('work', 'other', 'x')}<bpmn:endEvent id="stop"><bpmn:terminateEventDefinition/></bpmn:endEvent><bpmn:endEvent id="fail">${error}</bpmn:endEvent>${flows('is>work', 'is>other', 'work>ig', 'ig>x')}${conditional('ig>stop', 'what = "stop"')}${conditional('ig>fail', 'what = "fail"')}`;
      const xml = declaring(
        '<bpmn:error id="refused" errorCode="refused"/>',
        between(
          `<bpmn:subProcess id="sub">${inside}</bpmn:subProcess><bpmn:boundaryEvent id="caught" attachedToRef="sub">${error}</bpmn:boundaryEvent>${tasks('next', 'mend')}${flows('start>sub', 'sub>next', 'next>end', 'caught>mend')}`,
        ),
      );
      const whole = await startOf(ask, xml);
      t.strictSame(await waiting(ask, whole), ['task other', 'task work']);
      await complete(ask, whole, 'work', { what: 'go on' });
      await complete(ask, whole, 'x');
      t.strictSame(await waiting(ask, whole), ['task other']);
      await complete(ask, whole, 'other');
      t.strictSame(await waiting(ask, whole), ['task next']);
      const stopped = await startOf(ask, xml);
      await complete(ask, stopped, 'work', { what: 'stop' });
      t.strictSame(await waiting(ask, stopped), ['task next'], 'terminate ends its sub-process only');
      const failed = await startOf(ask, xml);
      await complete(ask, failed, 'work', { what: 'fail' });
      t.strictSame(await waiting(ask, failed), ['task mend']);
      await complete(ask, failed, 'mend');
      t.match(await ask('clerk', `GET /v1/cases/${String(failed['id'])}`), {
        body: { state: 'completed', incidents: 0 },
      });
    },
  );

  await t.test('a call runs the other process; timers at a boundary interrupt, or run beside', async (t) => {
    const ask = await open('calls');
    const called = `<bpmn:process id="q" isExecutable="true"><bpmn:startEvent id="qs"/>${tasks('inside')}<bpmn:endEvent id="qe"/>${flows('qs>inside', 'inside>qe')}</bpmn:process>`;
    const guard = (id: string, text: string, attributes: string): string =>
      `<bpmn:boundaryEvent id="${id}" attachedToRef="call" ${attributes}>${timer('timeDuration', text)}</bpmn:boundaryEvent>`;
    const xml = between(
      `<bpmn:callActivity id="call" calledElement="q"/>${guard('soon', 'PT1H', 'cancelActivity="false"')}${guard('late', 'PT2H', '')}${tasks('remind', 'stopped')}${flows('start>call', 'call>end', 'soon>remind', 'late>stopped')}`,
    ).replace('</bpmn:definitions>', `${called}</bpmn:definitions>`);
    const one = await startOf(ask, xml);
    t.strictSame(await waiting(ask, one), ['task inside', 'timer late', 'timer soon']);
    service.clock.now = '2026-03-02T02:00:00.000Z';
    // whatever comes next finds the timer due and fires it first
    await ask('clerk', `POST /v1/cases/${String(one['id'])}/messages`, { name: 'nothing' });
    const task = await taskAt(ask, one, 'inside');
    await ask('handler', `POST /v1/tasks/${task}/claim`, {});
    t.strictSame(await waiting(ask, one), ['task inside', 'task remind', 'timer late']);
    service.clock.now = '2026-03-02T03:00:00.000Z';
    t.equal((await ask('handler', `POST /v1/tasks/${task}/complete`, {})).status, 409, 'the limit was first');
    await complete(ask, one, 'remind');
    t.strictSame(await waiting(ask, one), ['task stopped']);
    await complete(ask, one, 'stopped');
    t.match(await ask('clerk', `GET /v1/cases/${String(one['id'])}`), { body: { state: 'completed' } });
  });

  await t.test('the first of several events goes on, the others wait no longer', async (t) => {
    const ask = await open('race');
    const xml = declaring(
      '<bpmn:message id="m" name="paid"/>',
      between(
        `<bpmn:eventBasedGateway id="g"/><bpmn:receiveTask id="r" messageRef="m"/><bpmn:intermediateCatchEvent id="w">${timer('timeDuration', 'P5WD')}</bpmn:intermediateCatchEvent>${tasks('thank')}${flows('start>g', 'g>r', 'g>w', 'r>thank', 'w>end')}`,
      ),
    );
    const one = await startOf(ask, xml);
    t.strictSame(await waiting(ask, one), ['message r', 'timer w']);
    await ask('clerk', `POST /v1/cases/${String(one['id'])}/messages`, { name: 'paid' });
    t.strictSame(await waiting(ask, one), ['task thank']);
  });

  await t.test(
    'a task in a lane named after a role is done by whoever holds it; a manual task is passed',
    async (t) => {
      const ask = await open('lanes');
      const lanes =
        '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="Legal reviewer"><bpmn:flowNodeRef>step</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>';
      const xml = around('<bpmn:userTask id="step"/><bpmn:manualTask id="post"/>')
        .replace('<bpmn:startEvent', `${lanes}<bpmn:startEvent`)
        .replace('targetRef="end"', 'targetRef="post"')
        .replace('</bpmn:process>', `${flows('post>end')}</bpmn:process>`);
      const one = await startOf(ask, xml);
      const task = await taskAt(ask, one, 'step');
      t.match(await ask('clerk', `GET /v1/tasks/${task}`), { body: { role: 'reviewer' } });
      t.equal((await ask('clerk', `POST /v1/tasks/${task}/complete`, {})).status, 403);
      t.match(await ask('reviewer', `POST /v1/tasks/${task}/complete`, {}), {
        status: 200,
        body: { case: { state: 'completed' } },
      });
    },
  );
});

async function waiting(ask: Ask, of: Answered): Promise<string[]> {
  const { items } = (await ask('monitor', `GET /v1/cases/${String(of['id'])}/waits`)).body;
  return items.map(({ kind, elementId }) => `${String(kind)} ${String(elementId)}`).sort();
}

async function taskAt(ask: Ask, of: Answered, elementId: string): Promise<string> {
  const { items } = (await ask('monitor', `GET /v1/cases/${String(of['id'])}/tasks`)).body;
  const task = items.find((each) => each['elementId'] === elementId && each['state'] === 'open');
  return String(task?.['id']);
}

async function complete(ask: Ask, of: Answered, elementId: string, variables = {}): Promise<void> {
  const answer = await ask('handler', `POST /v1/tasks/${await taskAt(ask, of, elementId)}/complete`, { variables });
  if (answer.status !== 200) throw new Error(`${elementId}: ${answer.text}`);
}
