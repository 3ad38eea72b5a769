import t from 'tap';
import { around, between, bytes, declaring, flows, userTask } from '../fixtures/bpmn/build.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import type { FlowNode } from '../../src/bpmn/model.ts';

async function stepOf(source: string): Promise<FlowNode | undefined> {
  const reading = await parseDefinition(bytes(source));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  return reading.model.processes['p']?.nodes['step'];
}

const expression = (name: string, text: string): string =>
  `<bpmn:${name} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${name}>`;
const many = (content: string, attributes = ''): string =>
  `<bpmn:multiInstanceLoopCharacteristics ${attributes}>${content}</bpmn:multiInstanceLoopCharacteristics>`;
const none = { sequential: false, cardinality: null, input: null, output: null, completionCondition: null };

void t.test('a standard loop says how long, how often, and when it is asked', async (t) => {
  const loop = `<bpmn:standardLoopCharacteristics testBefore="true" loopMaximum="3">${expression('loopCondition', '= open &gt; 0')}</bpmn:standardLoopCharacteristics>`;
  t.match(await stepOf(around(userTask(loop))), { loop: { testBefore: true, maximum: 3, condition: 'open > 0' } });
  const bare = '<bpmn:standardLoopCharacteristics loopMaximum="2"/>';
  t.match(await stepOf(around(userTask(bare))), { loop: { testBefore: false, maximum: 2, condition: null } });
});

void t.test('multiple instances by number', async (t) => {
  const loop = many(
    expression('loopCardinality', '3') + expression('completionCondition', 'numberOfCompletedInstances &gt;= 2'),
    'isSequential="true"',
  );
  t.strictSame(((await stepOf(around(userTask(loop)))) as { multiInstance: unknown }).multiInstance, {
    ...none,
    sequential: true,
    cardinality: '3',
    completionCondition: 'numberOfCompletedInstances >= 2',
  });
});

void t.test(
  'multiple instances by list: a data object, its reference or a property is the variable of its name or id',
  async (t) => {
    const items = '<bpmn:inputDataItem id="item" name="member"/><bpmn:outputDataItem id="vote"/>';
    for (const [declared, input] of [
      ['<bpmn:dataObject id="members" isCollection="true"/>', 'members'],
      ['<bpmn:dataObject id="d1" name="members" isCollection="true"/>', 'd1'],
      ['<bpmn:dataObject id="d1" name="members"/><bpmn:dataObjectReference id="r1" dataObjectRef="d1"/>', 'r1'],
      ['<bpmn:dataObject id="d1"/><bpmn:dataObjectReference id="r1" name="members" dataObjectRef="d1"/>', 'r1'],
      ['<bpmn:dataObject id="members"/><bpmn:dataObjectReference id="r1" dataObjectRef="members"/>', 'r1'],
    ] as const) {
      const lists = `<bpmn:loopDataInputRef>${input}</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>votes</bpmn:loopDataOutputRef>`;
      const data = `${declared}<bpmn:dataObject id="votes"/>`;
      const node = await stepOf(between(`${data}${userTask(many(lists + items))}${flows('start>step', 'step>end')}`));
      t.match(node, {
        multiInstance: { input: { list: 'members', item: 'member' }, output: { list: 'votes', item: 'vote' } },
      });
    }
  },
);

void t.test('a data input of the activity is the list that is drawn to it', async (t) => {
  const io =
    '<bpmn:ioSpecification><bpmn:dataInput id="in" name="all"/><bpmn:dataOutput id="out"/><bpmn:inputSet><bpmn:dataInputRefs>in</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet><bpmn:dataOutputRefs>out</bpmn:dataOutputRefs></bpmn:outputSet></bpmn:ioSpecification>';
  const drawn =
    '<bpmn:dataInputAssociation><bpmn:sourceRef>members</bpmn:sourceRef><bpmn:targetRef>in</bpmn:targetRef></bpmn:dataInputAssociation>' +
    '<bpmn:dataOutputAssociation><bpmn:sourceRef>out</bpmn:sourceRef><bpmn:targetRef>votes</bpmn:targetRef></bpmn:dataOutputAssociation>';
  const loop = many(
    '<bpmn:loopDataInputRef>in</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>out</bpmn:loopDataOutputRef><bpmn:outputDataItem id="vote"/>',
  );
  const data = '<bpmn:dataObject id="members"/><bpmn:dataObject id="votes"/>';
  const source = (inside: string) => between(`${data}${userTask(inside)}${flows('start>step', 'step>end')}`);
  t.match(await stepOf(source(io + drawn + loop)), {
    multiInstance: { input: { list: 'members', item: null }, output: { list: 'votes', item: 'vote' } },
  });
  t.match(await stepOf(source(io + loop)), { multiInstance: { input: { list: 'all' }, output: { list: 'out' } } });
});

void t.test('what loops is not known to the check of clearance', async (t) => {
  const enf = (name: string, attributes: string): string =>
    `<bpmn:extensionElements><enf:${name} ${attributes}/></bpmn:extensionElements>`;
  const decision = `<bpmn:userTask id="decide">${enf('decision', 'act="permit"')}</bpmn:userTask>`;
  const loop = many(expression('loopCardinality', '2'));
  const reading = await parseDefinition(
    bytes(between(`${userTask(loop)}${decision}${flows('start>step', 'step>decide', 'decide>end')}`)),
  );
  t.match(
    reading.findings.filter(({ rule }) => rule === 'clearance-not-modelled'),
    [{ elementId: 'step' }],
    JSON.stringify(reading.findings),
  );
});

void t.test('an ad-hoc sub-process enables what has no incoming flow', async (t) => {
  const content =
    '<bpmn:userTask id="a"/><bpmn:userTask id="b"/><bpmn:subProcess id="c"><bpmn:startEvent id="in"/></bpmn:subProcess>' +
    flows('a>b') +
    expression('completionCondition', 'enough');
  const source = (attributes: string) =>
    around(`<bpmn:adHocSubProcess id="step" ${attributes}>${content}</bpmn:adHocSubProcess>`);
  t.match(await stepOf(source('')), {
    type: 'adHocSubProcess',
    enabled: ['a', 'c'],
    sequential: false,
    cancelRemaining: true,
    completionCondition: 'enough',
  });
  t.match(await stepOf(source('ordering="Sequential" cancelRemainingInstances="false"')), {
    sequential: true,
    cancelRemaining: false,
  });
});

void t.test('instances throw what the behavior names', async (t) => {
  const declared = '<bpmn:signal id="s" name="one-more"/><bpmn:signalEventDefinition id="more" signalRef="s"/>';
  const thrown = async (content: string, attributes: string) =>
    stepOf(declaring(declared, around(userTask(many(expression('loopCardinality', '3') + content, attributes)))));
  const results = [{ signal: 'one-more' }];
  t.match(await thrown('', 'behavior="None" noneBehaviorEventRef="more"'), {
    multiInstance: { throws: [{ first: false, condition: null, results }] },
  });
  t.match(await thrown('', 'behavior="One" oneBehaviorEventRef="more"'), {
    multiInstance: { throws: [{ first: true, condition: null, results }] },
  });
  const event = '<bpmn:event id="it"><bpmn:signalEventDefinition signalRef="s"/></bpmn:event>'; // an ImplicitThrowEvent
  const complex = `<bpmn:complexBehaviorDefinition id="cb">${expression('condition', 'loopCounter = 2')}${event}</bpmn:complexBehaviorDefinition>`;
  t.match(await thrown(complex, 'behavior="Complex"'), {
    multiInstance: { throws: [{ first: false, condition: 'loopCounter = 2', results }] },
  });
});
