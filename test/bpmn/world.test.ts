import t from 'tap';
import { around, between, bytes, declaring, flows, userTask } from '../fixtures/bpmn/build.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
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

void t.test('a diagram that names nothing is a warning', async (t) => {
  const shape =
    '<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="p"><bpmndi:BPMNShape id="sh" bpmnElement="gone"/></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>';
  const { findings } = await read(
    between(flows('start>end')).replace('</bpmn:definitions>', `${shape}</bpmn:definitions>`),
  );
  t.match(findings, [{ rule: 'diagram-unreadable', severity: 'warning', elementId: 'sh' }]);
});
