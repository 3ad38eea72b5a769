import fc from 'fast-check';
import t from 'tap';
import type { Catalogue, CatalogueEntry, CatalogueFacts } from '../../src/domain/catalogue.ts';
import { answerScope, askCatalogue, faultsOfCatalogue, levelsByLaw, noCatalogue } from '../../src/domain/catalogue.ts';
import { draft, monday } from './lawCast.ts';

const entry = (change: Partial<CatalogueEntry>): CatalogueEntry => ({
  id: 'an-entry',
  act: 'permit',
  levels: 1,
  basis: 'S4',
  ...change,
});
const facts = (change: Partial<CatalogueFacts> = {}): CatalogueFacts => ({
  act: 'permit',
  kind: 'grant',
  procedure: 'permit',
  amountFen: null,
  triggers: [],
  circumstances: [],
  ...change,
});
const qilin: Catalogue = {
  version: 3,
  entries: [
    entry({ id: 'grants', kind: 'grant', levels: 0 }),
    entry({ id: 'refusals', kind: 'refuse' }),
    entry({ id: 'market-entry', trigger: 'marketEntry' }),
  ],
};
const rugao: Catalogue = {
  version: 1,
  entries: [
    entry({ id: 'summary', act: 'penalty', procedure: 'penalty-summary', levels: 0 }),
    entry({ id: 'ordinary', act: 'penalty', procedure: 'penalty-ordinary' }),
    entry({ id: 'major', act: 'penalty', minAmountFen: 5_000_000, levels: 2 }),
  ],
};

void t.test('the highest level of all entries that fit counts', (t) => {
  t.same(askCatalogue(qilin, facts()), { outcome: 'notRequired', levels: 0, entries: ['grants'], version: 3 });
  t.same(askCatalogue(qilin, facts({ triggers: ['marketEntry'] })), {
    outcome: 'required',
    levels: 1,
    entries: ['grants', 'market-entry'],
    version: 3,
  });
  t.match(askCatalogue(qilin, facts({ kind: 'refuse' })), { outcome: 'required', levels: 1 });
  t.end();
});

void t.test('what no entry fits is reviewed at one level', (t) => {
  const one = { outcome: 'required', levels: 1, entries: [], version: 3 };
  t.same(askCatalogue(qilin, facts({ kind: 'revoke' })), one);
  t.same(askCatalogue(qilin, facts({ act: 'penalty', kind: 'penalize' })), one, 'another act');
  const penalties = { version: 3, entries: [entry({ id: 'all', act: 'penalty', levels: 0 })] };
  t.same(askCatalogue(penalties, facts()), one, 'an entry of another act');
  t.same(askCatalogue(noCatalogue, facts()), { ...one, version: 0 }, 'no catalogue at all');
  t.end();
});

void t.test('a penalty is reviewed at two levels from an amount on', (t) => {
  const penalty = (amountFen: number | null, procedure = 'penalty-ordinary') =>
    askCatalogue(rugao, facts({ act: 'penalty', kind: 'penalize', procedure, amountFen })).levels;
  t.equal(penalty(4_999_999), 1);
  t.equal(penalty(5_000_000), 2);
  t.equal(penalty(20_000, 'penalty-summary'), 0);
  t.equal(penalty(null), 2, 'an amount nobody named counts as large');
  t.equal(askCatalogue(rugao, facts({ act: 'penalty', kind: 'noPenalty', procedure: 'penalty-ordinary' })).levels, 1);
  t.end();
});

void t.test('the law asks for a review whatever the catalogue says', (t) => {
  for (const weight of [
    { circumstances: ['hearing' as const] },
    { circumstances: ['complex' as const] },
    { triggers: ['publicInterest'] },
  ]) {
    t.equal(levelsByLaw(facts(weight)), 1);
    const answer = askCatalogue(qilin, facts(weight));
    t.same(answer, { outcome: 'required', levels: 1, entries: ['grants', 'law'], version: 3 });
  }
  t.equal(levelsByLaw(facts({ triggers: ['marketEntry'] })), 0);
  t.end();
});

