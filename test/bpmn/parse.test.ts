import t from 'tap';
import { createHash } from 'node:crypto';
import {
  around,
  between,
  boundary,
  bytes,
  catching,
  condition,
  conditional,
  file,
  flows,
  gateway,
} from '../fixtures/bpmn/build.ts';
import { process, service, step, timer, userTask } from '../fixtures/bpmn/build.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import type { DefinitionModel, FlowNode } from '../../src/bpmn/model.ts';
import type { Finding } from '../../src/bpmn/finding.ts';

async function read(source: string): Promise<{ model: DefinitionModel; findings: readonly Finding[] }> {
  const reading = await parseDefinition(bytes(source));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  return reading;
}

async function nodeOf(source: string, id: string): Promise<FlowNode | undefined> {
  const { model } = await read(source);
  return model.processes['p']?.nodes[id];
}

const bare = { boundary: [], step: null, law: null, records: [], deadlines: [], clocks: [] };

void t.test('a whole process becomes a graph', async (t) => {
  const source = gateway(conditional('g>a', '= outcome = "accepted"') + flows('g>b'), 'name="Which?" default="g-b"');
  const { model, findings } = await read(source);
  t.same(findings, []);
  t.match(model, {
    key: 'p',
    name: 'Process',
    enforcement: false,
    sha256: createHash('sha256').update(source).digest('hex'),
  });
  t.same(model.processes, {
    p: {
      id: 'p',
      name: 'Process',
      start: 'start',
      nodes: {
        start: { type: 'startEvent', id: 'start', name: null, incoming: [], outgoing: ['start-g'] },
        g: {
          type: 'exclusiveGateway',
          id: 'g',
          name: 'Which?',
          incoming: ['start-g'],
          outgoing: ['g-a', 'g-b'],
          defaultFlow: 'g-b',
        },
        a: { type: 'userTask', id: 'a', name: null, incoming: ['g-a'], outgoing: ['a-end'], ...bare },
        b: { type: 'userTask', id: 'b', name: null, incoming: ['g-b'], outgoing: ['b-end'], ...bare },
        end: { type: 'endEvent', id: 'end', name: null, incoming: ['a-end', 'b-end'], outgoing: [] },
      },
      flows: {
        'start-g': { id: 'start-g', name: null, source: 'start', target: 'g', condition: null, outcome: null },
        'a-end': { id: 'a-end', name: null, source: 'a', target: 'end', condition: null, outcome: null },
        'b-end': { id: 'b-end', name: null, source: 'b', target: 'end', condition: null, outcome: null },
        'g-a': { id: 'g-a', name: null, source: 'g', target: 'a', condition: 'outcome = "accepted"', outcome: null },
        'g-b': { id: 'g-b', name: null, source: 'g', target: 'b', condition: null, outcome: null },
      },
    },
  });
  t.same(JSON.parse(JSON.stringify(model)), model, 'plain data');
});

void t.test('enf:step gives key, role and outcomes', async (t) => {
  const extended = userTask(step('key="form-check" role="clerk" outcomes=" accepted  notOurs\n one-time-notice "'));
  t.match(await nodeOf(around(extended), 'step'), {
    step: { key: 'form-check', role: 'clerk', outcomes: ['accepted', 'notOurs', 'one-time-notice'], officers: 0 },
  });
  t.same((await read(around(extended))).model.enforcement, true);
  t.match(await nodeOf(around(userTask(step('key="k"'))), 'step'), {
    step: { key: 'k', role: null, outcomes: [], officers: 0 },
  });
  t.match(await nodeOf(around(userTask(step('key="k" officers="2"'))), 'step'), { step: { officers: 2 } });
  const otherPrefix = around(userTask(step('key="k"')))
    .replaceAll('enf:', 'e:')
    .replace('xmlns:enf=', 'xmlns:e=');
  t.match(await nodeOf(otherPrefix, 'step'), { step: { key: 'k' } }, 'by namespace, not by prefix');
  t.match(await nodeOf(around(`<bpmn:manualTask id="step">${step('key="k"')}</bpmn:manualTask>`), 'step'), {
    type: 'manualTask',
    step: { key: 'k' },
  });
});

