import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { askCatalogue, type Catalogue, type CatalogueFacts } from '../../src/domain/catalogue.ts';
import { readBpmnFile, shippedDiagrams } from '../processes/bpmnFile.ts';
import { factsOf, listFaults, lists } from './listFaults.ts';

const facts = factsOf(
  await Promise.all(shippedDiagrams().map(async (path) => readBpmnFile(readFileSync(path, 'utf8')))),
);
const agencies = readdirSync('agencies', { withFileTypes: true }).filter((entry) => entry.isDirectory());

for (const { name } of agencies) {
  t.test(`the lists of agencies/${name} are sound`, async (t) => {
    t.strictSame(listFaults(`agencies/${name}`, facts), []);
  });
}

t.test('Qilin reviews what its plan names, every refusal among it, and other grants not (L3)', async (t) => {
  const catalogue = catalogueOf('qilin');
  const grant: CatalogueFacts = { ...nothing, act: 'permit', kind: 'grant', procedure: 'permit' };
  t.match(askCatalogue(catalogue, grant), { outcome: 'notRequired', entries: ['other-grant'] });
  t.match(askCatalogue(catalogue, { ...grant, kind: 'refuse' }), { outcome: 'required', entries: ['refusal'] });
  const triggers = catalogue.entries.flatMap(({ trigger }) => trigger ?? []);
  t.equal(triggers.length, 11);
  for (const trigger of triggers) {
    t.match(askCatalogue(catalogue, { ...grant, triggers: [trigger] }), { outcome: 'required', levels: 1 }, trigger);
  }
  for (const kind of ['revoke', 'cancel'] as const) {
    t.match(askCatalogue(catalogue, { ...grant, kind }), { outcome: 'required' }, kind);
  }
});

t.test('Rugao reviews every penalty but those on the spot, major ones at two levels (L3, L10)', async (t) => {
  const catalogue = catalogueOf('rugao');
  const small: CatalogueFacts = { ...nothing, act: 'penalty', kind: 'penalize', procedure: 'penalty-ordinary' };
  t.match(askCatalogue(catalogue, { ...small, amountFen: 200_00 }), { outcome: 'required', levels: 1 });
  t.match(askCatalogue(catalogue, { ...small, amountFen: 100_000_00 }), { outcome: 'required', levels: 2 });
  t.match(askCatalogue(catalogue, { ...small, amountFen: null }), { levels: 2 }, 'an amount that nobody named');
  t.match(askCatalogue(catalogue, { ...small, amountFen: 200_00, circumstances: ['hearing'] }), { levels: 2 });
  t.match(askCatalogue(catalogue, { ...small, kind: 'noPenalty' }), { outcome: 'required', levels: 1 });
  const onTheSpot = { ...small, procedure: 'penalty-summary', amountFen: 200_00 };
  t.match(askCatalogue(catalogue, onTheSpot), { outcome: 'notRequired', entries: ['on-the-spot'] });
});

t.test('a list that is missing, misshapen or names what no procedure has is a fault', async (t) => {
  t.strictSame(listFaults(qilin(t, {}), facts), []);
  t.strictSame(
    listFaults(join(t.testdir({ empty: {} }), 'empty'), facts),
    lists.map((list) => `${list}.json: is missing`),
  );
  t.strictSame(faultsWith(t, 'deadlines', { clock: 'review' }, { clock: 'lunch' }), [
    'deadlines.json lunch: no procedure has this clock',
  ]);
  t.strictSame(faultsWith(t, 'deadlines', { limit: 'P3WD' }, { limit: 'three days' }), [
    'deadlines.json /deadlines/0/limit: must match ^P[1-9]\\d{0,3}(WD|D)$',
    'rules.json review: limit is P3WD here, three days in deadlines.json',
  ]);
  t.strictSame(faultsWith(t, 'records', { item: 'R7-11' }, { item: 'R7-10' }), [
    'records.json /items: must be R7-1, R7-2, R7-3, R7-4, R7-5, R7-6, R7-7, R7-8, R7-9, R7-10, R7-11',
    ...['assign-handler', 'tell-time-needed', 'approve-extension', 'extend-limit', 'tell-extension'].map(notRecorded),
    ...['redact', 'approve-publication', 'archive', 'close-undecided'].map(notRecorded),
  ]);
  t.strictSame(faultsWith(t, 'av-list', { step: 'site-check' }, { step: 'site-visit' }), [
    'av-list.json site-check: no step is called site-visit',
  ]);
  t.strictSame(faultsWith(t, 'av-list', { mode: 'full-course' }, { mode: 'as-needed' }), [
    'av-list.json site-check: site-check is filmed without a break',
  ]);
});

