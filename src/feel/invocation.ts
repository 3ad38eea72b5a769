import { Budget } from './budget.ts';
import { childOf, compileNode, fold, literalText, nameOf, NotSupported } from './form.ts';
import { builtIns } from './functions.ts';
import { applyPattern, compilePattern, patternFunctions } from './pattern.ts';
import { isList, type Value } from './value.ts';
import type { Compiling, Evaluate } from './form.ts';
import type { SyntaxNode } from './syntax.ts';

/** A call of a built-in function; there are no others. */
export function invocation(node: SyntaxNode, compiling: Compiling): Evaluate {
  const name = nameOf(childOf(node, 0));
  const args = positional(node);
  const known = builtIns.get(name);
  const arity = known ?? patternFunctions.get(name);
  if (arity === undefined) throw new NotSupported(`The function ${name} is not supported.`, node);
  if (args.length < arity.least || args.length > arity.most) {
    throw new NotSupported(`${name}() does not take ${String(args.length)} arguments.`, node);
  }
  if (known === undefined) return patternInvocation(name, node, args, compiling);
  const compiled = args.map((arg) => compileNode(arg, compiling));
  if (childOf(node, 0).name === 'DateTimeConstructor' && args.every(isLiteral)) {
    const values = args.map(literalValue);
    const value = fold(node, () => known.call(values, { now: '', budget: new Budget() }));
    return () => value;
  }
  return (scene) => {
    const values = compiled.map((arg) => arg(scene));
    charge(values, scene.budget);
    return known.call(values, scene);
  };
}

function positional(node: SyntaxNode): readonly SyntaxNode[] {
  const parameters = node.children.slice(1).find((child) => child.name !== '(' && child.name !== ')');
  if (parameters === undefined || parameters.name === 'PositionalParameters') return parameters?.children ?? [];
  throw new NotSupported('Named arguments are not supported: give them by position.', parameters);
}

function patternInvocation(
  name: string,
  node: SyntaxNode,
  args: readonly SyntaxNode[],
  compiling: Compiling,
): Evaluate {
  const [, pattern, third, fourth] = args;
  const flags = name === 'matches' ? third : fourth;
  if (pattern?.name !== 'StringLiteral' || (flags !== undefined && flags.name !== 'StringLiteral')) {
    throw new NotSupported(`${name}() needs its pattern and flags as literal text.`, node);
  }
  const compiled = compilePattern(literalText(pattern), flags === undefined ? '' : literalText(flags));
  if ('error' in compiled) throw new NotSupported(compiled.error, pattern);
  const input = compileNode(args[0] ?? node, compiling);
  const replacement = name === 'replace' && third !== undefined ? compileNode(third, compiling) : () => null;
  return (scene) => applyPattern(name, compiled, input(scene), replacement(scene), scene.budget);
}

/** Functions read their arguments whole, so they cost what these are large. */
function charge(values: readonly Value[], budget: Budget): void {
  for (const value of values) {
    budget.work(typeof value === 'string' ? 1 + value.length / 16 : isList(value) ? 1 + value.length : 1);
  }
}

function isLiteral(node: SyntaxNode): boolean {
  return node.name === 'StringLiteral' || node.name === 'NumericLiteral';
}

function literalValue(node: SyntaxNode): Value {
  return node.name === 'StringLiteral' ? literalText(node) : Number(node.text.replace(/\s/g, ''));
}
