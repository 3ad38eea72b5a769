import t from 'tap';
import { around, between, bytes, declaring, flows, timer, userTask } from '../fixtures/bpmn/build.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import { roleNamed, roleNames } from '../../src/bpmn/roleNames.ts';
import { vendors } from '../../src/bpmn/vendors.ts';
import type { DefinitionModel } from '../../src/bpmn/model.ts';
import type { Finding } from '../../src/bpmn/finding.ts';

async function read(
  source: string,
): Promise<{ readonly model: DefinitionModel; readonly findings: readonly Finding[] }> {
  const reading = await parseDefinition(bytes(source));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  return reading;
}

function imported(type: string): string {
  return declaring(
    `<bpmn:import importType="${type}" location="a.xsd" namespace="urn:a"/>`,
    between(flows('start>end')),
  );
}

function declare(prefix: string, uri: string, source: string): string {
  return source.replace('xmlns:vendor=', `xmlns:${prefix}="${uri}" xmlns:vendor=`);
}

void t.test('every name that means something to another engine is told, as attribute and as element', async (t) => {
  for (const [uri, names] of Object.entries(vendors)) {
    for (const [name, instead] of Object.entries(names)) {
      const source = around(
        userTask(`<bpmn:extensionElements><x:${name}>a</x:${name}></bpmn:extensionElements>`, `x:${name}="secret"`),
      );
      const { findings } = await read(declare('x', uri, source));
      if (instead === null) t.strictSame(findings, [], `${uri} ${name}`);
      else {
        t.match(findings, [
          { rule: 'vendor-ignored', severity: 'warning', elementId: 'step', message: `x:${name} of the UserTask` },
        ]);
        t.notMatch(findings[0]?.message, /secret/, 'values can be names of people');
        t.equal(findings.length, 1);
      }
    }
  }
});

void t.test('other vendors, and a known prefix for another namespace, are passed over', async (t) => {
  const source = around(userTask('', 'camunda:assignee="a" vendor:assignee="b"'));
  t.strictSame((await read(declare('camunda', 'urn:other', source))).findings, []);
  const unheard = declare('zeebe', 'http://camunda.org/schema/zeebe/1.0', around(userTask('', 'zeebe:brandNew="1"')));
  t.match((await read(unheard)).findings, [{ rule: 'vendor-ignored', message: /remove it, or draw what it means/ }]);
});

void t.test('references with the prefix of the target namespace are resolved', async (t) => {
  const drawn = between(
    `<bpmn:receiveTask id="r" messageRef="tns:m"/><bpmn:callActivity id="c" calledElement="tns:elsewhere"/>${flows('start>r', 'r>c', 'c>end')}`,
  ).replace(
    '<bpmn:startEvent id="start"/>',
    '<bpmn:startEvent id="start"><bpmn:outgoing>tns:start-r</bpmn:outgoing></bpmn:startEvent>',
  );
  const source = declaring('<bpmn:message id="m" name="paid"/>', drawn);
  const { model, findings } = await read(declare('tns', 'http://example.org', source));
  t.strictSame(findings, []);
  t.match(model.processes['p']?.nodes, { r: { message: 'paid' }, c: { calledElement: 'elsewhere' } });
  const foreign = await parseDefinition(bytes(declare('tns', 'http://other.example', source)));
  t.notOk(foreign.ok);
  t.match(foreign.findings, [
    { rule: 'unresolved-reference', elementId: 'start' },
    { rule: 'unresolved-reference', elementId: 'r' },
    { rule: 'call-target', elementId: 'c' },
  ]);
});

const nobody = { step: null };
const candidate = (role: string) => ({ step: { key: null, role, outcomes: [], officers: 0 } });

