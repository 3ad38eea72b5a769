import { BpmnModdle, type ModdleElement, type Warning } from 'bpmn-moddle';
import { enforcementDescriptor } from './enf.ts';
import { finding } from './rules.ts';
import { elementAt } from './scan.ts';
import { resolveQNames } from './qnames.ts';
import type { Finding } from './finding.ts';
import type { Prescan } from './prescan.ts';

/** `definitions` is null where parts of the file could not be read, so that looking further would mislead. */
export interface Document {
  readonly definitions: ModdleElement | null;
  readonly findings: readonly Finding[];
}

/** Parses a prescanned file; every warning of the parser is an error here. */
export async function readDocument(source: Prescan): Promise<Document> {
  try {
    // the parser writes into the descriptor it is given
    const parser = withGlobalScripts(new BpmnModdle({ enf: structuredClone(enforcementDescriptor) }));
    const { rootElement, warnings: found, elementsById } = await parser.fromXML(source.text);
    const meant = found.filter(({ message }) => !unheardOf.test(message));
    const warnings = resolveQNames(rootElement, elementsById, meant);
    const complete = warnings.every((warning) => warning.element !== undefined);
    return {
      definitions: complete ? rootElement : null,
      findings: distinct(warnings.map((warning) => warned(warning, source))),
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { definitions: null, findings: distinct(failed(error, source)) };
  }
}

/** BPMN 2.0 has the script of a global script task as an element; the parser's own metamodel, as an attribute. */
function withGlobalScripts(parser: BpmnModdle): BpmnModdle {
  for (const property of parser.registry.typeMap['bpmn:GlobalScriptTask']?.properties ?? []) {
    if (property.name === 'bpmn:script') property.isAttr = false;
  }
  return parser;
}

/** References of conversations and pools by their names in the standard, which the parser does not know; nothing reads them. */
const unheardOf =
  /^unparsable content <(?:[^:>]+:)?(?:messageFlowRef|endPointRef|innerParticipantRef|outerParticipantRef)>/;

function failed(error: Error & { readonly warnings?: readonly Warning[] }, source: Prescan): Finding[] {
  if (error.message.startsWith('failed to parse document')) {
    const advice = 'The root element must be definitions in the namespace http://www.omg.org/spec/BPMN/20100524/MODEL.';
    return [finding('not-bpmn', null, advice)];
  }
  const warnings = (error.warnings ?? []).map((warning) => warned(warning, source));
  return warnings.length > 0
    ? warnings
    : [finding('malformed-xml', locate(error.message, source), told(error.message))];
}

function warned(warning: Warning, source: Prescan): Finding {
  const [, kind, name = ''] = /^(unresolved reference|unknown attribute) <(.*)>/.exec(warning.message) ?? [];
  const id = ownerOf(warning.element) ?? locate(warning.message, source);
  if (kind !== undefined && /^(?:bpmndi|di|dc):/.test(warning.element?.$type ?? '')) {
    return finding('diagram-unreadable', id, `The diagram says ${name.slice(0, 128)}, which means nothing; redraw it.`);
  }
  if (kind === 'unresolved reference') {
    const property = (warning.property ?? 'a reference').replace(/^.*:/, '');
    return finding(
      'unresolved-reference',
      id,
      `${property} names "${name}", which is not in the file; correct or remove it.`,
    );
  }
  if (name.startsWith('enf:') || warning.element?.$type.startsWith('enf:') === true) {
    return finding('enf-unsupported', id, `There is no attribute ${name} here; correct or remove it.`);
  }
  if (kind !== undefined)
    return finding(
      'unknown-attribute',
      id,
      `BPMN 2.0 knows no attribute ${name} here; remove it or give it a namespace.`,
    );
  const enforcement = /<(enf:[^>]*)>/.exec(warning.message)?.[1];
  if (enforcement === undefined) return finding('unreadable-element', id, told(warning.message));
  return warning.message.includes('unrecognized element')
    ? finding('enf-misplaced', id, `Put ${enforcement} into the extensionElements of the element that it is about.`)
    : finding('enf-unsupported', id, `There is no ${enforcement}; correct or remove it.`);
}

function told(message: string): string {
  const [what = '', ...rest] = message.split('\n').map((line) => line.trim());
  const nested = rest
    .find((line) => line.startsWith('nested error:'))
    ?.slice('nested error:'.length)
    .trim();
  const line = rest
    .find((text) => text.startsWith('line:'))
    ?.slice('line:'.length)
    .trim();
  const where = line === undefined ? '' : ` (line ${String(Number(line) + 1)})`;
  return `${what.slice(0, 120)}${where}${nested === undefined ? '' : `: ${nested.slice(0, 120)}`}. Correct or remove it.`;
}

function ownerOf(element: ModdleElement | undefined): string | null {
  for (let owner = element; owner !== undefined; owner = owner.$parent) if (owner.id !== undefined) return owner.id;
  return null;
}

/** The parser tells line and column, both from 0. */
function locate(message: string, { text, tags }: Prescan): string | null {
  const [, line, column] = /line: (\d+)\s+column: (\d+)/.exec(message) ?? [];
  if (line === undefined || column === undefined) return null;
  let start = 0;
  for (let at = 0; at < Number(line); at++) start = text.indexOf('\n', start) + 1;
  // stray text is noticed at the tag that follows it
  const before = message.includes('unexpected body text') ? 1 : 0;
  return elementAt(tags, start + Number(column) - before);
}

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((found) => [JSON.stringify(found), found])).values()].slice(0, 200);
}
