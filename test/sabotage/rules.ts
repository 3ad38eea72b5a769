import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { answersOf, computedMutants, isGuard, ownRefusals, type Answers } from './computed.ts';
import { readDomain, syntaxFaults, textOf, type Domain } from './domain.ts';
import { applied, type Mutant } from './mutant.ts';
import { namedMutants, type Facts } from './named.ts';

/** What is exported and decides nothing, with why, by file. */
export type NotRules = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Rules {
  readonly mutants: readonly Mutant[];
  /** What is missing from the list of rules, or does not fit the source any more. */
  readonly faults: readonly string[];
}

/** Every rule of the tree's `src/domain` and how it is switched off: those that follow from the types, then the table's. */
export function rulesOf(root: string, facts: Facts, notRules: NotRules): Rules {
  const domain = readDomain(root);
  const named = namedMutants(domain, facts);
  const mutants = numbered([...computedMutants(domain), ...named.mutants]);
  return {
    mutants,
    faults: [
      ...named.faults,
      ...uncovered(domain, mutants, notRules),
      ...withoutOwnEntry(domain, facts),
      ...staleReasons(domain, mutants, notRules),
      ...mutants.flatMap((mutant) => faultsOfMutant(root, mutant)),
    ],
  };
}

/** Tells the second and third of a name apart. */
function numbered(mutants: readonly Mutant[]): Mutant[] {
  const seen = new Map<string, number>();
  return mutants.map((mutant) => {
    const name = `${mutant.file} ${mutant.rule}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? mutant : { ...mutant, rule: `${mutant.rule} (${count})` };
  });
}

/** Whatever is exported is a rule with a way to switch it off, or is said to be none. What can refuse always is one. */
function uncovered({ declared, checker }: Domain, mutants: readonly Mutant[], notRules: NotRules): string[] {
  return declared
    .filter((each) => {
      const isRule = mutants.some(({ of, file }) => of === each.name && file === each.file);
      const answers = answersOf(each, checker);
      if (isRule || !each.exported || isWord(answers)) return false;
      return answers?.refusal === true || entryOf(notRules, each.file, each.name) === undefined;
    })
    .map(
      ({ name, file }) =>
        `${file} exports ${name}, which no line of the table switches off; add how, or why it is no rule`,
    );
}

/** Who answers a value or says no of its own cannot be switched off by its type: it needs a line of the table. */
function withoutOwnEntry({ declared, checker }: Domain, facts: Facts): string[] {
  return declared
    .filter((each) => {
      const answers = answersOf(each, checker);
      if (answers === null || !answers.refusal || !answers.value || isGuard(answers)) return false;
      return ownRefusals(each, checker).length > 0 && entryOf(facts, each.file, each.name) === undefined;
    })
    .map(
      ({ name, file }) =>
        `${name} of ${file} refuses of its own and answers a value; say in the table how it is switched off`,
    );
}

/** Only a refusal: how a rule says no, not when. */
function isWord(answers: Answers | null): boolean {
  return answers !== null && answers.refusal && !answers.nothing && !answers.value;
}

function staleReasons({ declared }: Domain, mutants: readonly Mutant[], notRules: NotRules): string[] {
  return Object.entries(notRules).flatMap(([name, reasons]) =>
    Object.keys(reasons).flatMap((of) => {
      const file = `src/domain/${name}.ts`;
      if (!declared.some((each) => each.exported && each.file === file && each.name === of))
        return [`${file} exports no ${of}; remove the reason why it is no rule`];
      return mutants.some((mutant) => mutant.of === of && mutant.file === file)
        ? [`${of} of ${file} is a rule; remove the reason why it is none`]
        : [];
    }),
  );
}

function faultsOfMutant(root: string, mutant: Mutant): string[] {
  const missing = existsSync(join(root, mutant.test)) ? [] : [`${mutant.rule}: there is no test ${mutant.test}`];
  return [
    ...missing,
    ...syntaxFaults(mutant.file, applied(mutant, textOf(root, mutant.file))).map((fault) => `${mutant.rule}: ${fault}`),
  ];
}

function entryOf<T>(
  table: Readonly<Record<string, Readonly<Record<string, T>>>>,
  file: string,
  name: string,
): T | undefined {
  return table[file.replace(/^src\/domain\/|\.ts$/g, '')]?.[name];
}