void t.test('a user task has the role of its lane, of the innermost first, also inside a sub-process', async (t) => {
  const lane = (id: string, name: string, nodes: readonly string[], inside = ''): string =>
    `<bpmn:lane id="${id}" name="${name}">${nodes.map((node) => `<bpmn:flowNodeRef>${node}</bpmn:flowNodeRef>`).join('')}${inside}</bpmn:lane>`;
  const inner = `<bpmn:childLaneSet id="cls">${lane('i1', 'Sub team', ['a'])}${lane('i2', '法制审核', ['b'])}</bpmn:childLaneSet>`;
  const lanes = `<bpmn:laneSet id="ls">${lane('l1', ' Case-Handler ', ['a', 'b', 'sub', 'start'], inner)}${lane('l2', 'Sales', ['c', 'd', 'm', 'end'])}</bpmn:laneSet>`;
  const roled = '<bpmn:extensionElements><enf:step key="d" role="leader"/></bpmn:extensionElements>';
  const drawn = `${lanes}<bpmn:userTask id="a"/><bpmn:userTask id="b"/><bpmn:subProcess id="sub"><bpmn:startEvent id="is"/><bpmn:userTask id="in"/>${flows('is>in')}</bpmn:subProcess>
    <bpmn:userTask id="c"/><bpmn:userTask id="d">${roled}</bpmn:userTask><bpmn:manualTask id="m"/>${flows('start>a', 'a>b', 'b>sub', 'sub>c', 'c>d', 'd>m', 'm>end')}`;
  const source = between(drawn)
    .replace(lanes, '')
    .replace('<bpmn:startEvent id="start"/>', `${lanes}<bpmn:startEvent id="start"/>`);
  const { model, findings } = await read(source);
  t.match(model.processes['p']?.nodes, {
    a: candidate('handler'),
    b: candidate('reviewer'),
    in: candidate('handler'),
    c: nobody,
    d: { step: { key: 'd', role: 'leader' } },
    m: nobody,
  });
  t.match(findings, [{ rule: 'lane-without-role', severity: 'info', elementId: 'l2', message: /"Sales".*can do c;/ }]);
  t.equal(findings.length, 1);
});

void t.test('a lane means the role that its partition element names', async (t) => {
  const lanes =
    '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="X" partitionElementRef="r1"><bpmn:flowNodeRef>step</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>';
  const source = around(userTask()).replace('<bpmn:startEvent', `${lanes}<bpmn:startEvent`);
  const { model, findings } = await read(declaring('<bpmn:resource id="r1" name="经办人"/>', source));
  t.match(model.processes['p']?.nodes['step'], candidate('handler'));
  t.strictSame(findings, []);
});

void t.test('a potential owner whose resource is a role is the candidate; other performers are warnings', async (t) => {
  const assigned = (what: string, inside: string): string =>
    around(userTask(`<bpmn:${what} name="who">${inside}</bpmn:${what}>`));
  const byText = (text: string): string =>
    `<bpmn:resourceAssignmentExpression><bpmn:formalExpression>${text}</bpmn:formalExpression></bpmn:resourceAssignmentExpression>`;
  const resource = '<bpmn:resource id="r1" name="Leader"/><bpmn:resource id="r2" name="Team 7"/>';
  const byRef = (id: string): string => `<bpmn:resourceRef>${id}</bpmn:resourceRef>`;
  const taken = { r1: byRef('r1'), text: byText('leader'), quoted: byText('="leader"') };
  for (const [name, inside] of Object.entries(taken)) {
    const { model, findings } = await read(declaring(resource, assigned('potentialOwner', inside)));
    t.match(model.processes['p']?.nodes['step'], candidate('leader'), name);
    t.strictSame(findings, [], name);
  }
  const ignored = {
    'potentialOwner r2': assigned('potentialOwner', byRef('r2')),
    'potentialOwner text': assigned('potentialOwner', byText('user(kermit)')),
    humanPerformer: assigned('humanPerformer', byRef('r1')),
    performer: assigned('performer', byRef('r1')),
    'a manual task': around(
      `<bpmn:manualTask id="step"><bpmn:potentialOwner>${byRef('r1')}</bpmn:potentialOwner></bpmn:manualTask>`,
    ),
  };
  for (const [name, source] of Object.entries(ignored)) {
    const { model, findings } = await read(declaring(resource, source));
    t.match(model.processes['p']?.nodes['step'], nobody, name);
    t.match(findings, [{ rule: 'performer-ignored', severity: 'warning', elementId: 'step' }], name);
  }
});

