import t from 'tap';
import { between, declaring, flows, timer } from '../../fixtures/bpmn/build.ts';
import { eachDatabase } from '../../helpers/databases.ts';
import { serve, startOf, type Answered, type Ask } from '../served.ts';

const definition = (kind: string, attributes = '', inside = ''): string =>
  `<bpmn:${kind}EventDefinition ${attributes}>${inside}</bpmn:${kind}EventDefinition>`;
const signal = definition('signal', 'signalRef="go"');
const message = definition('message', 'messageRef="paid"');
const error = definition('error', 'errorRef="refused"');
const escalation = definition('escalation', 'escalationRef="late"');
const condition = (text: string): string => definition('conditional', '', `<bpmn:condition>${text}</bpmn:condition>`);
const link = definition('link', 'name="on"');
const event = (kind: string, id: string, inside: string, attributes = ''): string =>
  `<bpmn:${kind} id="${id}" ${attributes}>${inside}</bpmn:${kind}>`;
const catching = (id: string, inside: string, attributes = ''): string =>
  event('intermediateCatchEvent', id, inside, attributes);
const throwing = (id: string, inside: string): string => event('intermediateThrowEvent', id, inside);
const boundary = (id: string, host: string, inside: string, attributes = ''): string =>
  event('boundaryEvent', id, inside, `attachedToRef="${host}" ${attributes}`);
const tasks = (...ids: string[]): string => ids.map((id) => `<bpmn:userTask id="${id}"/>`).join('');
const fork = '<bpmn:parallelGateway id="fork"/>';
const roots =
  '<bpmn:signal id="go" name="go"/><bpmn:message id="paid" name="paid"/><bpmn:error id="refused" errorCode="refused"/><bpmn:escalation id="late" escalationCode="late"/>';
const diagram = (elements: string, ...pairs: string[]): string => declaring(roots, between(elements + flows(...pairs)));
const handler = (start: string, attributes = ''): string =>
  `<bpmn:subProcess id="handler" triggeredByEvent="true"><bpmn:startEvent id="begin" ${attributes}>${start}</bpmn:startEvent>${tasks('handle')}${flows('begin>handle')}</bpmn:subProcess>`;

