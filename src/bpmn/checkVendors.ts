import { containedIn, isEnforcement, typeOf } from './checkSupport.ts';
import { finding } from './rules.ts';
import { vendors } from './vendors.ts';
import type { Finding } from './finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

const maxFindings = 200;

/** Tells what of other vendors' extensions would mean something elsewhere and is not heeded here, below these elements. */
export function checkVendors(roots: readonly ModdleElement[]): Finding[] {
  const findings = new Map<string, Finding>();
  const ahead = roots.map((element) => ({ element, owner: element.id ?? null })).reverse();
  for (let at = ahead.pop(); at !== undefined && findings.size < maxFindings; at = ahead.pop()) {
    const { element, owner } = at;
    for (const extension of foreignIn(element)) {
      const found = judge(extension, element, owner);
      if (found !== undefined) findings.set(`${String(found.elementId)} ${found.message}`, found);
    }
    ahead.push(
      ...containedIn(element)
        .map(({ child }) => ({ element: child, owner: child.id ?? owner }))
        .reverse(),
    );
  }
  return [...findings.values()];
}

/** An attribute or extension element of another namespace. */
interface Foreign {
  readonly uri: string;
  /** With the prefix of the file. */
  readonly name: string;
}

function foreignIn(element: ModdleElement): Foreign[] {
  const attributes = Object.keys(element.$attrs ?? {}).filter((name) => /^(?!xmlns:)[^:]+:/.test(name));
  const elements = (element.extensionElements?.values ?? []).filter((value) => !isEnforcement(value));
  return [
    ...attributes.map((name) => ({ name, uri: namespaceOf(name.slice(0, name.indexOf(':')), element) })),
    ...elements.map((value) => ({ name: value.$type, uri: value.$descriptor?.ns?.uri ?? '' })),
  ];
}

function judge({ uri, name }: Foreign, element: ModdleElement, owner: string | null): Finding | undefined {
  const vendor = Object.hasOwn(vendors, uri) ? vendors[uri] : undefined;
  if (vendor === undefined) return undefined;
  const local = name.slice(name.indexOf(':') + 1);
  const instead = Object.hasOwn(vendor, local) ? vendor[local] : 'remove it, or draw what it means';
  if (instead === null || instead === undefined) return undefined;
  return finding('vendor-ignored', owner, `${name} of the ${typeOf(element)} has no effect here; ${instead}.`);
}

/** The namespace that a prefix stands for at an element; empty where it is not declared. */
function namespaceOf(prefix: string, element: ModdleElement): string {
  for (let at: ModdleElement | undefined = element; at !== undefined; at = at.$parent) {
    const uri = at.$attrs?.[`xmlns:${prefix}`];
    if (uri !== undefined) return uri;
  }
  return '';
}
