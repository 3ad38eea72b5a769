import { extensionsOf, isEnforcement, typeOf } from '../checkSupport.ts';
import { enforcement, type EnfAttribute, type EnfElement, type EnfName } from '../enf.ts';
import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** What one enforcement element says: its attributes by name. Those that a finding is about are left out. */
export type Extension = Readonly<Record<string, string>>;
/** The enforcement elements of a BPMN element by name, in document order. */
export type Extensions = Readonly<Partial<Record<EnfName, readonly Extension[]>>>;

/** Reads the enforcement elements of a BPMN element, and reports those that have no place there or lack something. */
export function readExtensions(element: ModdleElement, id: string | null, findings: Finding[]): Extensions {
  const read: Partial<Record<EnfName, Extension[]>> = {};
  for (const extension of extensionsOf(element).filter(isEnforcement)) {
    const name = nameOf(extension);
    if (name === undefined) continue;
    const { on, many }: EnfElement = enforcement[name];
    if (element.extensionElements?.values?.includes(extension) !== true) {
      misplaced(`Write enf:${name} directly into the extensionElements.`);
    } else if (!on.includes(typeOf(element))) {
      misplaced(`Move enf:${name}; it stands on ${on.join(', ')}.`);
    } else if (!many && read[name] !== undefined) {
      misplaced(`Write one enf:${name} only.`);
    } else {
      (read[name] ??= []).push(readAttributes(extension, name, id, findings));
    }
  }
  return read;

  function misplaced(advice: string): void {
    findings.push(finding('enf-misplaced', id, advice));
  }
}

function nameOf(extension: ModdleElement): EnfName | undefined {
  const type = typeOf(extension);
  const name = type.charAt(0).toLowerCase() + type.slice(1);
  return Object.hasOwn(enforcement, name) ? (name as EnfName) : undefined;
}

function readAttributes(extension: ModdleElement, name: EnfName, id: string | null, findings: Finding[]): Extension {
  const attributes: Readonly<Record<string, EnfAttribute>> = enforcement[name].attributes;
  const read: Record<string, string> = {};
  for (const [attribute, rule] of Object.entries(attributes)) {
    const text: unknown = Reflect.get(extension, attribute);
    const given = typeof text === 'string' ? text.trim() : '';
    // a step has rules of its own
    const fault = name === 'step' ? undefined : faultOf(given, rule);
    if (fault !== undefined) findings.push(finding('enf-attribute', id, `${attribute} of enf:${name} ${fault}.`));
    else if (given !== '') read[attribute] = given;
  }
  return read;
}

function faultOf(given: string, { required, words, form }: EnfAttribute): string | undefined {
  if (given === '') return required ? 'is missing; write it out, there is no default' : undefined;
  if (words !== undefined && !words.includes(given)) return `is "${given.slice(0, 60)}"; write ${words.join(' or ')}`;
  if (form?.[0].test(given) === false) return `is "${given.slice(0, 60)}"; write ${form[1].replaceAll('`', '')}`;
  return undefined;
}
