import t from 'tap';
import { readAgencyFolder } from '../../src/store/agencyFolder.ts';
import { registerPrefixOf, reviewLimitsOf } from '../../src/domain/agencyRules.ts';

t.test('the Qilin bureau ships with catalogue and rules', async (t) => {
  const { catalogue, rules } = readAgencyFolder('agencies', 'qilin')!.law;
  t.match(reviewLimitsOf(rules), { days: 3, extensionDays: 5, basis: /麒麟区/ });
  t.equal(registerPrefixOf(rules, 'permit'), '麒审许');
  t.match(rules.publication?.permit, { publishable: true, days: 7, withdrawDays: 3 });
  t.equal(rules.checklist?.length, 6);
  t.notOk('$schema' in rules);
  t.equal(catalogue?.version, 1);
  t.notOk(
    catalogue?.entries.some((entry) => 'text' in entry),
    'its wording for the public stays in the file',
  );
});

t.test('an agency without a catalogue has none, and one with faults does not ship', async (t) => {
  const agency = JSON.stringify({ name: 'Bureau', region: 'CN' });
  const entry = { id: 'a', act: 'permit', levels: 0, trigger: 'safety', basis: 'plan' };
  const catalogue = JSON.stringify({ version: 1, entries: [entry] });
  const root = t.testdir({
    bare: { 'agency.json': agency },
    bad: { 'agency.json': agency, 'catalogue.json': catalogue },
  });
  t.strictSame(readAgencyFolder(root, 'bare')?.law, { catalogue: null, rules: {} });
  t.throws(() => readAgencyFolder(root, 'bad'), /cannot be published: a: a trigger or an amount cannot excuse/);
  t.equal(readAgencyFolder(root, 'none'), undefined);
});
