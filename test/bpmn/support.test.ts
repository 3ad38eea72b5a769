import t from 'tap';
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import { readFileSync } from 'node:fs';
import { bytes } from '../fixtures/bpmn/build.ts';
import { everyElement, neverWritten } from '../fixtures/bpmn/everyElement.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import { support } from '../../src/bpmn/support.ts';

void t.test('every element type has an example, in which it stands', async (t) => {
  t.strictSame(
    [...Object.keys(everyElement), ...neverWritten, 'LoopCharacteristics'].sort(),
    Object.keys(support).sort(),
  );
  for (const [type, source] of Object.entries(everyElement)) {
    const { rootElement } = await new BpmnModdle({}).fromXML(source);
    t.ok(typesIn(rootElement).has(`bpmn:${type}`), type);
  }
});

void t.test('every example is treated as the table says', async (t) => {
  for (const [type, source] of Object.entries(everyElement)) {
    const { ok, findings } = await parseDefinition(bytes(source));
    const refused = support[type]?.treatment === 'refused';
    t.equal(ok, !refused, `${type}: ${JSON.stringify(findings)}`);
    // what is refused may stand inside something that is refused before it
    const found = findings.filter(({ rule }) => rule === 'unsupported-element');
    t.equal(refused ? found.length > 0 : found.some(({ message }) => message.includes(type)), refused, type);
  }
});

void t.test('every row names a test that is there and tells of the element', (t) => {
  for (const [type, { test }] of Object.entries(support)) {
    // an example of each is in this test
    if (test !== here) t.match(textOf(test), words[type] ?? new RegExp(type, 'i'), `${test} tells of ${type}`);
  }
  t.end();
});

void t.test('what is executed is shown by a test that runs it', (t) => {
  const executed = Object.entries(support).filter(([, { treatment }]) => treatment === 'executed');
  t.ok(executed.length > 10);
  for (const [type, { test }] of executed) {
    t.not(test, here, type);
    t.match(textOf(test), /\b(?:started|startOf|advance|start)\(|POST \/v1\/cases/, `${test} runs ${type}`);
  }
  t.end();
});

const here = 'test/bpmn/support.test.ts';

/** How a test tells of what it does not call by its name in the metamodel. */
const words: Readonly<Record<string, RegExp>> = {
  SequenceFlow: /\bflows\b/,
  ComplexBehaviorDefinition: /behavior/i,
  ImplicitThrowEvent: /behavior/i,
};

/** A test that is not there fails by its name. */
function textOf(test: string): string {
  return readFileSync(new URL(`../../${test}`, import.meta.url), 'utf8');
}

function typesIn(element: ModdleElement): ReadonlySet<string> {
  const types = new Set<string>();
  const ahead: ModdleElement[] = [element];
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
    types.add(at.$type);
    const parent = at;
    for (const value of Object.values(at).flat() as unknown[]) {
      if (isElement(value) && value.$parent === parent) ahead.push(value);
    }
  }
  return types;
}

function isElement(value: unknown): value is ModdleElement {
  return typeof value === 'object' && value !== null && '$type' in value;
}
