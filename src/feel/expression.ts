import { childOf, compileNode, fold, literalText, nameOf, NotSupported, truth } from './form.ts';
import { comparison } from './comparison.ts';
import { invocation } from './invocation.ts';
import { forExpression, quantified } from './iteration.ts';
import { arithmetic } from './operators.ts';
import { construct, temporalPart } from './temporal.ts';
import { isEntries, isList, isTemporal, kindOf, Undecidable, type Entries, type Value } from './value.ts';
import type { Compiling, Evaluate, Form, Local } from './form.ts';
import type { SyntaxNode } from './syntax.ts';

/** The kinds of node that an expression may consist of. */
export const forms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['Expression', (node, c) => compileNode(childOf(node, 0), c)],
  ['ParenthesizedExpression', (node, c) => compileNode(childOf(node, 1), c)],
  ['PositiveUnaryTest', (node, c) => compileNode(childOf(node, 0), c)],
  ['null', () => () => null],
  ['BooleanLiteral', (node) => constant(node.text === 'true')],
  ['NumericLiteral', (node) => constant(Number(node.text.replace(/\s/g, '')))],
  ['StringLiteral', (node) => constant(literalText(node))],
  ['VariableName', variable],
  ['Conjunction', (node, c) => junction(node, c, false)],
  ['Disjunction', (node, c) => junction(node, c, true)],
  ['Comparison', comparison],
  ['ArithmeticExpression', arithmeticExpression],
  ['IfExpression', ifExpression],
  ['ForExpression', forExpression],
  ['QuantifiedExpression', quantified],
  ['List', list],
  ['Context', context],
  ['PathExpression', path],
  ['FilterExpression', filter],
  ['FunctionInvocation', invocation],
  ['DateTimeLiteral', (node, c) => (node.children.length === 1 ? atLiteral(childOf(node, 0)) : invocation(node, c))],
]);

function constant(value: Value): Evaluate {
  return () => value;
}

function variable(node: SyntaxNode, { locals, names }: Compiling): Evaluate {
  const name = nameOf(node);
  if (/(?:^| )(?:is|not|equals|xor|like|contains)(?: |$)/.test(name)) {
    throw new NotSupported(`"${name}" reads as one name; write =, !=, not(…) or a function.`, node);
  }
  const bound = locals.findLast((local) => local.name === name);
  const items = locals
    .filter((local) => local.entries && (bound === undefined || local.slot > bound.slot))
    .toReversed();
  if (bound === undefined) names.add(name);
  return ({ variables, locals: values }) => {
    for (const { slot } of items) {
      const item = values[slot] ?? null;
      if (isEntries(item) && Object.hasOwn(item, name)) return item[name] ?? null;
    }
    if (bound !== undefined) return values[bound.slot] ?? null;
    if (!Object.hasOwn(variables, name)) throw new Undecidable(`the variable ${name} is missing`);
    return variables[name] ?? null;
  };
}

/** Read from the left; a part is only read while the parts before it leave the answer open. */
function junction(node: SyntaxNode, compiling: Compiling, decisive: boolean): Evaluate {
  const left = compileNode(childOf(node, 0), compiling);
  const right = compileNode(childOf(node, 2), compiling);
  const word = decisive ? 'or' : 'and';
  return (scene) =>
    truth(left(scene), word) === decisive || truth(right(scene), word) === decisive ? decisive : !decisive;
}

function arithmeticExpression(node: SyntaxNode, compiling: Compiling): Evaluate {
  const [first, second] = [childOf(node, 0), childOf(node, 1)];
  if (node.children.length === 2) {
    const negated = compileNode(second, compiling);
    return (scene) => arithmetic('-', 0, negated(scene), scene.budget);
  }
  const left = compileNode(first, compiling);
  const right = compileNode(childOf(node, 2), compiling);
  const sign = second.text;
  return (scene) => arithmetic(sign, left(scene), right(scene), scene.budget);
}

function ifExpression(node: SyntaxNode, compiling: Compiling): Evaluate {
  const [condition, then, otherwise] = [1, 3, 5].map((at) => compileNode(childOf(node, at), compiling));
  if (condition === undefined || then === undefined || otherwise === undefined)
    throw new NotSupported('if needs else', node);
  return (scene) => (truth(condition(scene), 'if') ? then(scene) : otherwise(scene));
}

function list(node: SyntaxNode, compiling: Compiling): Evaluate {
  const entries = node.children.slice(1, -1).map((entry) => compileNode(entry, compiling));
  return (scene) => entries.map((entry) => entry(scene));
}

function context(node: SyntaxNode, compiling: Compiling): Evaluate {
  // an entry may read the entries before it, and these hide variables
  const self: Local = { name: '', slot: compiling.locals.length, entries: true };
  const inside = { ...compiling, locals: [...compiling.locals, self] };
  const entries = node.children.slice(1, -1).map((entry) => {
    const key = childOf(childOf(entry, 0), 0);
    const name = key.name === 'StringLiteral' ? literalText(key) : nameOf(key);
    return { name, value: compileNode(childOf(entry, 1), inside) };
  });
  return (scene) => {
    const made = Object.create(null) as Record<string, Value>;
    for (const { name, value } of entries) {
      scene.locals[self.slot] = made;
      made[name] = value(scene);
    }
    return made;
  };
}

function path(node: SyntaxNode, compiling: Compiling): Evaluate {
  const target = compileNode(childOf(node, 0), compiling);
  const name = nameOf(childOf(node, 2));
  const read = (value: Value): Value => {
    const part = isTemporal(value) ? temporalPart(value, name) : isEntries(value) ? entryOf(value, name) : undefined;
    if (part === undefined) throw new Undecidable(`there is no entry ${name} in this ${kindOf(value)}`);
    return part;
  };
  return (scene) => {
    const value = target(scene);
    if (!isList(value)) return read(value);
    scene.budget.work(value.length);
    return value.map(read);
  };
}

function entryOf(value: Entries, name: string): Value | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function filter(node: SyntaxNode, compiling: Compiling): Evaluate {
  const target = compileNode(childOf(node, 0), compiling);
  const inner = childOf(node, 2);
  const item: Local = { name: 'item', slot: compiling.locals.length, entries: true };
  const keep = compileNode(inner, { ...compiling, locals: [...compiling.locals, item] });
  return (scene) => {
    const value = target(scene);
    const all = isList(value) ? value : [value];
    if (value === null) throw new Undecidable('null cannot be filtered');
    if (inner.name === 'NumericLiteral') return at(all, keep(scene));
    return all.filter((entry) => {
      scene.budget.turn(inner.weight);
      scene.locals[item.slot] = entry;
      return truth(keep(scene), 'filter');
    });
  };
}

function at(all: readonly Value[], position: Value): Value {
  const index = Number(position);
  const entry = all.at(index < 0 ? index : index - 1);
  if (index === 0 || entry === undefined) throw new Undecidable(`the list has no entry ${String(index)}`);
  return entry;
}

function atLiteral(node: SyntaxNode): Evaluate {
  const text = literalText(childOf(node, 0));
  const kind = /^-?P/.test(text)
    ? 'duration'
    : /^\d\d:/.test(text)
      ? 'time'
      : text.includes('T')
        ? 'date and time'
        : 'date';
  return constant(fold(node, () => construct(kind, [text])));
}
