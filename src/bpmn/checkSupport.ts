import { enforcementNamespace } from './enf.ts';
import { finding } from './rules.ts';
import { refusedAttributes, support } from './support.ts';
import type { Finding } from './finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** Refuses by element id and type what this release does not execute, in the given process or root element. */
export function checkSupport(element: ModdleElement): Finding[] {
  const findings: Finding[] = [];
  visit(element, element.id ?? null, findings);
  return findings;
}

/** Whether an element of the enforcement namespace stands anywhere below. */
export function usesEnforcement(element: ModdleElement): boolean {
  return extensionsOf(element).some(isEnforcement) || containedIn(element).some(({ child }) => usesEnforcement(child));
}

/** The extension elements of an element, those inside other extensions included. */
export function extensionsOf(element: ModdleElement): ModdleElement[] {
  const flat = (elements: readonly ModdleElement[]): ModdleElement[] =>
    elements.flatMap((extension) => [extension, ...flat(extension.$children ?? [])]);
  return flat(element.extensionElements?.values ?? []);
}

export function isEnforcement(extension: ModdleElement): boolean {
  return extension.$type.startsWith('enf:') || extension.$descriptor?.ns?.uri === enforcementNamespace;
}

/** The name of an element's type without prefix. */
export function typeOf(element: ModdleElement): string {
  return element.$type.slice(element.$type.indexOf(':') + 1);
}

/** Elements with a life of their own; anything else is reported under the element around it. */
const listed = new Set([
  'rootElements',
  'flowElements',
  'artifacts',
  'laneSets',
  'lanes',
  'participants',
  'messageFlows',
]);
const elsewhere = new Set(['extensionElements', 'diagrams']);

function visit(element: ModdleElement, owner: string | null, findings: Finding[]): void {
  const type = typeOf(element);
  const known = support[type];
  if (known === undefined || known.treatment === 'refused') {
    const note = known?.note ?? 'It is not part of BPMN 2.0.';
    findings.push(finding('unsupported-element', owner, `${nameOf(element)}${type} is not supported. ${note}`));
    return;
  }
  for (const [attribute, note] of Object.entries(refusedAttributes)) {
    if (!isSet(element, attribute)) continue;
    findings.push(finding('unsupported-attribute', owner, `${attribute} on a ${type} is not supported. ${note}`));
  }
  for (const { property, child } of containedIn(element)) {
    visit(child, listed.has(property) ? (child.id ?? owner) : owner, findings);
  }
}

/** What stands directly in an element, without its extension elements. */
export function containedIn(element: ModdleElement): { readonly property: string; readonly child: ModdleElement }[] {
  const found: { readonly property: string; readonly child: ModdleElement }[] = [];
  for (const [property, value] of Object.entries(element) as [string, unknown][]) {
    if (typeof value !== 'object' || property.startsWith('$') || elsewhere.has(property)) continue;
    const children: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const child of children) if (isChild(child, element)) found.push({ property, child });
  }
  return found;
}

function isChild(value: unknown, parent: ModdleElement): value is ModdleElement {
  return (
    typeof value === 'object' && value !== null && '$type' in value && '$parent' in value && value.$parent === parent
  );
}

const harmless: Readonly<Record<string, unknown>> = {
  eventGatewayType: 'Exclusive',
};

function isSet(element: ModdleElement, attribute: string): boolean {
  if (!Object.hasOwn(element, attribute)) return false;
  const value: unknown = Reflect.get(element, attribute);
  return value !== undefined && value !== false && value !== harmless[attribute];
}

function nameOf({ name }: ModdleElement): string {
  return name === undefined || name === '' ? '' : `"${name.slice(0, 80)}": `;
}
