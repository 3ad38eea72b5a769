import t from 'tap';
import { around, bytes } from '../fixtures/bpmn/build.ts';
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
