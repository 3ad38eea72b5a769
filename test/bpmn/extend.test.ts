import { readFileSync } from 'node:fs';
import t from 'tap';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import { around, flows, process } from '../fixtures/bpmn/build.ts';

const mark = '<enf:clock clock="decision" event="extend" by="P10WD" basis="许可法 42"/>';
const inside = (extension: string) => `<bpmn:extensionElements>${extension}</bpmn:extensionElements>`;
const extending = `<bpmn:manualTask id="longer">${inside(mark)}</bpmn:manualTask>`;
const deadline = (limit: string) =>
  `<enf:deadline clock="decision" limit="${limit}" from="entry" lastDay="stays" extension="none" basis="许可法 42" onBreach="overdue"/>`;

async function read(text: string) {
  const result = await parseDefinition(Buffer.from(text));
  const node = result.ok ? Object.values(result.model.processes)[0]?.nodes['longer'] : undefined;
  const said = result.findings.map(({ rule, elementId }) => `${rule} ${elementId ?? ''}`);
  return { said, mark: node !== undefined && 'clocks' in node ? node.clocks[0] : undefined };
}

t.test(
  'an extension is approved at the user task before it and asked for at what was waited for before that',
  async (t) => {
    const file = process(
      `<bpmn:startEvent id="start"/><bpmn:userTask id="ask"/><bpmn:exclusiveGateway id="join"/><bpmn:userTask id="approve"/>
     <bpmn:exclusiveGateway id="which" default="which-end"/><bpmn:endEvent id="end"/>${extending}
     ${flows('start>ask', 'ask>join', 'join>approve', 'approve>which', 'which>end', 'longer>end')}
     <bpmn:sequenceFlow id="which-longer" sourceRef="which" targetRef="longer"><bpmn:conditionExpression>yes</bpmn:conditionExpression></bpmn:sequenceFlow>`,
    );
    const found = await read(file);
    t.match(found.mark, {
      event: 'extend',
      by: { count: 10, unit: 'workingDay' },
      approval: ['approve'],
      asked: ['ask'],
    });
  },
);

t.test('in the shipped permit three messages ask and the head approves', async (t) => {
  const result = await parseDefinition(readFileSync('processes/permit/permit.bpmn'));
  const node = result.ok ? result.model.processes['permit']?.nodes['extendLimit'] : undefined;
  t.match(node, {
    clocks: [
      {
        approval: ['approveExtension'],
        asked: ['extensionInExamination', 'extensionInDraft', 'extensionInDecision'],
      },
    ],
  });
});

t.test('an extension that nobody approves, or nobody asks for, is refused', async (t) => {
  const alone = process(
    `<bpmn:startEvent id="start"/>${extending}<bpmn:endEvent id="end"/>${flows('start>longer', 'longer>end')}`,
  );
  t.strictSame((await read(alone)).said, ['extension-approval longer']);
  const unasked = around(`<bpmn:userTask id="longer">${inside(mark)}</bpmn:userTask>`).replaceAll('"step"', '"longer"');
  t.strictSame((await read(unasked)).said, ['extension-approval longer']);
  const byTimer = process(
    `<bpmn:startEvent id="start"/><bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
     <bpmn:userTask id="approve"/>${extending}<bpmn:endEvent id="end"/>${flows('start>wait', 'wait>approve', 'approve>longer', 'longer>end')}`,
  );
  t.strictSame((await read(byTimer)).said, ['extension-approval longer']);
});

t.test('an extension has the unit of the limit', async (t) => {
  const file = (limit: string) =>
    process(
      `<bpmn:startEvent id="start"/><bpmn:userTask id="ask">${inside(deadline(limit))}</bpmn:userTask><bpmn:userTask id="approve"/>${extending}<bpmn:endEvent id="end"/>
       ${flows('start>ask', 'ask>approve', 'approve>longer', 'longer>end')}`,
    );
  t.strictSame((await read(file('P90D'))).said, ['enf-attribute longer']);
  t.strictSame((await read(file('P20WD').replace(' lastDay="stays"', ''))).said, []);
});
