import t from 'tap';
import { around, between, bytes, conditional, declaring, file, flows, process, timer } from '../fixtures/bpmn/build.ts';
import { done, started, waiting } from '../engine/models.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import type { CaseModel, DefinitionModel } from '../../src/bpmn/model.ts';

async function read(source: string): Promise<DefinitionModel> {
  const reading = await parseDefinition(bytes(source));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  t.strictSame(reading.findings, []);
  return reading.model;
}

/** The process `p` of a file, with the other processes of the file to call. */
async function caseOf(source: string): Promise<CaseModel> {
  const { processes } = await read(source);
  return { ...processes['p']!, called: processes };
}

void t.test('a parallel gateway of a file joins', async (t) => {
  const model = await caseOf(
    between(
      `<bpmn:parallelGateway id="split"/><bpmn:userTask id="a"/><bpmn:userTask id="b"/><bpmn:parallelGateway id="join"/>${flows(
        'start>split',
        'split>a',
        'split>b',
        'a>join',
        'b>join',
        'join>end',
      )}`,
    ),
  );
  const half = done(model, started(model), 'a');
  t.strictSame(waiting(half.state), ['task b']);
  t.equal(done(model, half, 'b').status, 'completed');
});

void t.test('sub-processes of a file lie flat in the model and know their scope', async (t) => {
  const inner = `<bpmn:subProcess id="inner"><bpmn:startEvent id="is"/><bpmn:userTask id="work"/>${flows('is>work')}</bpmn:subProcess>`;
  const model = await caseOf(
    around(
      `<bpmn:subProcess id="step" name="Outer"><bpmn:startEvent id="os"/>${inner}<bpmn:endEvent id="oe"/>${flows(
        'os>inner',
        'inner>oe',
      )}</bpmn:subProcess>`,
    ),
  );
  t.match(model.nodes, {
    step: { type: 'subProcess', name: 'Outer', start: 'os', incoming: ['start-step'], outgoing: ['step-end'] },
    os: { type: 'startEvent', scope: 'step' },
    inner: { type: 'subProcess', scope: 'step', start: 'is' },
    work: { type: 'userTask', scope: 'inner' },
  });
  t.notOk(Object.hasOwn(model.nodes['step']!, 'scope'));
  t.strictSame(waiting(started(model).state), ['task work']);
  t.equal(done(model, started(model), 'work').status, 'completed');
});

void t.test('messages of a file are waited for by name', async (t) => {
  const receive = '<bpmn:receiveTask id="r" messageRef="m2"/>';
  const guard =
    '<bpmn:boundaryEvent id="guard" attachedToRef="r" cancelActivity="false"><bpmn:messageEventDefinition messageRef="m1"/></bpmn:boundaryEvent>';
  const model = await caseOf(
    declaring(
      '<bpmn:message id="m1" name=" paid "/><bpmn:message id="m2" name="信件"/>',
      around(
        `<bpmn:intermediateCatchEvent id="step"><bpmn:messageEventDefinition messageRef="m1"/></bpmn:intermediateCatchEvent>${receive}${guard}<bpmn:userTask id="note"/>`,
      ).replace('targetRef="end"', 'targetRef="r"'),
    ).replace('</bpmn:process>', `${flows('r>end', 'guard>note')}</bpmn:process>`),
  );
  const first = started(model);
  t.match(first.opened, [{ kind: 'message', topic: 'paid' }]);
  const paid = done(model, first, 'step');
  t.strictSame(waiting(paid.state), ['message guard', 'message r']);
  t.match(paid.opened[0], { topic: '信件' });
  t.strictSame(waiting(done(model, paid, 'guard').state), ['message guard', 'message r', 'task note']);
  t.equal(done(model, paid, 'r').status, 'completed');
});

void t.test('an event-based gateway of a file waits for the first of a message and a timer', async (t) => {
  const model = await caseOf(
    declaring(
      '<bpmn:message id="m" name="paid"/>',
      between(
        `<bpmn:eventBasedGateway id="g"/><bpmn:intermediateCatchEvent id="a"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent><bpmn:intermediateCatchEvent id="b">${timer('timeDuration', 'P5WD')}</bpmn:intermediateCatchEvent>${flows('start>g', 'g>a', 'g>b', 'a>end', 'b>end')}`,
      ),
    ),
  );
  t.strictSame(waiting(started(model).state), ['message a', 'timer b']);
  t.equal(done(model, started(model), 'a').status, 'completed');
});

void t.test('errors of a file are caught by code, through a call, and terminate ends its scope', async (t) => {
  const ends = `<bpmn:exclusiveGateway id="qg" default="qg-stop"/><bpmn:endEvent id="qe"><bpmn:errorEventDefinition errorRef="e"/></bpmn:endEvent><bpmn:endEvent id="stop"><bpmn:terminateEventDefinition/></bpmn:endEvent>`;
  const called = `<bpmn:process id="q" isExecutable="true"><bpmn:startEvent id="qs"/><bpmn:userTask id="ask"/>${ends}${flows(
    'qs>ask',
    'ask>qg',
    'qg>stop',
  )}${conditional('qg>qe', 'bad')}</bpmn:process>`;
  const caller = `<bpmn:startEvent id="start"/><bpmn:callActivity id="call" calledElement="q"/><bpmn:boundaryEvent id="caught" attachedToRef="call"><bpmn:errorEventDefinition errorRef="e"/></bpmn:boundaryEvent><bpmn:boundaryEvent id="any" attachedToRef="call"><bpmn:errorEventDefinition/></bpmn:boundaryEvent><bpmn:userTask id="handled"/><bpmn:userTask id="next"/>${flows('start>call', 'call>next', 'caught>handled', 'any>next')}`;
  const model = await caseOf(
    declaring('<bpmn:error id="e" errorCode="refused"/>', process(caller)).replace(
      '</bpmn:definitions>',
      `${called}</bpmn:definitions>`,
    ),
  );
  t.match(model.nodes, { caught: { catches: 'refused', interrupting: true }, any: { catches: null } });
  t.match(model.called?.['q']?.nodes, { qe: { throws: 'refused' }, stop: { terminate: true } });
  const asked = started(model);
  t.strictSame(waiting(done(model, asked, 'ask', { bad: true }).state), ['task handled']);
  t.strictSame(waiting(done(model, asked, 'ask', { bad: false }).state), ['task next']);
});

void t.test('a call of a process that is not in the file is left to the activation', async (t) => {
  const { processes } = await read(around('<bpmn:callActivity id="step" calledElement=" elsewhere "/>'));
  t.match(processes['p']?.nodes['step'], { type: 'callActivity', calledElement: 'elsewhere', boundary: [] });
  const twice = file(
    ['p', 'q']
      .map(
        (id) =>
          `<bpmn:process id="${id}" isExecutable="true"><bpmn:startEvent id="${id}s"/><bpmn:callActivity id="${id}c" calledElement="elsewhere"/>${flows(`${id}s>${id}c`)}</bpmn:process>`,
      )
      .join(''),
  );
  t.strictSame(Object.keys((await read(twice)).processes), ['p', 'q']);
});
