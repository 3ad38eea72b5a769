import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import t from 'tap';
import { pageFaults } from './pageFaults.ts';
import { procedureFaults } from './procedureFaults.ts';
import { readBpmnFile, shippedDiagrams } from './bpmnFile.ts';

const processIds = await Promise.all(
  shippedDiagrams().map(async (path) => (await readBpmnFile(readFileSync(path, 'utf8'))).process.id),
);

for (const path of shippedDiagrams()) {
  t.test(`${path} is explained, recorded and whole`, async (t) => {
    const file = await readBpmnFile(readFileSync(path, 'utf8'));
    t.strictSame(procedureFaults(file, processIds), []);
    t.strictSame(pageFaults(file, readFileSync(`${dirname(path)}/README.md`, 'utf8')), []);
  });
}

t.test('a sound procedure has no fault', async (t) => {
  t.strictSame(await faultsOf(sound), []);
});

t.test('a process or element without Chinese name or English documentation is a fault', async (t) => {
  t.strictSame(await faultsOf(changed('name="收件"', 'name="receive"')), ['receive: has no Chinese name']);
  t.strictSame(await faultsOf(changed('<documentation>Asks the catalogue with this draft.</documentation>', '')), [
    'scope: is not documented in English',
  ]);
  t.strictSame(await faultsOf(changed('isExecutable="true"', 'isExecutable="false"')), ['p: is not executable']);
});

t.test('a task without key or with a key twice, an unknown role, a role for nobody are faults', async (t) => {
  t.strictSame(await faultsOf(changed('key="receive" ', '')), ['receive: has no business key']);
  t.strictSame(await faultsOf(changed('key="receive"', 'key="draft"')), ['draft: has the key of receive']);
  t.strictSame(await faultsOf(changed('role="clerk"', 'role="mayor"')), ['receive: nobody has the role mayor']);
  t.strictSame(await faultsOf(changed('role="clerk" ', '')), ['receive: names no role']);
});

t.test('an attribute of legal weight that is missing, unknown or misshapen is a fault', async (t) => {
  t.strictSame(await faultsOf(changed(' continuous="false"', '')), ['receive: enf:record has no continuous']);
  t.strictSame(await faultsOf(changed('kind="text"', 'kind="smoke"')), ['receive: enf:record kind="smoke"']);
  t.strictSame(await faultsOf(changed('limit="P5WD"', 'limit="5 days"')), ['receive: enf:deadline limit="5 days"']);
  t.strictSame(await faultsOf(changed('onBreach="overdue"', 'onBreach="overdue" colour="red"')), [
    'receive: enf:deadline has colour',
  ]);
  t.strictSame(await faultsOf(changed('<enf:draft/>', '<enf:sketch/>')), ['draft: enf:sketch is not known']);
  t.strictSame(await faultsOf(changed(/<enf:record .*?\/>/, '')), ['receive: says nothing about the record']);
});

t.test('a clock that is never started, or started and never stopped, is a fault', async (t) => {
  t.strictSame(await faultsOf(changed('clock="check" event="stop"', 'clock="other" event="stop"')), [
    'check: is started and never stopped',
    'other: is stopped and never started',
  ]);
});

t.test('an outcome without way out, and a way out without its outcome, are faults', async (t) => {
  t.strictSame(await faultsOf(changed('outcomes="complete incomplete"', 'outcomes="complete incomplete lost"')), [
    'receive: its outcomes complete incomplete lost do not match the ways out complete incomplete',
  ]);
  t.strictSame(await faultsOf(changed('outcome = "required"', 'outcome = "reqired"')), [
    'isRequired: outcome and condition differ',
  ]);
  t.strictSame(await faultsOf(changed('<enf:outcome value="notRequired"/>', '<enf:outcome value="maybe"/>')), [
    'isNotRequired: outcome and condition differ',
    'scope: its outcomes notRequired required do not match the ways out maybe required',
  ]);
});

t.test('an element that nothing leads to, or that leads to no end, is a fault', async (t) => {
  const cut = changed('<sequenceFlow id="toDraft" sourceRef="answer"', '<sequenceFlow id="toDraft" sourceRef="draft"');
  t.ok((await faultsOf(cut)).includes('scope: is never reached'));
  const stuck = changed('<sequenceFlow id="toDone" sourceRef="decide" targetRef="done"/>', '');
  t.ok((await faultsOf(stuck)).includes('decide: leads to no end'));
});

