/** A start tag. `parent` is the index of the tag around it, or -1. */
export interface Tag {
  readonly at: number;
  /** Where the element ends; beyond the text while it is not closed. */
  readonly end: number;
  readonly name: string;
  readonly id: string | null;
  readonly parent: number;
  readonly depth: number;
  /** Set inside a diagram, and inside the extension elements of vendors. */
  readonly realm: 'diagram' | 'extension' | null;
}

/** What stopped or disturbed the scan, at a character position. */
export interface Fault {
  readonly kind: 'malformed' | 'doctype' | 'entity' | 'character';
  readonly at: number;
  readonly what: string;
}

export interface Scan {
  readonly tags: readonly Tag[];
  readonly faults: readonly Fault[];
}

const startTag = /<([^\s/>=<"'!?]+)((?:\s+[^\s=>/<"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const idAttribute = /(?:^|\s)id\s*=\s*(?:"([^"]*)"|'([^']*)')/;
const attribute = /\s+([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const reference = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));|&[^\s;&<]{0,20};?/g;

/** Reads the tags of an XML text in one pass, without building a tree; stops at the first malformed place. */
export function scan(text: string): Scan {
  const tags: (Tag & { end: number })[] = [];
  const faults: Fault[] = [];
  const open: number[] = [];
  const stop = (kind: Fault['kind'], at: number, what: string): Scan => {
    faults.push({ kind, at, what });
    return { tags, faults };
  };
  let at = 0;
  for (let next = text.indexOf('<'); next >= 0; next = text.indexOf('<', at)) {
    checkReferences(text.slice(at, next), at, faults);
    if (text.startsWith('<!', next) || text.startsWith('<?', next)) {
      const end = skipSpecial(text, next);
      if (end === undefined) return stop('doctype', next, text.slice(next, next + 30));
      if (end < 0) return stop('malformed', next, 'a comment, CDATA section or instruction does not end');
      at = end;
    } else if (text.startsWith('</', next)) {
      const end = text.indexOf('>', next);
      const name = text.slice(next + 2, end).trimEnd();
      const opened = tags[open.pop() ?? -1];
      if (end < 0 || opened?.name !== name) return stop('malformed', next, `</${name.slice(0, 40)}> closes nothing`);
      at = opened.end = end + 1;
    } else {
      startTag.lastIndex = next;
      const [whole, name, attributes, selfClosing] = startTag.exec(text) ?? [];
      if (whole === undefined || name === undefined || attributes === undefined) {
        return stop('malformed', next, 'a tag cannot be read');
      }
      checkReferences(attributes, next, faults);
      at = next + whole.length;
      const parent = open.at(-1) ?? -1;
      const end = selfClosing === '' ? Infinity : at;
      tags.push({
        at: next,
        end,
        name,
        id: idOf(attributes),
        parent,
        depth: open.length,
        realm: realmOf(tags[parent]),
      });
      if (selfClosing === '') open.push(tags.length - 1);
    }
  }
  const unclosed = tags[open.at(-1) ?? -1];
  if (unclosed !== undefined) return stop('malformed', unclosed.at, `<${unclosed.name}> is not closed`);
  if (tags.length === 0) return stop('malformed', 0, 'there is no element');
  return { tags, faults };
}

/** Id of the innermost element with an id around a character position. */
export function elementAt(tags: readonly Tag[], position: number): string | null {
  let tag = tags.findLast((candidate) => candidate.at <= position);
  while (tag !== undefined && (tag.id === null || tag.end <= position)) tag = tags[tag.parent];
  return tag?.id ?? null;
}

/** The end of a comment, CDATA section or instruction; negative without an end, undefined for a declaration. */
function skipSpecial(text: string, from: number): number | undefined {
  for (const [begin, end] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ] as const) {
    if (!text.startsWith(begin, from)) continue;
    const found = text.indexOf(end, from + begin.length);
    return found < 0 ? -1 : found + end.length;
  }
  return undefined;
}

function realmOf(parent: Tag | undefined): Tag['realm'] {
  if (parent === undefined || parent.realm !== null) return parent?.realm ?? null;
  const local = parent.name.slice(parent.name.indexOf(':') + 1);
  return local === 'BPMNDiagram' ? 'diagram' : local === 'extensionElements' ? 'extension' : null;
}

function idOf(attributes: string): string | null {
  if (!idAttribute.test(attributes)) return null;
  for (const [, name, double, single] of attributes.matchAll(attribute)) {
    if (name === 'id') return double ?? single ?? '';
  }
  return null;
}

function checkReferences(text: string, at: number, faults: Fault[]): void {
  if (!text.includes('&')) return;
  for (const { 0: what, 1: named, 2: decimal, 3: hex, index } of text.matchAll(reference)) {
    if (named !== undefined || faults.length >= 100) continue;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    if (Number.isNaN(code)) faults.push({ kind: 'entity', at: at + index, what });
    else if (!isAllowed(code)) faults.push({ kind: 'character', at: at + index, what });
  }
}

function isAllowed(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || (code > 0xffff && code <= 0x10ffff);
}
