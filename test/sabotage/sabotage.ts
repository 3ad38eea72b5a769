import { textOf } from './domain.ts';
import { applied, type Mutant } from './mutant.ts';
import { rulesOf, type NotRules } from './rules.ts';
import type { Facts } from './named.ts';
import { copyTree, type Tree } from './tree.ts';
import { assertionsOf, hasFailed, verdictOf, type Verdict } from './verdict.ts';

export interface Job {
  readonly root: string;
  readonly facts: Facts;
  readonly notRules: NotRules;
  /** Only rules whose name, file or function contains it. */
  readonly only: string;
  /** Copies that work at the same time. */
  readonly copies: number;
  readonly say: (line: string) => void;
}
export interface Report {
  readonly rules: number;
  readonly files: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly seconds: number;
  /** Everything that has to be mended; empty: every rule is held by its test. */
  readonly faults: readonly string[];
}

/** How long a test may take before it counts as hung. */
const limitMs = 60_000;

/** Switches off each rule in turn in copies of a tree, and runs the rule's own test, which has to fail. */
export async function sabotage({ root, facts, notRules, only, copies, say }: Job): Promise<Report> {
  const started = performance.now();
  const trees = Array.from({ length: copies }, () => copyTree(root));
  const [first] = trees;
  if (first === undefined) throw new RangeError('Sabotage needs at least one copy.');
  try {
    const { mutants, faults } = rulesOf(first.root, facts, notRules);
    const chosen = mutants.filter(({ rule, file }) => `${rule} ${file}`.includes(only));
    const tests = [...new Set(chosen.map(({ test }) => test))];
    const unfit = (await inTurn(trees, tests, unfitTest)).filter((fault) => fault !== undefined);
    const judged = chosen.filter(({ test }) => !unfit.some((fault) => fault.test === test));
    const found = await inTurn(trees, judged, async (tree, mutant) => {
      const { verdict, seconds } = await tried(tree, mutant);
      say(`${verdict.padEnd(8)} ${seconds.toFixed(1).padStart(5)} s  ${mutant.file}  ${mutant.test}  ${mutant.rule}`);
      return { verdict, mutant };
    });
    const count = (wanted: Verdict) => found.filter(({ verdict }) => verdict === wanted).length;
    const noticed = found.filter(({ verdict }) => verdict !== 'killed');
    return {
      rules: judged.length,
      files: new Set(judged.map(({ file }) => file)).size,
      verdicts: { killed: count('killed'), survived: count('survived'), broken: count('broken'), hung: count('hung') },
      seconds: Math.round((performance.now() - started) / 1000),
      faults: [
        ...faults,
        ...unfit.map(({ test, why }) => `${test} ${why}`),
        ...(judged.length === 0 ? ['no rule was switched off'] : []),
        ...noticed.map(({ verdict, mutant }) => `${verdict}: ${mutant.rule} (${mutant.file}, ${mutant.test})`),
      ],
    };
  } finally {
    for (const tree of trees) tree.remove();
  }
}

async function tried(tree: Tree, mutant: Mutant): Promise<{ verdict: Verdict; seconds: number }> {
  const started = performance.now();
  const whole = textOf(tree.root, mutant.file);
  tree.write(mutant.file, applied(mutant, whole));
  const { code, tap } = await tree.run(mutant.test, limitMs, hasFailed);
  tree.write(mutant.file, whole);
  return { verdict: verdictOf(code, tap), seconds: (performance.now() - started) / 1000 };
}

/** Why a test cannot judge: it is red, or asserts nothing, with every rule in force. */
async function unfitTest(tree: Tree, test: string): Promise<{ test: string; why: string } | undefined> {
  const { code, tap } = await tree.run(test, limitMs);
  if (code !== 0) return { test, why: 'is not green with every rule in force' };
  return assertionsOf(tap) > 0 ? undefined : { test, why: 'asserts nothing' };
}

/** Gives each item to the next copy that is free. */
async function inTurn<T, R>(
  trees: readonly Tree[],
  items: readonly T[],
  work: (tree: Tree, item: T) => Promise<R>,
): Promise<R[]> {
  const left = items.entries();
  const results: R[] = [];
  await Promise.all(
    trees.map(async (tree) => {
      for (const [index, item] of left) results[index] = await work(tree, item);
    }),
  );
  return results;
}
