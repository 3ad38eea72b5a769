import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { agencyFaults } from './agencyFaults.ts';
import { readBpmnFile, shippedDiagrams } from '../processes/bpmnFile.ts';
import { shapeFaults } from './shape.ts';

const procedures = await Promise.all(
  shippedDiagrams().map(async (path) => (await readBpmnFile(readFileSync(path, 'utf8'))).process.id),
);
const agencies = readdirSync('agencies', { withFileTypes: true }).filter((entry) => entry.isDirectory());

t.test('there are agencies, and the page lists each with its matters', async (t) => {
  t.ok(agencies.length > 0);
  const page = readFileSync('agencies/README.md', 'utf8');
  for (const { name } of agencies) {
    const matters = readdirSync(`agencies/${name}/matters`).map((file) => `\`${basename(file, '.json')}\``);
    for (const word of [`\`${name}\``, ...matters]) t.ok(page.includes(word), word);
  }
});

for (const { name } of agencies) {
  t.test(`agencies/${name} is sound`, async (t) => {
    t.strictSame(agencyFaults(`agencies/${name}`, procedures), []);
  });
}

t.test('a penalty without elements, with evidence out of order or a fine upside down is a fault', async (t) => {
  const penalty = JSON.parse(
    readFileSync('agencies/rugao/matters/dumping-construction-waste.json', 'utf8'),
  ) as PenaltyFile;
  const { elements, evidence, penalties } = penalty;
  t.strictSame(penaltyFaults(t, { elements: [] }), ['/elements: must have 1 or more items']);
  t.strictSame(penaltyFaults(t, { evidence: evidence.toReversed() }), [
    'evidenceTaken: must list the ids of /evidence in their order',
  ]);
  t.strictSame(penaltyFaults(t, { penalties: penalties.map((each) => ({ ...each, minFen: 2, maxFen: 1 })) }), [
    'order: the least fine is above the highest',
    'fine: the least fine is above the highest',
    'confiscation: the least fine is above the highest',
  ]);
  t.strictSame(penaltyFaults(t, { elements: [...elements, elements[0]] }), ['/elements: subject stands twice']);
  t.strictSame(penaltyFaults(t, { kind: 'levy' }), ['/kind: must be permit or penalty']);
});

t.test('every procedure is called after its folder', async (t) => {
  t.strictSame(
    procedures,
    shippedDiagrams().map((path) => basename(dirname(path))),
  );
});

t.test('the variables of a matter know every outcome of its procedure and of those it calls', async (t) => {
  const { schema, ...matter } = qilinMatter();
  t.match(matter, { version: 2, definitionKey: 'permit' });
  const outcomes = new Set(schema.properties.outcome?.enum);
  for (const name of ['permit', 'acceptance', 'hearing', 'legal-review', 'publication']) {
    const path = shippedDiagrams().find((file) => file.endsWith(`/${name}.bpmn`)) ?? '';
    const { elements } = await readBpmnFile(readFileSync(path, 'utf8'));
    for (const { id, step, flow } of elements.values()) {
      for (const word of [step?.outcomes?.split(' ') ?? [], flow?.outcome ?? []].flat()) {
        t.ok(outcomes.has(word), `${name} ${id}: ${word}`);
      }
    }
  }
});

t.test('an agency in a folder of another name, and one without matters, are faults', async (t) => {
  const folder = qilin(t, {});
  t.strictSame(agencyFaults(folder, procedures), []);
  writeFileSync(join(folder, 'agency.json'), JSON.stringify({ ...qilinAgency(), id: 'other', region: 'cn' }));
  t.strictSame(agencyFaults(folder, procedures), [
    'agency.json /region: must match ^[A-Z]{2}$',
    "agency.json /id: must be the folder's name, qilin",
  ]);
  const empty = join(t.testdir({ qilin: { 'agency.json': JSON.stringify(qilinAgency()) } }), 'qilin');
  t.strictSame(agencyFaults(empty, procedures), ['matters: there is none']);
});

t.test('a matter in a file of another name or for a procedure that does not exist is a fault', async (t) => {
  t.strictSame(faultsWith(t, { id: 'other', definitionKey: 'nowhere' }), [
    "/id: must be the file's name, food-business-permit",
    '/definitionKey: no procedure is called nowhere',
  ]);
});

t.test('a missing, unknown or misshapen part is a fault, told by its place', async (t) => {
  const { guide, limits } = qilinMatter();
  t.strictSame(faultsWith(t, { colour: 'red' }), ['/colour: is unknown']);
  t.strictSame(faultsWith(t, { guide: { ...guide, phone: undefined } }), ['/guide/phone: is missing']);
  t.strictSame(faultsWith(t, { limits: limits.map((limit) => ({ ...limit, length: '5 days' })) }).slice(0, 1), [
    '/limits/0/length: must match ^P[1-9]\\d{0,3}(WD|D)$',
  ]);
});

