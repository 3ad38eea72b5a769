import { parseExpression } from 'feelin';

/** A FEEL text that is not understood; `position` counts characters from 0. */
export interface FeelError {
  readonly error: string;
  readonly position: number;
}

/** A node of the syntax tree; punctuation stands among the children under its own sign. */
export interface SyntaxNode {
  readonly name: string;
  readonly from: number;
  readonly text: string;
  readonly children: readonly SyntaxNode[];
  /** How many nodes the tree below has, itself included: what one evaluation costs. */
  readonly weight: number;
}

const maxLength = 4096;
const maxTokens = 1000;
const maxNesting = 32;
const maxWords = 8;

/** Parses a FEEL expression. Size and nesting are bounded first, since the parser's error recovery is slow on junk. */
export function parse(text: string): SyntaxNode | FeelError {
  const refused = measure(text);
  if (refused !== undefined) return refused;
  return convert(parseExpression(text, {}, undefined).topNode, text);
}

export function isFeelError(value: object): value is FeelError {
  return 'error' in value;
}

type TreeNode = ReturnType<typeof parseExpression>['topNode'];

function convert(node: TreeNode, text: string): SyntaxNode | FeelError {
  const children: SyntaxNode[] = [];
  let weight = 1;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.type.isError) return unreadable(text, child.from);
    if (child.type.isSkipped) continue;
    const converted = convert(child, text);
    if (isFeelError(converted)) return converted;
    children.push(converted);
    weight += converted.weight;
  }
  return { name: node.name, from: node.from, text: text.slice(node.from, node.to), children, weight };
}

function unreadable(text: string, position: number): FeelError {
  const rest = text.slice(position).trimStart();
  const at = rest === '' ? 'the end' : `"${rest.slice(0, 20)}"`;
  return { error: `The expression cannot be read at ${at} (character ${String(position + 1)}).`, position };
}

const token =
  /\s+|\/\/[^\n]*|\/\*[^]*?\*\/|(?<text>"(?:[^"\\]|\\[^])*")|(?<range>\.\.)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<open>[([{])|(?<close>[)\]}])|(?<sign>[^])/uy;
const partner: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function measure(text: string): FeelError | undefined {
  if (text.length > maxLength) return tooLarge(`is longer than ${String(maxLength)} characters`, maxLength);
  const open: string[] = [];
  let tokens = 0;
  let words = 0;
  let signs = 0;
  let literal = false;
  token.lastIndex = 0;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    const groups = token.exec(text)?.groups ?? {};
    const { text: quoted, number, word, open: opening, close, sign = groups['range'] } = groups;
    if ([quoted, number, word, opening, close, sign].every((part) => part === undefined)) continue;
    if (++tokens > maxTokens) return tooLarge(`has more than ${String(maxTokens)} parts`, at);
    words = word === undefined ? 0 : words + 1;
    signs = sign === undefined ? 0 : signs + 1;
    if (sign === '"' || words > maxWords || signs > 4) return unreadable(text, at);
    const isLiteral = quoted !== undefined || number !== undefined;
    if (isLiteral && literal) return unreadable(text, at);
    literal = isLiteral;
    if (opening !== undefined && open.push(opening) > maxNesting) {
      return tooLarge(`is nested more than ${String(maxNesting)} deep`, at);
    }
    // an interval may be closed by a bracket of the other kind
    if (close !== undefined) {
      const opened = open.pop();
      if (opened === undefined || (opened === '{') !== (partner[close] === '{')) return unreadable(text, at);
    }
  }
  return open.length > 0 ? unreadable(text, text.length) : undefined;
}

function tooLarge(what: string, position: number): FeelError {
  return { error: `The expression ${what}; split it, or decide it in a step of its own.`, position };
}
