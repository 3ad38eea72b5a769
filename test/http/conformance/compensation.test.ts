import t from 'tap';
import { conditional, declaring, flows, process } from '../../fixtures/bpmn/build.ts';
import { eachDatabase } from '../../helpers/databases.ts';
import { event, from, sub, undo, undoable } from '../../fixtures/bpmn/compensation.ts';
import { serve, startOf, type Answered, type Ask } from '../served.ts';

const next = '<bpmn:userTask id="next"/>';

eachDatabase(t, 'compensation', async (t, db) => {
  const service = await serve(t, db);
  const open = async (name: string): Promise<Ask> => await service.open(`${name}-${db.kind}`);

  await t.test(
    'a throw event compensates what was completed, the last first, a sub-process by what is inside',
    async (t) => {
      const ask = await open('reverse');
      const inside = `${from('in', 'a', 'b')}${undoable('a')}${undoable('b')}`;
      const one = await startOf(
        ask,
        process(`${from('start', 's', 'c', 'undo', 'next')}${sub('s', inside)}${undoable('c')}${undo('undo')}${next}`),
      );
      for (const [done, then] of [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'undo-c'],
        ['undo-c', 'undo-b'],
        ['undo-b', 'undo-a'],
        ['undo-a', 'next'],
      ] as const) {
        await complete(ask, one, done);
        t.strictSame(await waiting(ask, one), [`task ${then}`], `after ${done}`);
      }
      const events = await history(ask, one);
      t.strictSame(
        events.filter((each) => /^(?:compensation|element.compensated)/.test(each)),
        ['compensation.thrown undo', ...['c', 'b', 'a', 's'].map((id) => `element.compensated ${id}`)],
      );
    },
  );

  await t.test('activityRef, an end event, and one that does not wait; every loop counts', async (t) => {
    const ask = await open('named');
    const loop = '<bpmn:standardLoopCharacteristics loopMaximum="2"/>';
    const content = `${from('start', 'a', 'b', 'undo', 'next', 'all')}${undoable('a', loop)}${undoable('b')}${undo('undo', 'activityRef="b" waitForCompletion="false"')}${next}${undo('all', '', 'endEvent')}`;
    const one = await startOf(ask, process(content));
    for (const id of ['a', 'a', 'b']) await complete(ask, one, id);
    t.strictSame(await waiting(ask, one), ['task next', 'task undo-b']);
    await complete(ask, one, 'next');
    t.strictSame(await waiting(ask, one), ['task undo-a', 'task undo-b']);
    await complete(ask, one, 'undo-b');
    await complete(ask, one, 'undo-a');
    t.strictSame(await waiting(ask, one), ['task undo-a']);
    await complete(ask, one, 'undo-a');
    t.match(await ask('clerk', `GET /v1/cases/${String(one['id'])}`), { body: { state: 'completed' } });
  });

  await t.test('a compensation event sub-process handles its sub-process', async (t) => {
    const ask = await open('handler');
    const handler = sub(
      'h',
      `${event('startEvent', 'hs', 'compensate')}<bpmn:userTask id="look"/>${undo('again', '', 'endEvent')}${flows('hs>look', 'look>again')}`,
      'subProcess',
      'triggeredByEvent="true"',
    );
    const inside = `${from('in', 'a')}${undoable('a')}${handler}`;
    const one = await startOf(
      ask,
      process(`${from('start', 's', 'undo', 'next')}${sub('s', inside)}${undo('undo', 'activityRef="s"')}${next}`),
    );
    for (const [done, then] of [
      ['a', 'look'],
      ['look', 'undo-a'],
      ['undo-a', 'next'],
    ] as const) {
      await complete(ask, one, done);
      t.strictSame(await waiting(ask, one), [`task ${then}`], `after ${done}`);
    }
  });

  await t.test(
    'a cancelled transaction is compensated and left by its cancel event; an error leaves it without',
    async (t) => {
      const ask = await open('transaction');
      const content = `${from('in', 'split', 'hotel', 'g')}<bpmn:parallelGateway id="split"/>${flows('split>beside')}<bpmn:userTask id="beside"/>${undoable('hotel')}<bpmn:exclusiveGateway id="g" default="g-cancel"/>${conditional('g>broken', 'failed')}${flows('g>cancel')}${event('endEvent', 'cancel', 'cancel')}<bpmn:endEvent id="broken"><bpmn:errorEventDefinition errorRef="e"/></bpmn:endEvent>`;
      const xml = declaring(
        '<bpmn:error id="e" errorCode="broken"/>',
        process(
          `${from('start', 'trip', 'next')}${sub('trip', content, 'transaction')}${next}${event('boundaryEvent', 'way', 'cancel', 'attachedToRef="trip"')}<bpmn:boundaryEvent id="failed" attachedToRef="trip"><bpmn:errorEventDefinition errorRef="e"/></bpmn:boundaryEvent><bpmn:userTask id="sorry"/><bpmn:userTask id="help"/>${flows('way>sorry', 'failed>help')}`,
        ),
      );
      const cancelled = await startOf(ask, xml);
      await complete(ask, cancelled, 'hotel', { failed: false });
      t.strictSame(await waiting(ask, cancelled), ['task undo-hotel']);
      t.ok((await history(ask, cancelled)).includes('transaction.cancelled trip'));
      await complete(ask, cancelled, 'undo-hotel');
      t.strictSame(await waiting(ask, cancelled), ['task sorry']);
      const broken = await startOf(ask, xml);
      await complete(ask, broken, 'hotel', { failed: true });
      t.strictSame(await waiting(ask, broken), ['task help']);
    },
  );

  await t.test('what breaks a rule is refused by rule and element; beside a decision nothing is proved', async (t) => {
    const ask = await open('refused');
    const deploy = async (content: string) =>
      await ask('designer', 'POST /v1/definitions', undefined, { bytes: process(content), type: 'application/xml' });
    const misplaced = `${from('start', 's')}${sub('s', `${from('in', 'out')}${event('endEvent', 'out', 'cancel')}`)}`;
    t.match(await deploy(misplaced), {
      status: 422,
      body: { findings: [{ rule: 'cancel-misplaced', elementId: 'out' }] },
    });
    const decide =
      '<bpmn:userTask id="decide"><bpmn:extensionElements><enf:step key="decide" role="leader"/><enf:decision act="permit"/></bpmn:extensionElements></bpmn:userTask>';
    for (const beside of [
      `${from('start', 'a', 'decide')}${undoable('a')}`,
      `${from('start', 's', 'decide')}${sub('s', from('in'), 'transaction')}`,
      `${from('start', 's', 'decide')}<bpmn:task id="s"/>`,
      `${from('start', 's', 'decide')}<bpmn:scriptTask id="s" scriptFormat="feel"><bpmn:script>{a: 1}</bpmn:script></bpmn:scriptTask>`,
      `${from('start', 's', 'decide')}<bpmn:sendTask id="s" implementation="letters"/>`,
    ]) {
      const { status, body } = await deploy(beside + decide);
      t.equal(status, 422);
      t.match(body['findings'], [{ rule: 'clearance-not-modelled' }], beside);
    }
  });
});

async function waiting(ask: Ask, { id }: Answered): Promise<string[]> {
  const { body } = await ask('monitor', `GET /v1/cases/${String(id)}/waits`);
  return body.items.map(({ kind, elementId }) => `${String(kind)} ${String(elementId)}`).sort();
}

async function history(ask: Ask, { id }: Answered): Promise<string[]> {
  const { body } = await ask('monitor', `GET /v1/cases/${String(id)}/history?limit=200`);
  return body.items.map(({ type, elementId }) => `${String(type)} ${String(elementId)}`);
}

async function complete(ask: Ask, { id }: Answered, element: string, variables = {}): Promise<void> {
  const { body } = await ask('clerk', `GET /v1/cases/${String(id)}/tasks`);
  const task = body.items.find(({ elementId, state }) => elementId === element && state === 'open');
  const done = await ask('handler', `POST /v1/tasks/${String(task?.['id'])}/complete`, { variables });
  if (done.status !== 200) throw new Error(done.text);
}