eachDatabase(t, 'events', async (t, db) => {
  const service = await serve(t, db);
  const open = async (name: string): Promise<Ask> => await service.open(`${name}-${db.kind}`);

  await t.test('a signal is broadcast in the case; multiple and parallel multiple events catch it', async (t) => {
    const ask = await open('signal');
    const both = catching('both', signal + message, 'parallelMultiple="true"');
    const xml = diagram(
      fork + tasks('ready', 'a', 'b') + throwing('send', signal) + catching('any', signal + message) + both,
      ...['start>fork', 'fork>ready', 'ready>send', 'send>end', 'fork>any', 'any>a', 'fork>both', 'both>b'],
    );
    const one = await startOf(ask, xml);
    t.strictSame(await waiting(ask, one), ['message any', 'message both', 'signal any', 'signal both', 'task ready']);
    await complete(ask, one, 'ready');
    t.strictSame(await waiting(ask, one), ['message both', 'task a']);
    await ask('clerk', `POST /v1/cases/${String(one['id'])}/messages`, { name: 'paid' });
    t.strictSame(await waiting(ask, one), ['task a', 'task b']);
    const events = await history(ask, one);
    for (const type of ['signal.thrown', 'signal.received', 'signal.awaited', 'message.received'])
      t.ok(events.includes(`${type} ${type === 'signal.thrown' ? 'send' : 'both'}`), type);
  });

  await t.test('conditions: an event, a boundary, and an event sub-process that runs each time', async (t) => {
    const ask = await open('condition');
    const xml = diagram(
      fork +
        tasks('work', 'first', 'second', 'stopped', 'next') +
        catching('enough', condition('amount &gt; 100')) +
        boundary('stop', 'work', condition('stop = true')) +
        handler(condition('risk = "high"'), 'isInterrupting="false"'),
      ...['start>fork', 'fork>work', 'fork>first', 'first>second', 'fork>enough', 'enough>next', 'stop>stopped'],
    );
    const one = await startOf(ask, xml, { variables: { risk: 'high' } });
    const shown = ['condition begin', 'condition enough', 'condition stop', 'task first', 'task handle', 'task work'];
    t.strictSame(await waiting(ask, one), shown);
    await complete(ask, one, 'first', { amount: 101, risk: 'low' });
    await complete(ask, one, 'second', { stop: true, risk: 'high' });
    const after = ['condition begin', 'task handle', 'task handle', 'task next', 'task stopped'];
    t.strictSame(await waiting(ask, one), after);
  });

  await t.test(
    'an error thrown at a task or by a worker goes to the nearest catcher, else it is an incident',
    async (t) => {
      const ask = await open('error');
      const inside = `<bpmn:startEvent id="in"/>${tasks('work', 'mend')}${boundary('own', 'work', error)}${flows('in>work', 'own>mend')}`;
      const xml = diagram(
        `<bpmn:subProcess id="sub">${inside}</bpmn:subProcess>${boundary('any', 'sub', definition('error'))}${tasks('outside')}`,
        ...['start>sub', 'sub>end', 'any>outside'],
      );
      const own = await startOf(ask, xml);
      const thrown = await throwAt(ask, own, 'work', 'refused', { why: 1 });
      t.match(thrown, { status: 200, body: { tasks: [{ elementId: 'mend' }] } });
      t.match((await ask('clerk', `GET /v1/cases/${String(own['id'])}`)).body.variables, { why: 1 });
      const around = await startOf(ask, xml);
      await throwAt(ask, around, 'work', 'other');
      t.strictSame(await waiting(ask, around), ['task outside']);
      t.match(await throwAt(ask, around, 'outside', ''), { status: 400 });

      const worker = diagram('<bpmn:serviceTask id="pay" implementation="pay"/>', 'start>pay', 'pay>end');
      const alone = await startOf(ask, worker);
      const { body } = await ask('handler', 'POST /v1/service-tasks/fetch', {});
      const failed = `POST /v1/service-tasks/${String((body.items as Answered[])[0]?.['id'])}/error`;
      t.match(await ask('handler', failed, { code: 'refused' }), { status: 200, body: { case: { state: 'running' } } });
      t.strictSame(await waiting(ask, alone), ['incident pay'], 'never a normal end');
      t.match(await ask('handler', failed, { code: 'refused' }), { status: 409, body: { code: 'task-closed' } });
      const [incident] = (await ask('monitor', 'GET /v1/incidents')).body.items as Answered[];
      t.match(incident, { code: 'uncaught-error' });
      await ask('admin', `POST /v1/incidents/${String(incident?.['id'])}/retry`, {});
      t.strictSame(await waiting(ask, alone), ['service pay']);
    },
  );

  await t.test('escalations run beside or break off; links lead on; an event sub-process interrupts', async (t) => {
    const ask = await open('escalation');
    const inside = `<bpmn:startEvent id="in"/>${throwing('raise', escalation)}${tasks('work')}${flows('in>raise', 'raise>work')}`;
    const guarded = (attributes: string): string =>
      diagram(
        `${throwing('out', link)}${catching('on', link)}<bpmn:subProcess id="sub">${inside}</bpmn:subProcess>${boundary('told', 'sub', escalation, attributes)}${tasks('tell')}${handler(message)}`,
        ...['start>out', 'on>sub', 'sub>end', 'told>tell'],
      );
    const beside = await startOf(ask, guarded('cancelActivity="false"'));
    t.strictSame(await waiting(ask, beside), ['message begin', 'task tell', 'task work']);
    await ask('clerk', `POST /v1/cases/${String(beside['id'])}/messages`, { name: 'paid' });
    t.strictSame(await waiting(ask, beside), ['task handle']);
    await complete(ask, beside, 'handle');
    t.match(await ask('clerk', `GET /v1/cases/${String(beside['id'])}`), { body: { state: 'completed' } });
    const off = await startOf(ask, guarded(''));
    t.strictSame(await waiting(ask, off), ['message begin', 'task tell']);
  });

  await t.test(
    'definitions at the root of the file are read; what stands beside a decision is not proved',
    async (t) => {
      const ask = await open('elsewhere');
      const rooted = timer('timeDuration', 'PT1H')
        .replace('<bpmn:timer', '<bpmn:timer')
        .replace('Definition>', 'Definition id="hour">');
      const xml = declaring(
        rooted,
        diagram(catching('wait', '<bpmn:eventDefinitionRef>hour</bpmn:eventDefinitionRef>'), 'start>wait', 'wait>end'),
      );
      t.strictSame(await waiting(ask, await startOf(ask, xml)), ['timer wait']);
      const decided = diagram(
        `<bpmn:userTask id="decide"><bpmn:extensionElements><enf:step key="decide" role="leader"/><enf:decision act="permit"/></bpmn:extensionElements></bpmn:userTask>${throwing('send', signal)}`,
        ...['start>send', 'send>decide', 'decide>end'],
      );
      const refused = await ask('designer', 'POST /v1/definitions', undefined, {
        bytes: decided,
        type: 'application/xml',
      });
      t.match(refused, { status: 422 });
      t.ok(
        (refused.body['findings'] as Answered[]).some(({ rule }) => rule === 'clearance-not-modelled'),
        refused.text,
      );
    },
  );
});

async function waiting(ask: Ask, { id }: Answered): Promise<string[]> {
  const { body } = await ask('monitor', `GET /v1/cases/${String(id)}/waits`);
  return (body.items as Answered[]).map(({ kind, elementId }) => `${String(kind)} ${String(elementId)}`).sort();
}

async function history(ask: Ask, { id }: Answered): Promise<string[]> {
  const { body } = await ask('monitor', `GET /v1/cases/${String(id)}/history`);
  return (body.items as Answered[]).map(({ type, elementId }) => `${String(type)} ${String(elementId)}`);
}

async function taskAt(ask: Ask, { id }: Answered, element: string): Promise<string> {
  const { body } = await ask('clerk', `GET /v1/cases/${String(id)}/tasks`);
  const task = (body.items as Answered[]).find(({ elementId, state }) => elementId === element && state === 'open');
  return String(task?.['id']);
}

async function complete(ask: Ask, one: Answered, element: string, variables = {}): Promise<void> {
  const done = await ask('handler', `POST /v1/tasks/${await taskAt(ask, one, element)}/complete`, { variables });
  if (done.status !== 200) throw new Error(done.text);
}

async function throwAt(ask: Ask, one: Answered, element: string, code: string, variables = {}) {
  return await ask('handler', `POST /v1/tasks/${await taskAt(ask, one, element)}/error`, { code, variables });
}
