import { finding, type Rule } from './rules.ts';
import { elementAt, scan, type Fault, type Tag } from './scan.ts';
import type { Finding } from './finding.ts';

/** The text of a file that is fit to be parsed, and its tags. */
export interface Prescan {
  readonly text: string;
  readonly tags: readonly Tag[];
}

/** A larger file is refused before anything else is looked at. */
export const maxBytes = 1_048_576;
const maxElements = 2000;
const maxDepth = 100;
const maxFindings = 100;

/** Checks bytes in linear time before a parser sees them: size, encoding, characters, entities, counts, ids. */
export function prescan(bytes: Uint8Array): Prescan | { readonly findings: readonly Finding[] } {
  if (bytes.byteLength > maxBytes) {
    const size = `The file has ${String(bytes.byteLength)} bytes; at most ${String(maxBytes)} are accepted.`;
    return refuse('too-large', `${size} Split it, or remove images and unused diagrams.`);
  }
  const declared = declaredEncoding(bytes);
  if (declared !== undefined) return refuse('wrong-encoding', `The file is ${declared}; save it as UTF-8.`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('invalid-utf8', 'The file holds bytes that are not UTF-8 (GBK, perhaps); save it as UTF-8.');
  }
  const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  if (forbidden !== null) {
    const code = forbidden[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return refuse('forbidden-character', `Remove the character U+${code} at ${placeOf(text, forbidden.index)}.`);
  }
  const { tags, faults } = scan(text);
  const findings = [
    ...faults.map((fault) => faultFinding(fault, text, tags)),
    ...countFindings(tags),
    ...idFindings(tags),
  ].slice(0, maxFindings);
  return findings.length > 0 ? { findings } : { text, tags };
}

function refuse(rule: Rule, message: string): { readonly findings: readonly Finding[] } {
  return { findings: [finding(rule, null, message)] };
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(200, bytes.byteLength)).toString('latin1');
  if (/^(?:\xfe\xff|\xff\xfe|\0<|<\0)/.test(head)) return 'UTF-16';
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1];
  return declared === undefined || /^(?:utf-?8|us-ascii|ascii)$/i.test(declared) ? undefined : declared.slice(0, 40);
}

const faultRules = {
  malformed: ['malformed-xml', 'Repair the XML'],
  doctype: ['doctype', 'Remove the declaration'],
  entity: ['unknown-entity', 'Write & as &amp; and other characters as they are'],
  character: ['forbidden-character', 'Remove the reference to a forbidden character'],
} as const satisfies Record<Fault['kind'], readonly [Rule, string]>;

function faultFinding({ kind, at, what }: Fault, text: string, tags: readonly Tag[]): Finding {
  const [rule, advice] = faultRules[kind];
  return finding(rule, elementAt(tags, at), `${advice} at ${placeOf(text, at)}: ${what}.`);
}

function placeOf(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `line ${String(before.length)}, column ${String((before.at(-1) ?? '').length + 1)}`;
}

function countFindings(tags: readonly Tag[]): Finding[] {
  const findings: Finding[] = [];
  const counted = tags.filter((tag) => tag.realm !== 'diagram' && !/(?:^|:)(?:incoming|outgoing)$/.test(tag.name));
  if (counted.length > maxElements) {
    const count = `The file has ${String(counted.length)} elements; at most ${String(maxElements)} are accepted.`;
    findings.push(finding('too-many-elements', null, `${count} Split it into several files.`));
  }
  const deep = tags.find((tag) => tag.depth >= maxDepth);
  if (deep !== undefined) {
    findings.push(finding('too-deep', deep.id, `<${deep.name}> is nested more than ${String(maxDepth)} deep.`));
  }
  return findings;
}

function idFindings(tags: readonly Tag[]): Finding[] {
  const uses = new Map<string, number>();
  for (const tag of tags) {
    // ids of vendor extensions are not ids of the file
    if (tag.id !== null && tag.realm !== 'extension') uses.set(tag.id, (uses.get(tag.id) ?? 0) + 1);
  }
  const findings: Finding[] = [];
  for (const [id, count] of uses) {
    if (count > 1)
      findings.push(
        finding('duplicate-id', id, `The id "${id.slice(0, 128)}" is used ${String(count)} times; rename all but one.`),
      );
    if (!isUsable(id))
      findings.push(
        finding(
          'invalid-id',
          id.slice(0, 128),
          `"${id.slice(0, 128)}" cannot be an id: write Latin letters, digits, . _ - and put other text into name.`,
        ),
      );
    if (findings.length >= maxFindings) break;
  }
  return findings;
}

function isUsable(id: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/.test(id) && !(id in Object.prototype);
}
