import t from 'tap';
import { badCompensation } from '../fixtures/bpmn/badCompensation.ts';
import { badConstructs } from '../fixtures/bpmn/badConstructs.ts';
import { badEvents } from '../fixtures/bpmn/badEvents.ts';
import { badElements } from '../fixtures/bpmn/badElements.ts';
import { badFiles } from '../fixtures/bpmn/badFiles.ts';
import { badLaw } from '../fixtures/bpmn/badLaw.ts';
import { badLoops } from '../fixtures/bpmn/badLoops.ts';
import { badProcesses } from '../fixtures/bpmn/badProcesses.ts';
import { badStandard } from '../fixtures/bpmn/badStandard.ts';
import { badTasks } from '../fixtures/bpmn/badTasks.ts';
import { badStarts } from '../fixtures/bpmn/badStarts.ts';
import { between, bytes, flows } from '../fixtures/bpmn/build.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import { rules } from '../../src/bpmn/rules.ts';

const refused = {
  ...badFiles,
  ...badElements,
  ...badEvents,
  ...badProcesses,
  ...badLoops,
  ...badConstructs,
  ...badLaw,
  ...badStandard,
  ...badTasks,
  ...badCompensation,
  ...badStarts,
};

for (const [name, [rule, elementId, message, source]] of Object.entries(refused)) {
  void t.test(`${name} is refused as ${rule}`, async (t) => {
    const reading = await parseDefinition(typeof source === 'string' ? bytes(source) : source);
    t.notOk(reading.ok);
    const found = reading.findings.filter((finding) => finding.rule === rule);
    t.match(
      found,
      [{ rule, severity: rules[rule][0], elementId, message, docs: `/docs/rules#${rule}` }],
      JSON.stringify(reading.findings),
    );
  });
}

void t.test('every rule that refuses has an example here', (t) => {
  const shown = new Set(Object.values(refused).map(([rule]) => rule));
  // shown in read.test.ts
  const elsewhere = ['too-costly'];
  const errors = Object.entries(rules).flatMap(([rule, [severity]]) => (severity === 'error' ? [rule] : []));
  t.same(
    errors.filter((rule) => !shown.has(rule as keyof typeof rules)),
    elsewhere,
  );
  t.end();
});

void t.test('all findings come at once, each under its element', async (t) => {
  const elements =
    '<bpmn:businessRuleTask id="a"/><bpmn:businessRuleTask id="b"/><bpmn:intermediateCatchEvent id="wait"/>';
  const reading = await parseDefinition(bytes(between(elements + flows('start>a', 'a>b', 'b>end'))));
  t.same(
    reading.findings.map(({ rule, elementId }) => [rule, elementId]),
    [
      ['unsupported-element', 'a'],
      ['unsupported-element', 'b'],
      ['event-leads-nowhere', 'wait'],
      ['event-definition', 'wait'],
    ],
  );
});
