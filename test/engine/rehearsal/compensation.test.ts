import t from 'tap';
import { bytes, process } from '../../fixtures/bpmn/build.ts';
import { from, undo, undoable } from '../../fixtures/bpmn/compensation.ts';
import { at, thursday } from '../models.ts';
import { parseDefinition } from '../../../src/bpmn/parse.ts';
import { rehearse } from '../../../src/engine/rehearsal/rehearse.ts';

async function rehearsed(content: string) {
  const xml = process(content);
  const reading = await parseDefinition(bytes(xml));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  return rehearse(xml, reading.model.processes['p']!, at(thursday));
}

t.test('compensation is walked on our kernel alone, and the report says so', async (t) => {
  const report = await rehearsed(
    `${from('start', 'a', 'undo', 'next')}${undoable('a')}${undo('undo')}<bpmn:userTask id="next"/>`,
  );
  t.match(report, { disagreements: [], uncovered: [] });
  t.ok(report.known.includes('compensation-not-run'));
});

t.test('scripts and sending are passed through on our kernel alone', async (t) => {
  const report = await rehearsed(
    `${from('start', 'reckon', 'next')}<bpmn:scriptTask id="reckon" scriptFormat="feel"><bpmn:script>{fee: amount}</bpmn:script></bpmn:scriptTask><bpmn:userTask id="next"/>`,
  );
  t.match(report, { known: ['code-of-the-host'], disagreements: [], uncovered: [] });
});

t.test('an abstract task is passed by both engines', async (t) => {
  const report = await rehearsed(`${from('start', 'look', 'next')}<bpmn:task id="look"/><bpmn:userTask id="next"/>`);
  t.match(report, { known: [], disagreements: [], uncovered: [] });
});
