import { childOf, compileNode, nameOf, truth, type Compiling, type Evaluate, type Local, type Scene } from './form.ts';
import { isList, kindOf, Undecidable, type Value } from './value.ts';
import type { SyntaxNode } from './syntax.ts';

/** `for a in …, b in … return …`. */
export function forExpression(node: SyntaxNode, compiling: Compiling): Evaluate {
  const loop = compileLoop(node, compiling);
  return (scene) => {
    const results: Value[] = [];
    loop(scene, (value) => {
      results.push(value);
      return false;
    });
    return results;
  };
}

/** `some a in … satisfies …`, `every a in … satisfies …`; stops as soon as it is decided. */
export function quantified(node: SyntaxNode, compiling: Compiling): Evaluate {
  const loop = compileLoop(node, compiling);
  const word = childOf(node, 0).text;
  const decisive = word === 'some';
  return (scene) => (loop(scene, (value) => truth(value, word) === decisive) ? decisive : !decisive);
}

/** Calls `visit` with each result until it answers true; tells whether it did. */
type Loop = (scene: Scene, visit: (value: Value) => boolean) => boolean;

function compileLoop(node: SyntaxNode, compiling: Compiling): Loop {
  const levels: { readonly slot: number; readonly values: (scene: Scene) => Iterable<Value> }[] = [];
  let inner = compiling;
  for (const iterator of childOf(node, 1).children) {
    const local: Local = { name: nameOf(childOf(iterator, 0)), slot: inner.locals.length, entries: false };
    levels.push({ slot: local.slot, values: iterated(childOf(iterator, 2), inner) });
    inner = { ...inner, locals: [...inner.locals, local] };
  }
  const body = compileNode(childOf(node, -1), inner);
  const { weight } = childOf(node, -1);
  const run = (depth: number, scene: Scene, visit: (value: Value) => boolean): boolean => {
    const level = levels[depth];
    if (level === undefined) return visit(body(scene));
    for (const value of level.values(scene)) {
      scene.budget.turn(weight);
      scene.locals[level.slot] = value;
      if (run(depth + 1, scene, visit)) return true;
    }
    return false;
  };
  return (scene, visit) => run(0, scene, visit);
}

function iterated(node: SyntaxNode, compiling: Compiling): (scene: Scene) => Iterable<Value> {
  const first = compileNode(childOf(node, 0), compiling);
  if (node.children.length === 1) {
    return (scene) => {
      const value = first(scene);
      if (!isList(value)) throw new Undecidable(`"for", "some" and "every" need a list, not this ${kindOf(value)}`);
      return value;
    };
  }
  const last = compileNode(childOf(node, 2), compiling);
  return (scene) => range(first(scene), last(scene));
}

function* range(from: Value, to: Value): Generator<number> {
  if (typeof from !== 'number' || typeof to !== 'number' || !Number.isSafeInteger(from) || !Number.isSafeInteger(to)) {
    throw new Undecidable('a range to walk through needs whole numbers');
  }
  const step = from <= to ? 1 : -1;
  for (let at = from; step > 0 ? at <= to : at >= to; at += step) yield at;
}
