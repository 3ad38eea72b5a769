import { readFileSync } from 'node:fs';
import t from 'tap';
import { drawingFaults } from './drawingFaults.ts';
import { readBpmnFile, shippedDiagrams } from './bpmnFile.ts';

for (const path of shippedDiagrams()) {
  t.test(`${path} is drawn completely and readably`, async (t) => {
    const file = await readBpmnFile(readFileSync(path, 'utf8'));
    t.strictSame(drawingFaults(file), []);
    t.ok(file.edges.length > 0, 'it has flows at all');
  });
}

t.test('a sound drawing has no fault', async (t) => {
  t.strictSame(await faultsOf(sound), []);
});

t.test('an import warning is a fault', async (t) => {
  const [fault] = await faultsOf(changed('targetRef="done"', 'targetRef="nobody"'));
  t.match(fault, /^import: unresolved reference <nobody>/);
});

t.test('an element without shape, edge or label is a fault, and so is a shape of nothing', async (t) => {
  t.strictSame(
    await faultsOf(
      changed(
        '<s:BPMNShape id="s5" bpmnElement="other"><c:Bounds x="300" y="220" width="100" height="80"/></s:BPMNShape>',
        '',
      ),
    ),
    ['drawn other: has 0 shapes'],
  );
  t.match(await faultsOf(changed(/<s:BPMNEdge id="e2".*/, '')), ['drawn toDone: has 0 edges']);
  t.match(await faultsOf(changed('<s:BPMNLabel><c:Bounds x="282" y="20" width="60" height="14"/></s:BPMNLabel>', '')), [
    'drawn limit: has no label',
  ]);
  t.match(await faultsOf(changed('bpmnElement="other"', 'bpmnElement="doneLane"')), [
    /^import: unresolved reference <doneLane>/,
    'drawn other: has 0 shapes',
    'drawn nothing (s5): is no element',
  ]);
});

t.test('a slanted edge is a fault', async (t) => {
  t.strictSame(
    await faultsOf(changed('<d:waypoint x="350" y="20"/><d:waypoint x="518" y="20"/>', '<d:waypoint x="518" y="20"/>')),
    ['orthogonal onLimit: has a segment that is neither horizontal nor vertical'],
  );
});

t.test('an edge that ends beside, inside or on the wrong corner of a figure is a fault', async (t) => {
  const beside = changed(
    '<d:waypoint x="400" y="100"/><d:waypoint x="518" y="100"/>',
    '<d:waypoint x="410" y="100"/><d:waypoint x="518" y="100"/>',
  );
  t.strictSame(await faultsOf(beside), ['dock toDone: does not end on the border of work']);
  const corner = changed(
    '<d:waypoint x="400" y="100"/><d:waypoint x="518" y="100"/>',
    '<d:waypoint x="400" y="84"/><d:waypoint x="518" y="84"/>',
  );
  t.strictSame(await faultsOf(corner), ['dock toDone: does not end on the border of done'], 'an end event is round');
});

t.test('a shape on another is a fault, except a boundary event on its host', async (t) => {
  t.strictSame(await faultsOf(changed('x="300" y="220" width="100"', 'x="300" y="130" width="100"')), [
    'overlap work: lies on other',
  ]);
});

t.test('a boundary event away from the border of its host is a fault', async (t) => {
  const inside = changed(
    '<c:Bounds x="332" y="42" width="36" height="36"/>',
    '<c:Bounds x="332" y="70" width="36" height="36"/>',
  );
  t.ok((await faultsOf(inside)).includes('boundary limit: is not centred on the border of work'));
});

t.test('an edge through a shape is a fault', async (t) => {
  t.strictSame(await faultsOf(changed('x="300" y="220" width="100"', 'x="420" y="70" width="40"')), [
    'crossing toDone: runs through other',
  ]);
});

t.test('a label on a shape or a line is a fault', async (t) => {
  t.strictSame(
    await faultsOf(
      changed('<c:Bounds x="282" y="20" width="60" height="14"/>', '<c:Bounds x="282" y="70" width="40" height="14"/>'),
    ),
    ['label of limit: is covered by work'],
  );
  t.strictSame(
    await faultsOf(
      changed('<c:Bounds x="282" y="20" width="60" height="14"/>', '<c:Bounds x="400" y="14" width="40" height="14"/>'),
    ),
    ['label of limit: is covered by onLimit'],
  );
});

