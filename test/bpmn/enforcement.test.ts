import t from 'tap';
import { readFileSync } from 'node:fs';
import { around, between, bytes, flows } from '../fixtures/bpmn/build.ts';
import { byOutcome, goodScope } from '../fixtures/bpmn/badLaw.ts';
import { enforcement, enforcementDescriptor } from '../../src/bpmn/enf.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import type { ProcessModel } from '../../src/bpmn/model.ts';

async function read(source: string): Promise<ProcessModel> {
  const reading = await parseDefinition(bytes(source));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  t.strictSame(reading.findings, []);
  return reading.model.processes['p']!;
}
const task = (inside: string): string =>
  `<bpmn:userTask id="step"><bpmn:extensionElements>${inside}</bpmn:extensionElements></bpmn:userTask>`;

void t.test('every form of law is read', async (t) => {
  const forms = {
    '<enf:draft/>': { form: 'draft' },
    '<enf:legalReview part="request" level="1"/>': { form: 'reviewRequest' },
    '<enf:legalReview part="materials" level="1"/>': { form: 'reviewMaterials' },
    '<enf:legalReview part="ruling" level="1"/>': { form: 'reviewRuling' },
    '<enf:publication part="redaction"/>': { form: 'redaction' },
    '<enf:publication part="approval"/>': { form: 'publicationApproval' },
    '': null,
  };
  for (const [inside, law] of Object.entries(forms)) {
    const node = (await read(around(task(inside)))).nodes['step'];
    t.strictSame(node?.type === 'userTask' && node.law, law);
  }
});

void t.test('an opinion is left by its outcomes, and a decision after it is read', async (t) => {
  const opinion = task(
    '<enf:step key="o" outcomes="rejected passed returned"/><enf:legalReview part="opinion" level="2"/>',
  );
  const decide = task('<enf:decision act="penalty"/>').replace('"step"', '"decide"');
  const back = byOutcome('step>end', 'returned');
  const { nodes, flows: read_ } = await read(
    between(
      `${opinion}${decide}<bpmn:userTask id="talk"/>${flows('start>step')}${byOutcome('step>decide', 'passed')}${back}${byOutcome('step>talk', 'rejected', 'outcome="rejected"')}`,
    ),
  );
  t.match(nodes, {
    step: { law: { form: 'reviewOpinion', level: 2 } },
    decide: { law: { form: 'decision', act: 'penalty' } },
  });
  t.match(read_, {
    'step-decide': { outcome: 'passed', condition: 'outcome = "passed"' },
    'step-end': { outcome: 'returned' },
    'step-talk': { outcome: 'rejected' },
    'start-step': { outcome: null },
  });
});

void t.test('a scope is read', async (t) => {
  const { nodes, flows: read_ } = await read(goodScope);
  t.match(nodes['s'], { law: { form: 'scope', act: 'permit' }, service: { builtIn: 'scope' } });
  t.match(read_, { 's-a': { outcome: 'required' }, 's-b': { outcome: 'notRequired' } });
});

void t.test('records, deadlines and clocks are read in document order', async (t) => {
  const { nodes } = await read(
    around(
      task(
        [
          '<enf:record item="R7-5" kind="text" required="true" continuous="false" template="site-record"/>',
          '<enf:record item="R7-5" kind="video" required="false" continuous="true" template="none"/>',
          '<enf:deadline clock="a" limit="P20WD" from="acceptedOn" extension="P10WD" basis="许可法 42" onBreach="overdue"/>',
          '<enf:deadline clock="b" limit="PT24H" from="entry" extension="none" basis="x" onBreach="overdue"/>',
          '<enf:clock clock="a" event="pause" ground="hearing" basis="许可法 45"/>',
          '<enf:clock clock="a" event="resume" ground="hearing" basis="许可法 45"/>',
          '<enf:clock clock="b" event="stop"/>',
        ].join(''),
      ),
    ),
  );
  const [pause, days] = [{ ground: 'hearing', basis: '许可法 45' }, (count: number) => ({ count, unit: 'workingDay' })];
  t.match(nodes['step'], { step: null, law: null });
  t.strictSame(
    { ...nodes['step'] },
    {
      ...nodes['step'],
      records: [
        { item: 'R7-5', kind: 'text', required: true, continuous: false, template: 'site-record' },
        { item: 'R7-5', kind: 'video', required: false, continuous: true, template: null },
      ],
      deadlines: [
        {
          clock: 'a',
          limit: days(20),
          rolls: false,
          from: 'acceptedOn',
          extension: 10,
          basis: '许可法 42',
          onBreach: 'overdue',
        },
        {
          clock: 'b',
          limit: { count: 24, unit: 'hour' },
          rolls: false,
          from: null,
          extension: null,
          basis: 'x',
          onBreach: 'overdue',
        },
      ],
      clocks: [
        { clock: 'a', event: 'pause', ...pause },
        { clock: 'a', event: 'resume', ...pause },
        { clock: 'b', event: 'stop' },
      ],
    },
  );
});

void t.test('the descriptor is published, names every element and attribute, and gives none a default', async (t) => {
  const published = JSON.parse(readFileSync('docs/enf.json', 'utf8')) as typeof enforcementDescriptor;
  t.strictSame(published, enforcementDescriptor);
  t.strictSame(
    published.types.map(({ name }) => name.charAt(0).toLowerCase() + name.slice(1)),
    Object.keys(enforcement),
  );
  const page = readFileSync('docs/enf.md', 'utf8');
  for (const { name, properties } of published.types) {
    t.match(page, new RegExp(`^## enf:${name}$`, 'im'));
    for (const property of properties) {
      t.notOk('default' in property, `${name} ${property.name}`);
      t.match(page, `| \`${property.name}\` | `);
    }
  }
});