void t.test('a service task is built in, or has a topic', async (t) => {
  t.match(await nodeOf(around('<bpmn:serviceTask id="step"/>'), 'step'), { service: { topic: 'step' } });
  t.match(await nodeOf(around(service('##WebService')), 'step'), { service: { topic: 'step' } });
  t.match(await nodeOf(around(service('send-letter')), 'step'), { service: { topic: 'send-letter' } });
  t.match(await nodeOf(around(service('sanzhi:issue-receipt')), 'step'), { service: { builtIn: 'issue-receipt' } });
});

void t.test('timers', async (t) => {
  t.match(await nodeOf(catching(timer('timeDuration', ' P5WD ')), 'step'), {
    type: 'intermediateCatchEvent',
    timer: { kind: 'duration', length: { unit: 'workingDays', days: 5 } },
  });
  t.match(await nodeOf(catching(timer('timeDate', '2026-10-01')), 'step'), { timer: { kind: 'date' } });
  const plain = '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>';
  t.match(await nodeOf(catching(plain), 'step'), { timer: { kind: 'duration' } }, 'without xsi:type');
  const { model } = await read(boundary(timer('timeDuration', 'P1D')));
  t.match(model.processes['p']?.nodes, {
    a: { boundary: ['limit'] },
    limit: { type: 'boundaryEvent', attachedTo: 'a', interrupting: true, outgoing: ['limit-end'] },
  });
  const repeating = boundary(timer('timeCycle', 'R3/PT1H'), 'attachedToRef="a" cancelActivity="false"');
  t.match(await nodeOf(repeating, 'limit'), { interrupting: false, timer: { kind: 'cycle', times: 3 } });
});

void t.test('what loads without a finding', async (t) => {
  const harmless: Readonly<Record<string, string>> = {
    'implicit split and join': between(
      `<bpmn:userTask id="a"/>${flows('start>a', 'a>end', 'a>start2', 'start2>a')}<bpmn:manualTask id="start2"/>`,
    ),
    'a dead end': between(`<bpmn:userTask id="a"/>${flows('start>a', 'start>end')}`),
    'a gateway with one conditional flow': between(
      `<bpmn:exclusiveGateway id="g"/>${flows('start>g')}${conditional('g>end', 'a = 1')}`,
    ),
    'a gateway with one flow, the default': between(
      `<bpmn:exclusiveGateway id="g" default="g-end"/>${flows('start>g', 'g>end')}`,
    ),
    'FEEL by name': condition('a = 1', 'language="feel"'),
    'FEEL by URI': condition('a = 1', 'language="https://www.omg.org/spec/DMN/20191111/FEEL/"'),
    'a Chinese name in a condition': condition('金额 &gt;= 3000 and 类型 = "罚款"'),
    'a Chinese name': around(userTask('', 'name="受理"')),
    documentation: around(userTask('<bpmn:documentation>Read <![CDATA[<b>this</b>]]> &amp; that</bpmn:documentation>')),
    annotations: between(
      `${flows('start>end')}<bpmn:textAnnotation id="ta"><bpmn:text>why</bpmn:text></bpmn:textAnnotation><bpmn:association id="as" sourceRef="start" targetRef="ta"/><bpmn:group id="gr"/>`,
    ),
    lanes: process(
      `<bpmn:laneSet id="ls"><bpmn:lane id="l" name="Clerk"><bpmn:flowNodeRef>start</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet><bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>${flows('start>end')}`,
    ),
    'vendor extensions': around(
      userTask(
        '<bpmn:extensionElements><vendor:form id="start"><vendor:field name="a"/>text</vendor:form><vendor:form id="start"/></bpmn:extensionElements>',
        'vendor:assignee="me"',
      ),
    ),
    'a pool': between(flows('start>end')).replace(
      '<bpmn:process',
      '<bpmn:collaboration id="c"><bpmn:participant id="pool" processRef="p"/></bpmn:collaboration><bpmn:process',
    ),
    'a diagram': between(flows('start>end')).replace(
      '</bpmn:definitions>',
      '<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="p"><bpmndi:BPMNShape id="sh" bpmnElement="start"><dc:Bounds x="1" y="1" width="9" height="9"/></bpmndi:BPMNShape><bpmndi:BPMNEdge id="ed" bpmnElement="start-end"><di:waypoint x="1" y="1"/><di:waypoint x="2" y="2"/></bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>',
    ),
    'a byte order mark': `\ufeff${between(flows('start>end'))}`,
    'incoming and outgoing': between(flows('start>end')).replace(
      '<bpmn:startEvent id="start"/>',
      '<bpmn:startEvent id="start"><bpmn:outgoing>start-end</bpmn:outgoing></bpmn:startEvent>',
    ),
    'another process that does not run': between(flows('start>end')).replace(
      '</bpmn:definitions>',
      '<bpmn:process id="q"><bpmn:task id="x"/><bpmn:parallelGateway id="y"/></bpmn:process></bpmn:definitions>',
    ),
    'declared messages': between(flows('start>end')).replace('<bpmn:process', '<bpmn:message id="m"/><bpmn:process'),
    'an expression language': between(flows('start>end')).replace(
      'id="file"',
      'id="file" expressionLanguage="http://www.w3.org/1999/XPath"',
    ),
  };
  for (const [name, source] of Object.entries(harmless)) {
    const reading = await parseDefinition(bytes(source));
    t.same(reading.findings, [], name);
    t.ok(reading.ok, name);
  }
});

