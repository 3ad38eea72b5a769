import t from 'tap';
import { bytes, flows, process } from '../fixtures/bpmn/build.ts';
import { done, started, waiting } from './models.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import type { CaseModel } from '../../src/bpmn/model.ts';

async function caseOf(content: string): Promise<CaseModel> {
  const reading = await parseDefinition(bytes(process(content)));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings));
  t.strictSame(reading.findings, []);
  return { ...reading.model.processes['p']!, called: reading.model.processes };
}

const task = (id: string, attributes = ''): string => `<bpmn:userTask id="${id}" ${attributes}/>`;

void t.test('a process without start and end events begins wherever no flow leads to', async (t) => {
  const model = await caseOf(task('a') + task('b') + task('c') + flows('a>c'));
  const first = started(model);
  t.strictSame(waiting(first.state), ['task a', 'task b']);
  const second = done(model, first, 'a');
  t.strictSame(waiting(second.state), ['task b', 'task c']);
  t.equal(done(model, done(model, second, 'b'), 'c').status, 'completed');
});

void t.test('so does a sub-process; what waits for something else does not begin', async (t) => {
  const undo = `<bpmn:boundaryEvent id="b" attachedToRef="x"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>${task('undo', 'isForCompensation="true"')}<bpmn:association id="as" associationDirection="One" sourceRef="b" targetRef="undo"/>`;
  const beside = `<bpmn:subProcess id="esp" triggeredByEvent="true"><bpmn:startEvent id="es"><bpmn:errorEventDefinition/></bpmn:startEvent>${task('mend')}${flows('es>mend')}</bpmn:subProcess>`;
  const inside = `${task('x')}${task('y')}${undo}${beside}`;
  const model = await caseOf(
    `<bpmn:startEvent id="s"/><bpmn:subProcess id="sub">${inside}</bpmn:subProcess><bpmn:endEvent id="e"/>${flows('s>sub', 'sub>e')}`,
  );
  const first = started(model);
  t.strictSame(waiting(first.state), ['task x', 'task y']);
  t.equal(done(model, done(model, first, 'y'), 'x').status, 'completed');
});

void t.test('a ring has nowhere to begin', async (t) => {
  const { findings } = await parseDefinition(bytes(process(task('a') + task('b') + flows('a>b', 'b>a'))));
  t.match(findings, [{ rule: 'start-missing', elementId: 'p' }]);
});
