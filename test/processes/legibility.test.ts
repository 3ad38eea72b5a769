import { readFileSync } from 'node:fs';
import t from 'tap';
import { readBpmnFile, shippedDiagrams } from './bpmnFile.ts';
import { drawingFaults } from './drawingFaults.ts';
import { legibilityFaults } from './legibility.ts';

for (const path of shippedDiagrams()) {
  t.test(`${path} has whole names, labels in their place and flows that keep apart`, async (t) => {
    t.strictSame(legibilityFaults(await readBpmnFile(readFileSync(path, 'utf8'))), []);
  });
}

t.test('a sound drawing has no fault', async (t) => {
  t.strictSame(await faultsOf(sound), []);
  t.strictSame(drawingFaults(await readBpmnFile(sound)), []);
});

t.test('a name that is higher than its shape is a fault, sooner where a marker stands below it', async (t) => {
  const long = '一二三四五六七八九一二三四五六七八九一二三四五六七八九';
  t.strictSame(await faultsOf(changed('审核草案', long)), []);
  t.strictSame(await faultsOf(changed('审核草案', `${long}${long}`)), ['text work: is higher than its shape']);
  t.strictSame(await faultsOf(changed('复核草案', long)), ['text check: is higher than its shape']);
});

t.test('a lone character on the last line of a name is a fault', async (t) => {
  t.strictSame(await faultsOf(changed('审核草案', '一二三四五六七')), []);
  t.strictSame(await faultsOf(changed('审核草案', '一二三四五六七八')), ['text work: ends in a lone character']);
  t.strictSame(await faultsOf(changed('审核草案', '一二三四五六七八九')), []);
});

t.test('a label smaller than its text is a fault, since what covers the text is then not seen', async (t) => {
  t.strictSame(await faultsOf(changed('name="同意"', 'name="同意并且签字"')), [
    'label of toCheck: is smaller than its text',
  ]);
  t.strictSame(await faultsOf(changed('width="30" height="14"', 'width="30" height="10"')), [
    'label of toCheck: is smaller than its text',
  ]);
});

t.test('a label far from what it names is a fault', async (t) => {
  t.strictSame(await faultsOf(changed('x="310" y="80" width="30"', 'x="310" y="10" width="30"')), [
    'label of toCheck: stands far from it',
  ]);
});

t.test('a flow without room for its arrow is a fault', async (t) => {
  const near = changed('x="450" y="82"', 'x="415" y="82"').replace('x="450" y="100"', 'x="415" y="100"');
  t.strictSame(await faultsOf(near), ['short toDone: leaves no room for its arrow']);
});

t.test('a flow that meets a round corner is a fault', async (t) => {
  const high = changed(
    '<d:waypoint x="300" y="100"/><d:waypoint x="350" y="100"/>',
    '<d:waypoint x="300" y="65"/><d:waypoint x="350" y="65"/>',
  );
  t.strictSame(await faultsOf(high), [
    'corner toCheck: meets the round corner of work',
    'corner toCheck: meets the round corner of check',
  ]);
});

t.test('an event on the marker of a call is a fault', async (t) => {
  const event = (x: number): string =>
    changed('<sequenceFlow', '<boundaryEvent id="limit" attachedToRef="check"/>$&').replace(
      '<s:BPMNEdge',
      `<s:BPMNShape id="s5" bpmnElement="limit"><c:Bounds x="${x}" y="122" width="36" height="36"/></s:BPMNShape>$&`,
    );
  t.strictSame(await faultsOf(event(362)), ['marker of check: is covered by limit']);
  t.strictSame(await faultsOf(event(392)), []);
});

t.test('a flow on or close beside a foreign one is a fault, on one that ends with it is none', async (t) => {
  const beside = (y: number): string =>
    changed(
      '<d:waypoint x="250" y="140"/><d:waypoint x="250" y="200"/>',
      `<d:waypoint x="250" y="140"/><d:waypoint x="250" y="${y}"/>`,
    ).replace('<d:waypoint x="468" y="200"/>', `<d:waypoint x="468" y="${y}"/>`);
  t.strictSame(await faultsOf(beside(220)), []);
  t.strictSame(await faultsOf(beside(232)), ['beside toDoneAtOnce: runs along toLater']);
  t.strictSame(await faultsOf(beside(240)), ['beside toDoneAtOnce: runs along toLater']);
  const together = changed(
    '<sequenceFlow id="toLater" sourceRef="check" targetRef="later"/>',
    '<sequenceFlow id="toLater" sourceRef="work" targetRef="later"/>',
  );
  const merged = await faultsOf(together.replaceAll('y="200"', 'y="240"'));
  t.notOk(merged.some((fault) => fault.startsWith('beside')));
  const near = await faultsOf(together.replaceAll('y="200"', 'y="232"'));
  t.ok(near.includes('beside toDoneAtOnce: runs along toLater'), 'they are one line or two');
});

async function faultsOf(xml: string): Promise<string[]> {
  return legibilityFaults(await readBpmnFile(xml));
}

function changed(from: string, to: string): string {
  const xml = sound.replace(from, to);
  if (xml === sound) throw new Error(`the drawing does not contain ${from}`);
  return xml;
}

const sound = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:s="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:c="http://www.omg.org/spec/DD/20100524/DC" xmlns:d="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="urn:test">
<process id="p" isExecutable="true">
  <userTask id="work" name="审核草案"/><callActivity id="check" name="复核草案" calledElement="other"/><endEvent id="done"/><endEvent id="later"/>
  <sequenceFlow id="toCheck" name="同意" sourceRef="work" targetRef="check"/>
  <sequenceFlow id="toDone" sourceRef="check" targetRef="done"/>
  <sequenceFlow id="toDoneAtOnce" sourceRef="work" targetRef="done"/>
  <sequenceFlow id="toLater" sourceRef="check" targetRef="later"/>
</process>
<s:BPMNDiagram id="d"><s:BPMNPlane id="pl" bpmnElement="p">
<s:BPMNShape id="s1" bpmnElement="work"><c:Bounds x="200" y="60" width="100" height="80"/></s:BPMNShape>
<s:BPMNShape id="s2" bpmnElement="check"><c:Bounds x="350" y="60" width="60" height="80"/></s:BPMNShape>
<s:BPMNShape id="s3" bpmnElement="done"><c:Bounds x="450" y="82" width="36" height="36"/></s:BPMNShape>
<s:BPMNShape id="s4" bpmnElement="later"><c:Bounds x="550" y="222" width="36" height="36"/></s:BPMNShape>
<s:BPMNEdge id="e1" bpmnElement="toCheck"><d:waypoint x="300" y="100"/><d:waypoint x="350" y="100"/><s:BPMNLabel><c:Bounds x="310" y="80" width="30" height="14"/></s:BPMNLabel></s:BPMNEdge>
<s:BPMNEdge id="e2" bpmnElement="toDone"><d:waypoint x="410" y="100"/><d:waypoint x="450" y="100"/></s:BPMNEdge>
<s:BPMNEdge id="e3" bpmnElement="toDoneAtOnce"><d:waypoint x="250" y="140"/><d:waypoint x="250" y="200"/><d:waypoint x="468" y="200"/><d:waypoint x="468" y="118"/></s:BPMNEdge>
<s:BPMNEdge id="e4" bpmnElement="toLater"><d:waypoint x="380" y="140"/><d:waypoint x="380" y="240"/><d:waypoint x="550" y="240"/></s:BPMNEdge>
</s:BPMNPlane></s:BPMNDiagram>
</definitions>`;