void t.test('what loads with a warning', async (t) => {
  const doubtful: Readonly<Record<string, readonly [string, string, string]>> = {
    'nothing says what is executable': ['executable-assumed', 'p', process('<bpmn:startEvent id="s"/>', '')],
    'a task that no path leads to': ['unreachable', 'lost', between(`${flows('start>end')}<bpmn:userTask id="lost"/>`)],
    'a cycle that interrupts': ['timer-cycle-once', 'limit', boundary(timer('timeCycle', 'R3/PT1H'))],
    'an implementation of a user task': [
      'implementation-ignored',
      'step',
      around(userTask('', 'implementation="form.html"')),
    ],
  };
  for (const [name, [rule, elementId, source]] of Object.entries(doubtful)) {
    const { findings } = await read(source);
    t.match(findings, [{ rule, severity: 'warning', elementId }], name);
    t.equal(findings.length, 1, name);
  }
});

void t.test('a file may hold several executable processes; the first is its key', async (t) => {
  const one = (id: string, executable: string): string =>
    `<bpmn:process id="${id}" isExecutable="${executable}"><bpmn:startEvent id="${id}-s"/></bpmn:process>`;
  const { model } = await read(file(one('a', 'false') + one('b', 'true') + one('c', 'true')));
  t.equal(model.key, 'b');
  t.equal(model.name, 'b', 'named by its id where it has no name');
  t.same(Object.keys(model.processes), ['b', 'c']);
});

void t.test('2,000 elements are accepted, diagrams and incoming not counted', async (t) => {
  const tasks = 998;
  const names = ['start', ...Array.from({ length: tasks }, (_, at) => `t${String(at)}`)];
  const chain = names.slice(1).map((to, at) => `${String(names[at])}>${to}`);
  const content = `<bpmn:startEvent id="start"/>${names
    .slice(1)
    .map((id) => `<bpmn:userTask id="${id}"><bpmn:incoming>x</bpmn:incoming></bpmn:userTask>`)
    .join('')}${flows(...chain)}`.replaceAll('<bpmn:incoming>x</bpmn:incoming>', '');
  const { model } = await read(process(content));
  t.equal(Object.keys(model.processes['p']?.nodes ?? {}).length, tasks + 1);
});