t.test('a call of a procedure that does not exist is a fault', async (t) => {
  const calling = changed(
    /<serviceTask id="scope"[^]*<\/serviceTask>/,
    '<callActivity id="scope" name="调用" calledElement="nowhere"><documentation>Calls what is not there at all.</documentation></callActivity>',
  );
  t.ok((await faultsOf(calling)).includes('scope: calls nowhere, which does not exist'));
});

t.test('a page that misses an element, an outcome or a name is a fault', async (t) => {
  const file = await readBpmnFile(sound);
  const page = '| `receive` | 收件 |\n| `scope` | 查目录 |\n`answer` `begin` `done`';
  t.strictSame(pageFaults(file, page), [
    'draft: has no row',
    'draft: is not named',
    'decide: has no row',
    'decide: is not named',
    'complete: is not named',
    'incomplete: is not named',
    'notRequired: is not named',
    'required: is not named',
  ]);
  t.ok(pageFaults(file, '| `receive` | 收到 |').includes('receive: is called 收到 in its row'));
});

async function faultsOf(xml: string): Promise<string[]> {
  return procedureFaults(await readBpmnFile(xml), ['p']);
}

function changed(from: string | RegExp, to: string): string {
  const xml = sound.replace(from, to);
  if (xml === sound) throw new Error(`the procedure does not contain ${String(from)}`);
  return xml;
}

const sound = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:enf="urn:sanzhi:enforcement:1" targetNamespace="urn:test">
<process id="p" name="流程" isExecutable="true">
  <startEvent id="begin" name="开始"><documentation>The case begins with this.</documentation></startEvent>
  <userTask id="receive" name="收件"><documentation>The clerk takes the papers.</documentation><extensionElements>
    <enf:step key="receive" role="clerk" outcomes="complete incomplete"/>
    <enf:record item="R7-1" kind="text" required="true" continuous="false" template="none"/>
    <enf:deadline clock="check" limit="P5WD" from="entry" extension="none" basis="Art. 32" onBreach="overdue"/>
    <enf:clock clock="check" event="stop"/></extensionElements></userTask>
  <exclusiveGateway id="answer" name="是否齐全"><documentation>Complete papers go on to the draft.</documentation></exclusiveGateway>
  <userTask id="draft" name="拟稿"><documentation>The handler writes the draft.</documentation><extensionElements>
    <enf:step key="draft" role="handler"/><enf:draft/>
    <enf:record item="R7-9" kind="text" required="false" continuous="false" template="none"/></extensionElements></userTask>
  <serviceTask id="scope" name="查目录" implementation="sanzhi:scope"><documentation>Asks the catalogue with this draft.</documentation><extensionElements>
    <enf:step key="scope"/><enf:scope act="permit"/>
    <enf:record item="R7-8" kind="text" required="false" continuous="false" template="none"/></extensionElements></serviceTask>
  <userTask id="decide" name="决定"><documentation>The head decides in writing.</documentation><extensionElements>
    <enf:step key="decide" role="leader"/><enf:decision act="permit"/>
    <enf:record item="R7-9" kind="text" required="false" continuous="false" template="none"/></extensionElements></userTask>
  <endEvent id="done" name="结束"><documentation>The case ends with this.</documentation></endEvent>
  <sequenceFlow id="toReceive" sourceRef="begin" targetRef="receive"/>
  <sequenceFlow id="toAnswer" sourceRef="receive" targetRef="answer"/>
  <sequenceFlow id="toDraft" sourceRef="answer" targetRef="draft"><conditionExpression>outcome = "complete"</conditionExpression></sequenceFlow>
  <sequenceFlow id="toReceiveAgain" sourceRef="answer" targetRef="receive"><conditionExpression>outcome = "incomplete"</conditionExpression></sequenceFlow>
  <sequenceFlow id="toScope" sourceRef="draft" targetRef="scope"/>
  <sequenceFlow id="isNotRequired" sourceRef="scope" targetRef="decide"><extensionElements><enf:outcome value="notRequired"/></extensionElements><conditionExpression>outcome = "notRequired"</conditionExpression></sequenceFlow>
  <sequenceFlow id="isRequired" sourceRef="scope" targetRef="draft"><extensionElements><enf:outcome value="required"/></extensionElements><conditionExpression>outcome = "required"</conditionExpression></sequenceFlow>
  <sequenceFlow id="toDone" sourceRef="decide" targetRef="done"/>
</process>
</definitions>`;
