import t from 'tap';
import { readFileSync } from 'node:fs';
import { enforcementDescriptorText, enforcementPage, rulesPage, supportPage } from '../../src/bpmn/pages.ts';
import { rules } from '../../src/bpmn/rules.ts';
import { support } from '../../src/bpmn/support.ts';

const advice = 'npm run generate writes it anew';

function committed(file: string): string {
  return readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
}

void t.test('the pages are current', (t) => {
  t.equal(committed('rules.md'), rulesPage(), advice);
  t.equal(committed('bpmn-support.md'), supportPage(), advice);
  t.equal(committed('enf.md'), enforcementPage(), advice);
  t.equal(committed('enf.json'), enforcementDescriptorText(), advice);
  t.end();
});

void t.test('every rule has an anchor', (t) => {
  for (const rule of Object.keys(rules)) t.match(rulesPage(), new RegExp(`^## ${rule}$`, 'm'));
  t.end();
});

void t.test('every element type of the metamodel is in the support table, and no other', (t) => {
  interface Metamodel {
    readonly types: readonly { readonly name: string; readonly isAbstract?: boolean }[];
  }
  const location = new URL(import.meta.resolve('bpmn-moddle/resources/bpmn/json/bpmn.json'));
  const { types } = JSON.parse(readFileSync(location, 'utf8')) as Metamodel;
  const concrete = types.filter((type) => type.isAbstract !== true).map((type) => type.name);
  t.ok(concrete.length > 100, 'the metamodel was read');
  const listed = Object.keys(support);
  t.same(
    concrete.filter((name) => !listed.includes(name)),
    [],
  );
  t.same(
    listed.filter((name) => !types.some((type) => type.name === name)),
    [],
  );
  t.end();
});
