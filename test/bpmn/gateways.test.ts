import t from 'tap';
import { around, between, bytes, conditional, flows, process, userTask } from '../fixtures/bpmn/build.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import type { Finding } from '../../src/bpmn/finding.ts';
import type { ProcessModel } from '../../src/bpmn/model.ts';

async function read(source: string): Promise<{ model: ProcessModel; findings: readonly Finding[] }> {
  const reading = await parseDefinition(bytes(source));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  return { model: reading.model.processes['p']!, findings: reading.findings };
}
const tasks = '<bpmn:userTask id="a"/><bpmn:userTask id="b"/>';
const branches = flows('start>g', 'a>end', 'b>end');

void t.test('an inclusive gateway is read with its conditions and its default flow', async (t) => {
  const { model, findings } = await read(
    between(
      `<bpmn:inclusiveGateway id="g" default="g-b"/>${tasks}${branches}${conditional('g>a', 'n > 1')}${flows('g>b')}`,
    ),
  );
  t.strictSame(findings, []);
  t.match(model.nodes['g'], { type: 'inclusiveGateway', defaultFlow: 'g-b', outgoing: ['g-a', 'g-b'] });
  t.match(model.flows['g-a'], { condition: 'n > 1' });
});

void t.test('a complex gateway is read with its activation condition', async (t) => {
  const condition =
    '<bpmn:activationCondition xsi:type="bpmn:tFormalExpression">activationCount >= 2</bpmn:activationCondition>';
  const { model, findings } = await read(
    between(`<bpmn:complexGateway id="g">${condition}</bpmn:complexGateway>${tasks}${branches}${flows('g>a', 'g>b')}`),
  );
  t.strictSame(findings, []);
  t.match(model.nodes['g'], { type: 'complexGateway', defaultFlow: null, activationCondition: 'activationCount >= 2' });
  const plain = await read(around('<bpmn:complexGateway id="step"/>'));
  t.match(plain.model.nodes['step'], { activationCondition: null });
});

void t.test('an activity is read with conditions, a default flow and quantities', async (t) => {
  const { model, findings } = await read(
    between(
      `${userTask('', 'default="step-b" startQuantity="2" completionQuantity="3"')}${tasks}${flows('start>step', 'a>end', 'b>end')}${conditional('step>a', 'n > 1')}${flows('step>b')}`,
    ),
  );
  t.strictSame(findings, []);
  t.match(model.nodes['step'], { defaultFlow: 'step-b', startQuantity: 2, completionQuantity: 3 });
  t.match(model.flows['step-a'], { condition: 'n > 1' });
  const one = await read(around(userTask('', 'startQuantity="1" completionQuantity="1"')));
  t.notOk(Object.keys(one.model.nodes['step']!).some((key) => key.endsWith('Quantity') || key === 'defaultFlow'));
});

void t.test('conditions that are ignored are warnings: out of a parallel gateway, and on a default flow', async (t) => {
  const parallel = await read(
    between(
      `<bpmn:parallelGateway id="g"/>${tasks}${branches}${conditional('g>a', 'this is no FEEL', 'language="x"')}${flows('g>b')}`,
    ),
  );
  t.match(parallel.findings, [{ rule: 'condition-ignored', severity: 'warning', elementId: 'g-a' }]);
  t.equal(parallel.model.flows['g-a']?.condition, null);
  const byDefault = await read(
    between(
      `<bpmn:exclusiveGateway id="g" default="g-b"/>${tasks}${branches}${conditional('g>a', 'n > 1')}${conditional('g>b', 'n > 2')}`,
    ),
  );
  t.match(byDefault.findings, [{ rule: 'default-flow-conditional', severity: 'warning', elementId: 'g-b' }]);
  t.equal(byDefault.model.flows['g-b']?.condition, null);
});

void t.test('a join behind what takes some of its flows together is not foretold', async (t) => {
  const join = `<bpmn:parallelGateway id="join"/>${tasks}${flows('a>join', 'b>join', 'join>end')}`;
  for (const split of [
    `<bpmn:inclusiveGateway id="g"/>${flows('start>g')}${conditional('g>a', 'n > 1')}${conditional('g>b', 'n > 2')}`,
    `<bpmn:complexGateway id="g"/>${flows('start>g')}${conditional('g>a', 'n > 1')}${conditional('g>b', 'n > 2')}`,
    `${userTask()}${flows('start>step')}${conditional('step>a', 'n > 1')}${conditional('step>b', 'n > 2')}`,
    `${userTask('', 'completionQuantity="2"')}${flows('start>step', 'step>a')}<bpmn:boundaryEvent id="late" attachedToRef="step"><bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>${flows('late>b')}`,
  ])
    t.strictSame((await read(between(split + join))).findings, []);
});

void t.test('beside a decision they are refused, because its clearance is not proved through them', async (t) => {
  const enf = (inside: string) => `<bpmn:extensionElements>${inside}</bpmn:extensionElements>`;
  const decide = `<bpmn:userTask id="decide">${enf('<enf:step key="decide" role="leader"/><enf:decision act="permit"/>')}</bpmn:userTask>`;
  const refused = async (content: string) => {
    const all = `<bpmn:startEvent id="start"/>${content}${decide}`;
    const { findings } = await parseDefinition(bytes(process(all)));
    return findings.filter(({ rule }) => rule === 'clearance-not-modelled').map(({ elementId }) => elementId);
  };
  for (const gateway of ['inclusive', 'complex'])
    t.strictSame(await refused(`<bpmn:${gateway}Gateway id="g"/>${flows('start>g', 'g>decide')}`), ['g']);
  for (const attribute of ['default="step-decide"', 'startQuantity="2"', 'completionQuantity="2"'])
    t.strictSame(await refused(userTask('', attribute) + flows('start>step', 'step>decide')), ['step']);
  t.strictSame(await refused(userTask() + flows('start>step') + conditional('step>decide', 'n > 1')), ['step-decide']);
});
