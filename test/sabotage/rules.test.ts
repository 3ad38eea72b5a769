import t from 'tap';
import { readdirSync } from 'node:fs';
import { facts } from './facts.ts';
import { noticing, smallTree } from './fixtures.ts';
import { notRules } from './notRules.ts';
import { rulesOf } from './rules.ts';
import { textOf } from './domain.ts';

// npm run sabotage switches them off; here it is only shown that the list is whole and fits the source
t.setTimeout(120_000);

t.test('every rule of the domain is on the list, can be switched off, and has a test', async (t) => {
  const { mutants, faults } = rulesOf('.', facts, notRules);
  t.strictSame(faults, []);
  t.comment(`${mutants.length} rules`);
  // read once more, as text: whatever is exported and says that it may answer a Refusal
  const refusing = readdirSync('src/domain').flatMap((name) => {
    const text = textOf('src/domain', name);
    const signatures = text.matchAll(
      /^export function (\w+)\b(?:(?!\n\}|\) \{$|\): .*\{$)[^])*?\): [^\n]*\| Refusal/gm,
    );
    const alone = text.matchAll(/^export function (\w+)(?:(?!^export )[^])*?\| Refusal(?: \| undefined)? \{$/gm);
    return [...signatures, ...alone].map(([, of]) => ({ of, file: `src/domain/${name}` }));
  });
  t.ok(refusing.length > 50, `${refusing.length} functions refuse`);
  for (const { of, file } of refusing)
    t.ok(
      mutants.some((mutant) => mutant.of === of && mutant.file === file),
      `${of ?? ''} of ${file}`,
    );
});

t.test('each switch has a name of its own', async (t) => {
  const { mutants } = rulesOf('.', facts, notRules);
  const names = mutants.map(({ file, rule }) => `${file} ${rule}`);
  t.strictSame(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

const refusing = `import { refuse, type Refusal } from './refusal.ts';
`;
const tried: [what: string, file: string, faults: RegExp[]][] = [
  [
    'a guard without a test',
    `${refusing}export function requireDoor(): Refusal | undefined { return refuse('door'); }`,
    [/^requireDoor refuses nothing: there is no test test\/domain\/more\.test\.ts/],
  ],
  [
    'a value that nobody classed',
    'export const days = 7;',
    [/more\.ts exports days, which no line of the table switches off/],
  ],
  [
    'a rule without a line',
    'export function daysOf(act: string): number { return act.length; }',
    [/exports daysOf, which no line/],
  ],
  [
    'what refuses of its own and answers a value',
    `${refusing}export function doorOf(open: boolean): string | Refusal { return open ? 'door' : refuse('door'); }`,
    [/exports doorOf, which no line/, /^doorOf of .*more\.ts refuses of its own and answers a value; say in the table/],
  ],
];
for (const [what, file, faults] of tried)
  t.test(`${what} is a fault`, async (t) => {
    const root = t.testdir({ ...smallTree(noticing, { 'more.ts': `${file}\n` }) });
    t.match(rulesOf(root, {}, {}).faults, faults);
    t.equal(rulesOf(root, {}, {}).faults.length, faults.length);
  });

t.test('a line of the table that does not fit the source is a fault', async (t) => {
  const root = t.testdir({ ...smallTree(noticing, { 'days.ts': 'export const days: number[] = [7, 7];\n' }) });
  const faultsOf = (replace: string, by: string, name = 'gate', of = 'requireGate') =>
    rulesOf(root, { [name]: { [of]: [['a rule', replace, by]] } }, { days: { days: 'figures' } }).faults;
  t.strictSame(
    faultsOf('open ? undefined', 'true ? undefined').filter(
      (fault) => !fault.includes('hiddenBy') && !fault.includes('has no list'),
    ),
    [],
  );
  t.match(faultsOf('closed', 'true'), [/"closed" does not stand in requireGate/]);
  t.match(faultsOf('7', '8', 'days', 'days'), [/"7" stands more than once in days/]);
  t.match(faultsOf('open', 'open', 'gate', 'requireDoor'), [/src\/domain\/gate\.ts declares no requireDoor/]);
  t.match(faultsOf('open ? undefined', 'open ? undefined'), [/is replaced by itself/]);
  t.match(faultsOf('open ? undefined', 'open ? )').join(), /requireGate: a rule: .*expected/, 'it has to parse');
});

t.test('a reason that has lost its export, or stands beside a rule, is a fault', async (t) => {
  const root = t.testdir({ ...smallTree(noticing) });
  t.match(rulesOf(root, {}, { gate: { requireDoor: 'gone' } }).faults, [/exports no requireDoor; remove the reason/]);
  t.match(rulesOf(root, {}, { gate: { requireGate: 'harmless' } }).faults, [
    /requireGate of .* is a rule; remove the reason/,
  ]);
});
