import type { Declared, Domain } from './domain.ts';
import { testOf, type Mutant } from './mutant.ts';

/** How one rule is switched off: its name, a text that stands once in the declaration, and what takes its place. */
export type Switch = readonly [rule: string, replace: string, by: string];
/** By file of `src/domain` and by function or constant of it. */
export type Facts = Readonly<Record<string, Readonly<Record<string, readonly Switch[]>>>>;

/** The rules of a table, each as the place it stands at; a line that does not fit the source is a fault, never left out. */
export function namedMutants(domain: Domain, facts: Facts): { mutants: Mutant[]; faults: string[] } {
  const mutants: Mutant[] = [];
  const faults: string[] = [];
  for (const [name, declarations] of Object.entries(facts)) {
    for (const [of, switches] of Object.entries(declarations)) {
      const file = `src/domain/${name}.ts`;
      const declared = domain.declared.find((each) => each.file === file && each.name === of);
      for (const line of switches) {
        const found = declared === undefined ? `${file} declares no ${of}` : namedMutant(declared, line);
        if (typeof found === 'string') faults.push(`${line[0]}: ${found}`);
        else mutants.push(found);
      }
    }
  }
  return { mutants, faults };
}

function namedMutant({ name, file, node, source }: Declared, [rule, replace, by]: Switch): Mutant | string {
  const text = node.getText(source);
  const at = text.indexOf(replace);
  if (at < 0) return `"${replace}" does not stand in ${name} of ${file}`;
  if (text.indexOf(replace, at + 1) >= 0) return `"${replace}" stands more than once in ${name} of ${file}`;
  if (replace === by) return `"${replace}" is replaced by itself`;
  const start = node.getStart(source) + at;
  const place = { start, end: start + replace.length, text: by };
  return { rule: `${name}: ${rule}`, of: name, file, test: testOf(file), ...place };
}