void t.test('a circumstance can ask for more levels in a catalogue', (t) => {
  const catalogue = { version: 1, entries: [entry({ trigger: 'hearing', levels: 2 })] };
  t.equal(askCatalogue(catalogue, facts({ circumstances: ['hearing'] })).levels, 2);
  t.end();
});

void t.test('the answer is kept with its draft and the facts it used', (t) => {
  const about = draft({ version: 2, digest: 'digest-b', amountFen: 7, triggers: ['marketEntry'] });
  const answer = answerScope({ id: 'scope-1', at: monday }, about, qilin, {
    act: 'permit',
    procedure: 'permit',
    circumstances: ['complex'],
  });
  t.match(answer, { id: 'scope-1', draftVersion: 2, draftDigest: 'digest-b', levels: 1, voided: false, at: monday });
  t.same(answer.facts, facts({ amountFen: 7, triggers: ['marketEntry'], circumstances: ['complex'] }));
  t.end();
});

void t.test('a catalogue with faults is not published', (t) => {
  t.same(faultsOfCatalogue(qilin), []);
  t.same(faultsOfCatalogue(rugao), []);
  const faults = faultsOfCatalogue({
    version: 0,
    entries: [
      entry({ id: 'a', trigger: 'small', levels: 0 }),
      entry({ id: 'a', minAmountFen: 5, levels: 0 }),
      entry({ id: 'b', kind: 'penalize', basis: ' ' }),
      entry({ id: 'c', minAmountFen: 0.5 }),
    ],
  });
  t.same(faults, [
    'the version has to be 1 or more',
    'a: a trigger or an amount cannot excuse from review',
    'a: stands twice',
    'a: a trigger or an amount cannot excuse from review',
    'b: penalize is no decision of a permit',
    'b: names no basis',
    'c: minAmountFen has to be whole fen',
  ]);
  t.end();
});

const anyTriggers = fc.uniqueArray(fc.constantFrom('marketEntry', 'safety', 'publicInterest', 'unknown'));
const anyFacts = fc.record<CatalogueFacts>({
  act: fc.constantFrom('permit', 'penalty'),
  kind: fc.constantFrom('grant', 'refuse', 'penalize'),
  procedure: fc.constantFrom('permit', 'penalty-ordinary'),
  amountFen: fc.option(fc.nat(100)),
  triggers: anyTriggers,
  circumstances: fc.uniqueArray(fc.constantFrom('hearing', 'complex')),
});
const anyEntry = fc.record({
  kind: fc.constantFrom(undefined, 'revoke' as const),
  procedure: fc.constantFrom(undefined, 'permit'),
  minAmountFen: fc.option(fc.nat(100), { nil: undefined }),
  trigger: fc.constantFrom(undefined, 'marketEntry', 'safety', 'hearing'),
  levels: fc.constantFrom(0 as const, 1 as const, 2 as const),
});
const anyCatalogue = fc
  .array(anyEntry, { maxLength: 6 })
  .map((entries): Catalogue => ({
    version: 1,
    entries: entries.map(({ levels, ...rest }, index) => {
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
      return entry({ ...given, id: String(index), levels });
    }),
  }))
  .filter((catalogue) => faultsOfCatalogue(catalogue).length === 0);

void t.test('one more trigger, circumstance or fen never lowers the levels of a sound catalogue', (t) => {
  fc.assert(
    fc.property(anyCatalogue, anyFacts, anyTriggers, fc.nat(50), (catalogue, some, more, fen) => {
      const levels = askCatalogue(catalogue, some).levels;
      const heavier: CatalogueFacts = {
        ...some,
        triggers: [...some.triggers, ...more],
        circumstances: ['hearing', 'complex'],
        amountFen: some.amountFen === null ? null : some.amountFen + fen,
      };
      return askCatalogue(catalogue, heavier).levels >= levels;
    }),
  );
  t.end();
});
