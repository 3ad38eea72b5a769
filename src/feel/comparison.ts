import { childOf, compileNode, NotSupported, type Compiling, type Evaluate, type Scene } from './form.ts';
import { compare, isMember } from './operators.ts';
import { isList, Undecidable, type Value } from './value.ts';
import type { SyntaxNode } from './syntax.ts';

/** `a = b`, `a between b and c`, `a in …`. */
export function comparison(node: SyntaxNode, compiling: Compiling): Evaluate {
  const operator = childOf(node, 1);
  const left = compileNode(childOf(node, 0), compiling);
  if (operator.name === 'in') return membership(left, node, compiling);
  const right = compileNode(childOf(node, 2), compiling);
  if (operator.name === 'between') {
    const high = compileNode(childOf(node, 4), compiling);
    return (scene) => isWithin(left(scene), right(scene), high(scene), scene);
  }
  const sign = operator.text;
  if (childOf(node, 0).name === 'null') return isNull(right, sign, node);
  if (childOf(node, 2).name === 'null') return isNull(left, sign, node);
  return (scene) => compare(sign, left(scene), right(scene), scene.budget);
}

function isNull(operand: Evaluate, sign: string, node: SyntaxNode): Evaluate {
  if (sign !== '=' && sign !== '!=') throw new NotSupported('null has no order: use = or !=.', node);
  return (scene) => (operand(scene) === null) === (sign === '=');
}

function isWithin(value: Value, low: Value, high: Value, { budget }: Scene, [above, below] = ['>=', '<=']): boolean {
  const isAbove = compare(above, value, low, budget);
  const isBelow = compare(below, value, high, budget);
  if (compare('>', low, high, budget)) throw new Undecidable('the bounds of a range stand in the wrong order');
  return isAbove && isBelow;
}

type Test = (value: Value, scene: Scene) => boolean;

function membership(left: Evaluate, node: SyntaxNode, compiling: Compiling): Evaluate {
  const tests = node.children
    .slice(2)
    .flatMap((child) =>
      child.name === 'PositiveUnaryTests' ? child.children : child.name === '(' || child.name === ')' ? [] : [child],
    )
    .map((test) => unaryTest(unwrap(test), compiling));
  return (scene) => {
    const value = left(scene);
    if (value === null) throw new Undecidable('"in" cannot look for null');
    return tests.some((test) => test(value, scene));
  };
}

function unwrap(node: SyntaxNode): SyntaxNode {
  return node.name === 'PositiveUnaryTest' ? unwrap(childOf(node, 0)) : node;
}

function unaryTest(node: SyntaxNode, compiling: Compiling): Test {
  if (node.name !== 'SimplePositiveUnaryTest') {
    const expected = compileNode(node, compiling);
    return (value, scene) => {
      const found = expected(scene);
      return isMember(value, isList(found) ? found : [found], scene.budget);
    };
  }
  const first = childOf(node, 0);
  if (first.name === 'Interval') return interval(first, compiling);
  const bound = compileNode(childOf(node, 1), compiling);
  return (value, scene) => compare(first.text, value, bound(scene), scene.budget);
}

function interval(node: SyntaxNode, compiling: Compiling): Test {
  const low = compileNode(childOf(node, 1), compiling);
  const high = compileNode(childOf(node, 3), compiling);
  const signs: [string, string] = [
    childOf(node, 0).text === '[' ? '>=' : '>',
    childOf(node, 4).text === ']' ? '<=' : '<',
  ];
  return (value, scene) => isWithin(value, low(scene), high(scene), scene, signs);
}