t.test(
  'materials that stand twice, are neither required nor conditional, or differ from the variables are faults',
  async (t) => {
    const { materials, schema } = qilinMatter();
    t.strictSame(faultsWith(t, { materials: [...materials, materials[0]] }), [
      '/materials: application-form stands twice',
      'materialsSubmitted: must list the ids of /materials in their order',
      'missingMaterials: must list the ids of /materials in their order',
      'correctedMaterials: must list the ids of /materials in their order',
    ]);
    const optional = materials.map((material) =>
      material.id === 'application-form' ? { ...material, required: false } : material,
    );
    t.strictSame(faultsWith(t, { materials: optional }), ['application-form: is either required, or says when']);
    const { materialsSubmitted, missingMaterials, correctedMaterials, ...others } = schema.properties;
    const listless = { ...schema, required: [], properties: others };
    t.ok(materialsSubmitted && missingMaterials && correctedMaterials);
    t.strictSame(faultsWith(t, { schema: listless }), ['/schema: no variable lists materials']);
  },
);

t.test('a citation of an unlisted text or article, and trust in an unchecked text, are faults', async (t) => {
  const { fees } = qilinMatter();
  t.strictSame(faultsWith(t, { fees: { ...fees, basis: '行政许可法 Art. 58, 99(1)' } }), [
    'fees: cites 行政许可法 Art. 99, which /basis does not list',
  ]);
  t.strictSame(faultsWith(t, { fees: { ...fees, basis: '价格法 Art. 1' } }), [
    'fees: cites a text that /basis does not list (价格法 Art. 1)',
  ]);
  t.strictSame(faultsWith(t, { fees: { ...fees, basis: '行政许可法 Art. 58; 食品经营许可办法 Art. 4' } }), [
    'fees: is marked verified, but 食品经营许可办法 is not',
  ]);
});

t.test('a stricter limit that is longer, or in another unit, is a fault', async (t) => {
  for (const length of ['P20WD', 'P10D']) {
    const limits = qilinMatter().limits.map((limit) =>
      limit.id === 'decision' ? { ...limit, stricter: { ...limit.stricter, length } } : limit,
    );
    t.strictSame(faultsWith(t, { limits }), ['decision: stricter must be the shorter limit, in the same unit']);
  }
});

t.test('untagged text, personal data made plain, and half-named enumerations are faults', async (t) => {
  t.strictSame(faultsWithVariable(t, 'note', { type: 'string' }), ['note: is text without enum, date or x-pii']);
  t.strictSame(faultsWithVariable(t, 'notes', { type: 'array', items: { type: 'string' } }), [
    'notes: is text without enum, date or x-pii',
  ]);
  t.strictSame(faultsWithVariable(t, 'phone', { type: 'string', 'x-pii': 'none' }), [
    'phone: sounds personal, but its schema makes it plain',
  ]);
  t.strictSame(faultsWithVariable(t, 'colour', { enum: ['red', 'blue'], 'x-names': ['红'] }), [
    'colour: x-names must name every value of enum',
  ]);
  t.match(faultsWithVariable(t, 'colour', { type: 'string', 'x-pii': 'secret' }), [
    /^\/schema\/properties\/colour\/x-pii: must be one of/,
  ]);
  t.strictSame(faultsWith(t, { schema: { ...qilinMatter().schema, required: ['nobody'] } }), [
    'nobody: is required but not described',
  ]);
});

t.test('a schema keyword that is not read is an error, not a pass', async (t) => {
  t.throws(() => shapeFaults('a', { maxLength: 0 }), /maxLength is not read/);
  t.throws(() => shapeFaults('a', { $ref: '#/$defs/nothing' }), /leads nowhere/);
});

interface MatterFile {
  version: number;
  definitionKey: string;
  materials: { id: string; required: boolean }[];
  limits: { id: string; length: string; stricter?: { length: string } }[];
  fees: { basis: string };
  guide: Record<string, unknown>;
  schema: { required: string[]; properties: Record<string, { enum?: string[] }> };
}

interface PenaltyFile {
  elements: { id: string }[];
  evidence: { id: string }[];
  penalties: { id: string }[];
}

/** Faults of Rugao's penalty with some parts replaced. */
function penaltyFaults(t: Test, replaced: object): string[] {
  const file = 'dumping-construction-waste.json';
  const matter = JSON.parse(readFileSync(`agencies/rugao/matters/${file}`, 'utf8')) as object;
  const agency = readFileSync('agencies/rugao/agency.json', 'utf8');
  const files = { 'agency.json': agency, matters: { [file]: JSON.stringify({ ...matter, ...replaced }) } };
  const folder = join(t.testdir({ rugao: files }), 'rugao');
  return agencyFaults(folder, procedures).map((fault) => fault.replace(`${file} `, ''));
}

function qilinMatter(): MatterFile {
  return JSON.parse(readFileSync('agencies/qilin/matters/food-business-permit.json', 'utf8')) as MatterFile;
}

function qilinAgency(): object {
  return JSON.parse(readFileSync('agencies/qilin/agency.json', 'utf8')) as object;
}

/** A copy of the folder with some parts of its matter replaced. */
function qilin(t: Test, replaced: object): string {
  const matter = JSON.stringify({ ...qilinMatter(), ...replaced });
  const files = { 'agency.json': JSON.stringify(qilinAgency()), matters: { 'food-business-permit.json': matter } };
  return join(t.testdir({ qilin: files }), 'qilin');
}

function faultsWith(t: Test, replaced: object): string[] {
  return agencyFaults(qilin(t, replaced), procedures).map((fault) => fault.replace('food-business-permit.json ', ''));
}

function faultsWithVariable(t: Test, name: string, variable: object): string[] {
  const { schema } = qilinMatter();
  return faultsWith(t, { schema: { ...schema, properties: { ...schema.properties, [name]: variable } } });
}
