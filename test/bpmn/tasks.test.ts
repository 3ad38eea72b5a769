import t from 'tap';
import { around, bytes, declaring, flows, process } from '../fixtures/bpmn/build.ts';
import { done, started, waiting } from '../engine/models.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import type { FlowNode } from '../../src/bpmn/model.ts';

async function stepOf(source: string): Promise<FlowNode | undefined> {
  const reading = await parseDefinition(bytes(source));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  t.strictSame(reading.findings, []);
  return reading.model.processes['p']?.nodes['step'];
}

void t.test('an abstract task of a file is of no kind', async (t) => {
  t.match(await stepOf(around('<bpmn:task id="step" name="Look"/>')), { type: 'task', name: 'Look', law: null });
});

void t.test('a script is FEEL by name, media type or namespace', async (t) => {
  for (const format of ['feel', 'FEEL', 'text/feel', 'application/feel', 'http://www.omg.org/spec/FEEL/20140401']) {
    const source = `<bpmn:scriptTask id="step" scriptFormat="${format}"><bpmn:script> = {fee: 2 * amount} </bpmn:script></bpmn:scriptTask>`;
    t.match(await stepOf(around(source)), { type: 'scriptTask', script: '{fee: 2 * amount}' }, format);
  }
});

void t.test('a global task of a file is a process of one task, which is called like another', async (t) => {
  const globals = [
    '<bpmn:globalUserTask id="sign" name="Sign"><bpmn:extensionElements><enf:step key="sign" role="leader"/></bpmn:extensionElements></bpmn:globalUserTask>',
    '<bpmn:globalManualTask id="stamp"/><bpmn:globalTask id="look"/>',
    '<bpmn:globalScriptTask id="reckon" scriptLanguage="feel"><bpmn:script>{fee: 2}</bpmn:script></bpmn:globalScriptTask>',
  ].join('');
  const calls = ['sign', 'stamp', 'look', 'reckon'];
  const source = process(
    `<bpmn:startEvent id="start"/>${calls.map((id) => `<bpmn:callActivity id="c-${id}" calledElement="${id}"/>`).join('')}<bpmn:userTask id="next"/>${flows('start>c-stamp', 'c-stamp>c-look', 'c-look>c-reckon', 'c-reckon>c-sign', 'c-sign>next')}`,
  ).replace('</bpmn:definitions>', `${globals}</bpmn:definitions>`);
  const reading = await parseDefinition(bytes(source));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  t.strictSame(reading.findings, []);
  const { key, processes } = reading.model;
  t.equal(key, 'p');
  t.match(processes['sign'], { id: 'sign', name: 'Sign', start: 'sign', flows: {} });
  t.match(Object.values(processes['sign']!.nodes), [{ type: 'userTask', id: 'sign', step: { role: 'leader' } }]);
  const model = { ...processes['p']!, called: processes };
  const first = started(model);
  t.match(first.opened, [{ elementId: 'sign', calledProcess: 'sign', role: 'leader' }]);
  t.equal(first.state.variables['fee'], 2);
  t.strictSame(waiting(done(model, first, 'sign').state), ['task next']);
});

void t.test('a send task of a file sends its message at once, or is sent by the workers of a topic', async (t) => {
  const told = declaring(
    '<bpmn:message id="m" name="told"/>',
    around('<bpmn:sendTask id="step" messageRef="m"/><bpmn:userTask id="next"/>').replace(
      'targetRef="end"',
      'targetRef="next"',
    ),
  ).replace('<bpmn:endEvent id="end"/>', '');
  const reading = await parseDefinition(bytes(told));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  const model = reading.model.processes['p']!;
  const first = started(model);
  t.match(first.messages, [{ name: 'told', elementId: 'step' }]);
  t.strictSame(waiting(first.state), ['task next']);

  const letter = await stepOf(around('<bpmn:sendTask id="step" implementation="letters"/>'));
  t.match(letter, { type: 'sendTask', sends: { topic: 'letters' } });
  const posted = await parseDefinition(bytes(around('<bpmn:sendTask id="step" implementation="letters"/>')));
  if (!posted.ok) throw new Error(JSON.stringify(posted.findings));
  const waits = started(posted.model.processes['p']!);
  t.match(waits.opened, [{ kind: 'service', topic: 'letters' }]);
  t.equal(done(posted.model.processes['p']!, waits, 'step').status, 'completed');
});
