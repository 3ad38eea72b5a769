import ts from 'typescript';
import type { Declared, Domain } from './domain.ts';
import { testOf, type Mutant } from './mutant.ts';

/** How one rule is switched off: its name, a text that stands once in the declaration, and what takes its place. */
export type Switch = readonly [rule: string, replace: string, by: string];
/** A list whose every line is a rule: each in turn is replaced. */
export interface EachLine {
  readonly each: 'element' | 'property';
  readonly by: string;
}
/** By file of `src/domain` and by function or constant of it. */
export type Facts = Readonly<Record<string, Readonly<Record<string, readonly Switch[] | EachLine>>>>;

/** The rules of a table, each as the place it stands at; a line that does not fit the source is a fault, never left out. */
export function namedMutants(domain: Domain, facts: Facts): { mutants: Mutant[]; faults: string[] } {
  const mutants: Mutant[] = [];
  const faults: string[] = [];
  for (const [name, declarations] of Object.entries(facts)) {
    for (const [of, switches] of Object.entries(declarations)) {
      const file = `src/domain/${name}.ts`;
      const declared = domain.declared.find((each) => each.file === file && each.name === of);
      const found = declared === undefined ? [`${file} declares no ${of}`] : mutantsOf(declared, switches);
      for (const each of found) {
        if (typeof each === 'string') faults.push(each);
        else mutants.push(each);
      }
    }
  }
  return { mutants, faults };
}

function mutantsOf(declared: Declared, switches: readonly Switch[] | EachLine): (Mutant | string)[] {
  if (!('each' in switches)) return switches.map((line) => switchedOff(declared, line));
  const lines = linesOf(declared.node, switches.each).filter((line) => line.getText(declared.source) !== switches.by);
  if (lines.length === 0) return [`${declared.name} of ${declared.file} has no ${switches.each}`];
  return lines.map((line) => {
    const name = (ts.isPropertyAssignment(line.parent) ? line.parent.name : line).getText(declared.source);
    const rule = `${declared.name}: ${name} ${switches.by === '' ? 'is missing' : `is ${switches.by}`}`;
    const end = line.getEnd();
    return mutant(declared, { rule, start: line.getStart(declared.source), end, text: switches.by || '...[]' });
  });
}

function linesOf(node: ts.Node, each: EachLine['each']): readonly ts.Node[] {
  if (each === 'element' && ts.isArrayLiteralExpression(node)) return node.elements;
  if (each === 'property' && ts.isPropertyAssignment(node)) return [node.initializer];
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    found.push(...linesOf(child, each));
  });
  return found;
}

function switchedOff(declared: Declared, [rule, replace, by]: Switch): Mutant | string {
  const { name, file, node, source } = declared;
  const text = node.getText(source);
  const at = text.indexOf(replace);
  if (at < 0) return `${rule}: "${replace}" does not stand in ${name} of ${file}`;
  if (text.indexOf(replace, at + 1) >= 0) return `${rule}: "${replace}" stands more than once in ${name} of ${file}`;
  if (replace === by) return `${rule}: "${replace}" is replaced by itself`;
  const start = node.getStart(source) + at;
  return mutant(declared, { rule: `${name}: ${rule}`, start, end: start + replace.length, text: by });
}

function mutant({ name, file }: Declared, place: Pick<Mutant, 'rule' | 'start' | 'end' | 'text'>): Mutant {
  return { of: name, file, test: testOf(file), ...place };
}
