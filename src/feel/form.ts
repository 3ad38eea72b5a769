import { kindOf, Undecidable, type Value } from './value.ts';
import type { Budget } from './budget.ts';
import type { SyntaxNode } from './syntax.ts';
import type { Instant, Variables } from '../domain/json.ts';

/** What an expression is evaluated in; `locals` are the values of `for` names and filter items, by slot. */
export interface Scene {
  readonly variables: Variables;
  readonly now: Instant;
  readonly budget: Budget;
  readonly locals: Value[];
}
export type Evaluate = (scene: Scene) => Value;

/** A name that the text itself binds: `for x in …`, or the item of a filter, whose entries are names too. */
export interface Local {
  readonly name: string;
  readonly slot: number;
  readonly entries: boolean;
}

/** How one kind of node becomes a closure; throws {@link NotSupported}. */
export type Form = (node: SyntaxNode, compiling: Compiling) => Evaluate;
export interface Compiling {
  readonly forms: ReadonlyMap<string, Form>;
  readonly locals: readonly Local[];
  /** Variables that the text reads. */
  readonly names: Set<string>;
}

/** Why a text that parses cannot be used. */
export class NotSupported extends Error {
  readonly position: number;
  constructor(message: string, node: SyntaxNode) {
    super(message);
    this.position = node.from;
  }
}

/** Compiles a node into a closure by the form of its kind. */
export function compileNode(node: SyntaxNode, compiling: Compiling): Evaluate {
  const form = compiling.forms.get(node.name);
  if (form === undefined) throw new NotSupported(`"${node.text.slice(0, 40)}" (${node.name}) is not supported.`, node);
  return form(node, compiling);
}

/** The child at `index`; the parser guarantees it. */
export function childOf(node: SyntaxNode, index: number): SyntaxNode {
  const child = node.children.at(index);
  if (child === undefined) throw new NotSupported(`"${node.text.slice(0, 40)}" is incomplete.`, node);
  return child;
}

/** The text of a string literal without quotes and escapes. */
export function literalText(node: SyntaxNode): string {
  try {
    return String(JSON.parse(node.text.replace(/[\n\r\t]/g, (sign) => JSON.stringify(sign).slice(1, -1))));
  } catch {
    throw new NotSupported(`The text ${node.text.slice(0, 40)} holds an escape that is not supported.`, node);
  }
}

/** A name as FEEL reads it: single spaces between its words. */
export function nameOf(node: SyntaxNode): string {
  return node.text.replace(/`/g, '').replace(/\s+/g, ' ').trim();
}

/** The value as true or false; `where` names the place that needs it. */
export function truth(value: Value, where: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new Undecidable(`"${where}" needs true or false, not this ${kindOf(value)}`);
}

/** Computes a constant while compiling, so that a wrong one is found at deployment. */
export function fold(node: SyntaxNode, compute: () => Value): Value {
  try {
    return compute();
  } catch (error) {
    if (error instanceof Undecidable) throw new NotSupported(`${node.text.slice(0, 60)}: ${error.message}.`, node);
    throw error;
  }
}
