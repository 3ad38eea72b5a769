import { existsSync, readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { parseDefinition } from '../../../src/bpmn/parse.ts';
import { proveClearance } from '../../../src/bpmn/clearance/prove.ts';
import type { DefinitionModel, ProcessModel } from '../../../src/bpmn/model.ts';
import type { Finding } from '../../../src/bpmn/finding.ts';

const texts = new Map(
  readdirSync('processes').flatMap((name) => {
    const path = `processes/${name}/${name}.bpmn`;
    return existsSync(path) ? [[name, readFileSync(path, 'utf8')] as const] : [];
  }),
);

async function read(text: string): Promise<DefinitionModel> {
  const reading = await parseDefinition(Buffer.from(text, 'utf8'));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  return reading.model;
}

/** Everything bound to everything. */
async function bound(): Promise<Record<string, ProcessModel>> {
  const models = await Promise.all([...texts.values()].map(read));
  return Object.assign({}, ...models.map(({ processes }) => processes)) as Record<string, ProcessModel>;
}

/** What is found about a procedure when one flow of a file leads elsewhere: at its deployment, else once all is bound. */
async function findingsOf(key: string, file: string, flow: string, target: string): Promise<readonly Finding[]> {
  const text = texts.get(file)!;
  const altered = text.replace(new RegExp(`("${flow}" targetRef=)"\\w+"`), `$1"${target}"`);
  if (altered === text) throw new Error(`${file} has no flow from ${flow}, or it leads to ${target}`);
  const reading = await parseDefinition(Buffer.from(altered, 'utf8'));
  if (!reading.ok) return reading.findings.filter(({ severity }) => severity === 'error');
  const all = { ...(await bound()), ...reading.model.processes };
  return proveClearance(all[key]!, all);
}

t.test('every procedure is read, and proved with what it calls', async (t) => {
  const all = await bound();
  for (const [name, text] of texts) {
    const { processes } = await read(text);
    for (const process of Object.values(processes)) t.strictSame(proveClearance(process, all), [], name);
  }
  for (const name of ['permit', 'penalty-ordinary', 'penalty-summary', 'legal-review']) t.ok(texts.has(name), name);
});

t.test('what the procedures say in law is in their models', async (t) => {
  const { nodes, flows } = (await bound())['permit']!;
  t.match(nodes, {
    draft: { law: { form: 'draft' } },
    scope: { law: { form: 'scope', act: 'permit' }, service: { builtIn: 'scope' } },
    decide: { law: { form: 'decision', act: 'permit' } },
    siteCheck: {
      records: [
        { item: 'R7-5', kind: 'text', required: true },
        { kind: 'video', continuous: true },
      ],
    },
    serve: {
      deadlines: [{ clock: 'issue', limit: { count: 10, unit: 'workingDay' }, from: 'decidedOn', extension: null }],
    },
    testing: { clocks: [{ event: 'pause', ground: 'testing' }, { event: 'resume' }] },
  });
  t.equal(flows['reviewNotRequired']?.outcome, 'notRequired');
});

t.test('one flow of a procedure led elsewhere is refused with its way', async (t) => {
  const cases = [
    ['permit', 'permit', 'reviewReturned', 'deliberationAsked'],
    ['permit', 'permit', 'reviewNewDraft', 'decide'],
    ['permit', 'legal-review', 'answerOpinion', 'passed'],
    ['penalty-ordinary', 'legal-review', 'answerOpinion', 'passed'],
    ['penalty-summary', 'penalty-summary', 'tellAndHear', 'decide'],
  ] as const;
  for (const [key, file, flow, target] of cases) {
    const findings = await findingsOf(key, file, flow, target);
    t.match(findings, [{ rule: 'decision-without-clearance', elementId: 'decide' }], `${flow} to ${target}`);
    t.ok(findings[0]?.path?.includes(flow), `${flow} to ${target} is on its way`);
  }
  t.strictSame(await findingsOf('permit', 'permit', 'sentBack', 'draftResult'), [], 'the draft was changed by nobody');
});