void t.test('a role is known by each of its names', (t) => {
  for (const [role, names] of Object.entries(roleNames)) {
    for (const name of [role, ...names, ` ${role.toUpperCase()} `]) t.equal(roleNamed(name), role, name);
  }
  t.equal(new Set(Object.values(roleNames).flat()).size, Object.values(roleNames).flat().length, 'no name twice');
  for (const name of [undefined, '', 'staff', '__proto__']) t.equal(roleNamed(name), null);
  t.end();
});

void t.test(
  'types and services that a file imports, operations and drawn data are told and change nothing',
  async (t) => {
    const told: Readonly<Record<string, readonly [string, string, string | null, string]>> = {
      'a schema': ['import-ignored', 'warning', null, imported('http://www.w3.org/2001/XMLSchema')],
      WSDL: ['import-ignored', 'warning', null, imported('http://www.w3.org/TR/wsdl20/')],
      'an operation of a service': [
        'operation-ignored',
        'warning',
        'step',
        declaring(
          '<bpmn:message id="m" name="m"/><bpmn:interface id="i" name="I"><bpmn:operation id="op" name="do"><bpmn:inMessageRef>m</bpmn:inMessageRef></bpmn:operation></bpmn:interface>',
          around('<bpmn:serviceTask id="step" operationRef="op"/>'),
        ),
      ],
      'an operation of an event': [
        'operation-ignored',
        'warning',
        'step',
        declaring(
          '<bpmn:message id="m" name="m"/><bpmn:interface id="i" name="I"><bpmn:operation id="op" name="do"><bpmn:inMessageRef>m</bpmn:inMessageRef></bpmn:operation></bpmn:interface>',
          around(
            '<bpmn:intermediateCatchEvent id="step"><bpmn:messageEventDefinition messageRef="m"><bpmn:operationRef>op</bpmn:operationRef></bpmn:messageEventDefinition></bpmn:intermediateCatchEvent>',
          ),
        ),
      ],
      'a message flow to a none start event': [
        'message-flow-none',
        'warning',
        'mf',
        declaring(
          '<bpmn:collaboration id="c"><bpmn:participant id="pool" processRef="p"/><bpmn:participant id="black"/><bpmn:messageFlow id="mf" sourceRef="black" targetRef="start"/></bpmn:collaboration>',
          between(flows('start>end')),
        ),
      ],
      'an event that nothing follows': [
        'event-leads-nowhere',
        'warning',
        'limit',
        around(
          `<bpmn:userTask id="step"/><bpmn:boundaryEvent id="limit" attachedToRef="step">${timer('timeDuration', 'P1D')}</bpmn:boundaryEvent>`,
        ),
      ],
      'data into a task': [
        'data-drawn',
        'info',
        'step',
        around(
          `<bpmn:dataObject id="d"/><bpmn:dataObjectReference id="dr" dataObjectRef="d"/>${userTask('<bpmn:property id="pr" name="__targetRef_placeholder"/><bpmn:dataInputAssociation id="ia"><bpmn:sourceRef>dr</bpmn:sourceRef><bpmn:targetRef>pr</bpmn:targetRef></bpmn:dataInputAssociation>')}`,
        ),
      ],
      'data out of a task': [
        'data-drawn',
        'info',
        'step',
        declaring(
          '<bpmn:dataStore id="s"/>',
          around(
            `<bpmn:dataStoreReference id="sr" dataStoreRef="s"/>${userTask('<bpmn:dataOutputAssociation id="oa"><bpmn:targetRef>sr</bpmn:targetRef></bpmn:dataOutputAssociation>')}`,
          ),
        ),
      ],
      'an input and output specification': [
        'data-drawn',
        'info',
        'step',
        around(
          userTask(
            '<bpmn:ioSpecification id="io"><bpmn:dataInput id="di"/><bpmn:inputSet id="is"><bpmn:dataInputRefs>di</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet id="os"/></bpmn:ioSpecification>',
          ),
        ),
      ],
      'flows listed where they do not lead': [
        'flow-lists',
        'warning',
        'end',
        between(flows('start>end')).replace(
          '<bpmn:endEvent id="end"/>',
          '<bpmn:endEvent id="end"><bpmn:outgoing>start-end</bpmn:outgoing></bpmn:endEvent>',
        ),
      ],
    };
    for (const [name, [rule, severity, elementId, source]] of Object.entries(told)) {
      const { model, findings } = await read(source);
      t.match(findings, [{ rule, severity, elementId }], name);
      t.equal(findings.length, 1, `${name}: ${JSON.stringify(findings)}`);
      const plain = ['start', 'step', 'limit', 'end'].filter((id) => model.processes['p']?.nodes[id] !== undefined);
      t.strictSame(
        Object.keys(model.processes['p']?.nodes ?? {}).sort(),
        [...plain].sort(),
        'only flow nodes are nodes',
      );
    }
  },
);