t.test('what stands in a sub-process is drawn inside it, and may lie on nothing else', async (t) => {
  const inner = changed('<task id="other"/>', '<subProcess id="box"><task id="other"/></subProcess>');
  const box = (x: number): string =>
    `<s:BPMNShape id="s7" bpmnElement="box"><c:Bounds x="${x}" y="200" width="200" height="120"/></s:BPMNShape>$&`;
  t.strictSame(await faultsOf(inner.replace('<s:BPMNShape id="s5"', box(260))), []);
  t.strictSame(await faultsOf(inner.replace('<s:BPMNShape id="s5"', box(320))), ['inside other: leaves box']);
  const beside = changed('<task id="other"/>', '<task id="other"/><subProcess id="box"/>');
  t.strictSame(await faultsOf(beside.replace('<s:BPMNShape id="s5"', box(260))), ['overlap box: lies on other']);
});

t.test('a flow to the left is a fault unless it closes a loop', async (t) => {
  const left = changed('x="518" y="82" width="36"', 'x="118" y="182" width="36"').replace(
    '<d:waypoint x="400" y="100"/><d:waypoint x="518" y="100"/>',
    '<d:waypoint x="320" y="140"/><d:waypoint x="320" y="200"/><d:waypoint x="154" y="200"/>',
  );
  t.strictSame(await faultsOf(left), ['direction toDone: leads back to the left']);
});

async function faultsOf(xml: string): Promise<string[]> {
  return drawingFaults(await readBpmnFile(xml));
}

function changed(from: string | RegExp, to: string): string {
  const xml = sound.replace(from, to);
  if (xml === sound) throw new Error(`the drawing does not contain ${String(from)}`);
  return xml;
}

const sound = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:s="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:c="http://www.omg.org/spec/DD/20100524/DC" xmlns:d="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="urn:test">
<process id="p" isExecutable="true">
  <startEvent id="begin"/><userTask id="work"/><endEvent id="done"/><endEvent id="late"/><task id="other"/>
  <boundaryEvent id="limit" name="limit" attachedToRef="work"><timerEventDefinition/></boundaryEvent>
  <sequenceFlow id="toWork" sourceRef="begin" targetRef="work"/>
  <sequenceFlow id="toDone" sourceRef="work" targetRef="done"/>
  <sequenceFlow id="onLimit" sourceRef="limit" targetRef="late"/>
</process>
<s:BPMNDiagram id="d"><s:BPMNPlane id="pl" bpmnElement="p">
<s:BPMNShape id="s1" bpmnElement="begin"><c:Bounds x="200" y="82" width="36" height="36"/></s:BPMNShape>
<s:BPMNShape id="s2" bpmnElement="work"><c:Bounds x="300" y="60" width="100" height="80"/></s:BPMNShape>
<s:BPMNShape id="s3" bpmnElement="done"><c:Bounds x="518" y="82" width="36" height="36"/></s:BPMNShape>
<s:BPMNShape id="s4" bpmnElement="late"><c:Bounds x="518" y="2" width="36" height="36"/></s:BPMNShape>
<s:BPMNShape id="s5" bpmnElement="other"><c:Bounds x="300" y="220" width="100" height="80"/></s:BPMNShape>
<s:BPMNShape id="s6" bpmnElement="limit"><c:Bounds x="332" y="42" width="36" height="36"/><s:BPMNLabel><c:Bounds x="282" y="20" width="60" height="14"/></s:BPMNLabel></s:BPMNShape>
<s:BPMNEdge id="e1" bpmnElement="toWork"><d:waypoint x="236" y="100"/><d:waypoint x="300" y="100"/></s:BPMNEdge>
<s:BPMNEdge id="e2" bpmnElement="toDone"><d:waypoint x="400" y="100"/><d:waypoint x="518" y="100"/></s:BPMNEdge>
<s:BPMNEdge id="e3" bpmnElement="onLimit"><d:waypoint x="350" y="42"/><d:waypoint x="350" y="20"/><d:waypoint x="518" y="20"/></s:BPMNEdge>
</s:BPMNPlane></s:BPMNDiagram>
</definitions>`;