t.test(
  "an agency's rules that break their schema, or say another figure than its list of limits, are a fault",
  async (t) => {
    const rules = JSON.parse(readFileSync('agencies/qilin/rules.json', 'utf8')) as { review: object };
    const faultsOf = (replaced: object) => {
      const { review } = rules;
      const folder = qilin(t, { rules: JSON.stringify({ ...rules, review: { ...review, ...replaced } }) });
      return listFaults(folder, facts);
    };
    t.strictSame(faultsOf({}), []);
    t.strictSame(faultsOf({ days: 0 }), ['rules.json /review/days: must be 1 or more']);
    t.strictSame(faultsOf({ hours: 1 }), ['rules.json /review/hours: is unknown']);
    t.strictSame(faultsOf({ days: 4 }), ['rules.json review: limit is P4WD here, P3WD in deadlines.json']);
    t.strictSame(listFaults(qilin(t, { rules: '{ "registers": { "permit": "two words" } }' }), facts), [
      'rules.json /registers/permit: must match ^[^\\s〔〕]+$',
    ]);
  },
);

t.test('a catalogue that excuses by a trigger, or names no procedure or decision there is, is a fault', async (t) => {
  t.strictSame(faultsWith(t, 'catalogue', { trigger: 'ecology', levels: 1 }, { trigger: 'ecology', levels: 0 }), [
    'catalogue.json ecology: a trigger or an amount cannot excuse from review',
  ]);
  t.strictSame(faultsWith(t, 'catalogue', { kind: 'refuse' }, { kind: 'penalize' }), [
    'catalogue.json refusal: penalize is no decision of a permit',
  ]);
  t.strictSame(faultsWith(t, 'catalogue', { kind: 'refuse' }, { kind: 'refuse', procedure: 'nowhere' }), [
    'catalogue.json refusal: no procedure is called nowhere',
  ]);
});

const nothing = { amountFen: null, triggers: [], circumstances: [] };

function catalogueOf(agency: string): Catalogue {
  return JSON.parse(readFileSync(`agencies/${agency}/catalogue.json`, 'utf8')) as Catalogue;
}

function notRecorded(step: string): string {
  return `records.json R7-10: ${step} does not record it`;
}

/** A copy of the lists with some of them replaced. */
function qilin(t: Test, replaced: Readonly<Record<string, string>>): string {
  const files = lists.map((list) => [
    `${list}.json`,
    replaced[list] ?? readFileSync(`agencies/qilin/${list}.json`, 'utf8'),
  ]);
  return join(t.testdir({ qilin: Object.fromEntries(files) as Record<string, string> }), 'qilin');
}

/** Faults once the first part of the list with these values has those instead. */
function faultsWith(t: Test, list: (typeof lists)[number], from: object, to: object): string[] {
  const data = JSON.parse(readFileSync(`agencies/qilin/${list}.json`, 'utf8')) as Record<string, unknown>;
  const parts = Object.values(data).find((value) => Array.isArray(value)) as Record<string, unknown>[];
  const part = parts.find((each) => Object.entries(from).every(([key, value]) => each[key] === value));
  if (part === undefined) throw new Error(`${list}.json holds no ${JSON.stringify(from)}`);
  Object.assign(part, to);
  return listFaults(qilin(t, { [list]: JSON.stringify(data) }), facts);
}