void t.test('data among the steps does not keep the graph from being checked', async (t) => {
  const { findings } = await read(between(`<bpmn:dataObject id="d"/><bpmn:userTask id="lost"/>${flows('start>end')}`));
  t.match(findings, [{ rule: 'unreachable', elementId: 'lost' }]);
});

const pools =
  '<bpmn:participant id="a" name="Us" processRef="p"/><bpmn:participant id="b" name="Applicant"><bpmn:endPointRef>ep</bpmn:endPointRef></bpmn:participant>';

void t.test('pools, message flows, choreographies and conversations load beside the process', async (t) => {
  const message = '<bpmn:message id="m" name="paid"/>';
  const collaboration = `<bpmn:collaboration id="c">${pools}<bpmn:messageFlow id="mf" sourceRef="b" targetRef="step" messageRef="m"/><bpmn:messageFlow id="mg" sourceRef="a" targetRef="b"/><bpmn:group id="gr"/><bpmn:textAnnotation id="ta"/><bpmn:association id="as" sourceRef="ta" targetRef="b"/><bpmn:conversation id="cv"><bpmn:participantRef>a</bpmn:participantRef><bpmn:messageFlowRef>mf</bpmn:messageFlowRef></bpmn:conversation></bpmn:collaboration>`;
  const choreography = `<bpmn:choreography id="ch"><bpmn:participant id="x"/><bpmn:participant id="y"/><bpmn:startEvent id="cs"/><bpmn:choreographyTask id="ct" initiatingParticipantRef="x"><bpmn:participantRef>x</bpmn:participantRef><bpmn:participantRef>y</bpmn:participantRef></bpmn:choreographyTask><bpmn:inclusiveGateway id="ig"/></bpmn:choreography>`;
  const { findings } = await read(
    declaring(
      `<bpmn:endPoint id="ep"/>${message}` + collaboration + choreography,
      around('<bpmn:receiveTask id="step" messageRef="m"/>'),
    ),
  );
  t.strictSame(findings, []);
});

void t.test('a diagram that names nothing is a warning', async (t) => {
  const shape =
    '<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="p"><bpmndi:BPMNShape id="sh" bpmnElement="gone"/></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>';
  const { findings } = await read(
    between(flows('start>end')).replace('</bpmn:definitions>', `${shape}</bpmn:definitions>`),
  );
  t.match(findings, [{ rule: 'diagram-unreadable', severity: 'warning', elementId: 'sh' }]);
});
