import { readFileSync } from 'node:fs';
import t from 'tap';
import { builtInServices } from '../../src/domain/services.ts';
import { roles } from '../../src/domain/people.ts';
import { readBpmnFile, type BpmnFile, type Element } from './bpmnFile.ts';

const folder = 'processes/acceptance';
const file = await readBpmnFile(readFileSync(`${folder}/acceptance.bpmn`, 'utf8'));
const page = readFileSync(`${folder}/README.md`, 'utf8');
const nodes = [...file.elements.values()].filter((element) => element.flow === null);
const flows = [...file.elements.values()].filter((element) => element.flow !== null);

t.test('the process is executable, named, and explained in English', async (t) => {
  t.strictSame(file.process, { id: 'acceptance', name: '申请受理', executable: true });
  for (const element of [...nodes, ...flows.filter((flow) => flow.name !== '')]) {
    t.match(element.name, /^[\u4e00-\u9fff]+$/, `${element.id} has a Chinese name`);
    t.match(element.documentation, /^[ -~]{20,}$/, `${element.id} is documented in English`);
  }
});

t.test('it uses supported constructs, known roles and built-in services only', async (t) => {
  const supported =
    /^bpmn:(StartEvent|EndEvent|UserTask|ManualTask|ServiceTask|ExclusiveGateway|BoundaryEvent|SequenceFlow)$/;
  for (const element of file.elements.values()) {
    t.match(element.type, supported, element.id);
    if (element.type.endsWith('Task')) t.ok(element.step?.key, `${element.id} has a business key`);
    if (/(User|Manual)Task$/.test(element.type))
      t.ok(
        roles.some((role) => role === element.step?.role),
        element.id,
      );
    if (element.type === 'bpmn:ServiceTask') {
      t.ok(
        builtInServices.some((name) => element.implementation === `sanzhi:${name}`),
        element.id,
      );
    }
  }
  t.equal(new Set(nodes.map((node) => node.step?.key ?? node.id)).size, nodes.length, 'business keys are unique');
});

t.test('every outcome of a task has exactly one way out, and no way out lacks its outcome', async (t) => {
  for (const [task, gateway] of [
    ['formCheck', 'formResult'],
    ['supplement', 'supplementAnswer'],
  ] as const) {
    t.strictSame(outcomesAsked(file, gateway), outcomesOf(task), task);
  }
  t.equal(elementOf('formResult').defaultFlow, null, 'an unknown result decides nothing');
});

t.test('the form check has five working days, and silence is acceptance (Licensing Law Art. 32)', async (t) => {
  t.match(elementOf('formCheckTimeout'), { host: 'formCheck', interrupting: true, timer: 'P5WD' });
  t.strictSame(reachable(['formCheckTimeout']), ['deemAccepted', 'deemedAccepted', 'formCheckTimeout']);
});

t.test('a correction on the spot buys no new limit: it leads to acceptance only', async (t) => {
  t.strictSame(reachable(['correctOnSpot']), ['accepted', 'correctOnSpot', 'issueReceipt']);
});

t.test('nothing waits between the result and telling the applicant', async (t) => {
  const answers = flows.filter((flow) => flow.flow?.source === 'formResult').map((flow) => flow.flow?.target ?? '');
  t.equal(answers.length, 6);
  for (const answer of answers) t.match(elementOf(answer).type, /^bpmn:(ManualTask|ServiceTask|EndEvent)$/, answer);
});

t.test('every check of a supplement is made under a receipt day of its own', async (t) => {
  const intoCheck = flows.filter((flow) => flow.flow?.target === 'formCheck').map((flow) => flow.flow?.source);
  t.strictSame(intoCheck, ['recordReceiptDay']);
  t.ok(reachable(['supplement']).includes('recordReceiptDay'));
});

t.test('each way the application can end has an end of its own', async (t) => {
  const ends = nodes.filter((node) => node.type === 'bpmn:EndEvent').map((node) => node.id);
  t.strictSame(ends.sort(), ['accepted', 'deemedAccepted', 'notNeeded', 'notOurs', 'withdrawn']);
  t.strictSame(reachable(['applicationReceived', 'formCheckTimeout']), nodeIds(), 'no element is unreachable');
  for (const node of nodes) {
    t.ok(
      reachable([node.id]).some((id) => ends.includes(id)),
      `${node.id} can reach an end`,
    );
  }
});

t.test('the page names every element and every outcome', async (t) => {
  const words = [...nodes.map((node) => node.id), ...outcomesOf('formCheck'), ...outcomesOf('supplement')];
  for (const word of words) t.ok(page.includes(`\`${word}\``), word);
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\S+) \|/gm)].filter(([, id]) => file.elements.has(id ?? ''));
  t.equal(rows.length, nodes.filter((node) => node.type !== 'bpmn:EndEvent').length, 'one row a step');
  for (const [, id = '', name] of rows) t.equal(name, elementOf(id).name, id);
});

function elementOf(id: string): Element {
  const element = file.elements.get(id);
  if (element === undefined) throw new Error(`acceptance.bpmn has no element ${id}`);
  return element;
}

function nodeIds(): string[] {
  return nodes.map((node) => node.id).sort();
}

function outcomesOf(task: string): string[] {
  return (elementOf(task).step?.outcomes ?? '').split(' ').sort();
}

/** The outcomes that the flows of a gateway ask for; its default flow stands for the one outcome not asked for. */
function outcomesAsked({ elements }: BpmnFile, gateway: string): string[] {
  const out = [...elements.values()].filter((element) => element.flow?.source === gateway);
  const asked = out.flatMap(({ flow }) => /^outcome = "([a-z-]+)"$/.exec(flow?.condition ?? '')?.[1] ?? []);
  const isDefault = elementOf(gateway).defaultFlow !== null;
  const left = outcomesOf(gateway === 'formResult' ? 'formCheck' : 'supplement').filter(
    (name) => !asked.includes(name),
  );
  return (isDefault && left.length === 1 && asked.length === out.length - 1 ? [...asked, ...left] : asked).sort();
}

/** Ids of the nodes that a token can come to, the given ones included; timers only where they are given. */
function reachable(from: readonly string[]): string[] {
  const seen = new Set(from);
  for (const id of seen) {
    for (const { flow } of flows) if (flow?.source === id) seen.add(flow.target);
  }
  return [...seen].sort();
}
