import { createHash } from 'node:crypto';
import type { BpmnFile } from './bpmnFile.ts';
import { readSvg, type SvgElement } from './svg.ts';

const remake = 'run npm run pictures';

/** Why a picture is not the one of the BPMN file: none, of another file, broken, unsafe, or short of an element. */
export function pictureFaults(bpmn: string, file: BpmnFile, svg: string | null): string[] {
  if (svg === null) return [`there is no picture: ${remake}`];
  const { elements, faults } = readSvg(svg);
  if (faults.length > 0) return faults.map((fault) => `not well-formed: ${fault}`);
  const sha256 = createHash('sha256').update(bpmn, 'utf8').digest('hex');
  const root = elements[0];
  return [
    ...(root?.name === 'svg' ? [] : ['the root is not svg']),
    ...(root?.attributes['data-bpmn-sha256'] === sha256 ? [] : [`drawn from another version of the file: ${remake}`]),
    ...elements.flatMap(unsafeParts),
    ...undrawn(file, elements),
    ...dangling(elements),
  ];
}

/** Every element has its shape or connection, and its whole name beside or inside it; nothing else is drawn. */
function undrawn(file: BpmnFile, drawn: readonly SvgElement[]): string[] {
  const faults: string[] = [];
  for (const { id, name, flow } of file.elements.values()) {
    const kind = flow === null ? 'djs-shape' : 'djs-connection';
    const parts = drawn.filter((part) => part.attributes['data-element-id'] === id);
    if (parts.length !== 1 || !parts[0]?.attributes.class?.split(' ').includes(kind)) faults.push(`${id} is not drawn`);
    const text = drawn.filter(({ of }) => of === id || of === `${id}_label`).map((part) => part.text);
    if (squeezed(text.join('')) !== squeezed(name)) faults.push(`${id} is not named ${name}`);
  }
  const known = new Set([...file.elements.keys()].flatMap((id) => [id, `${id}_label`]));
  const others = drawn.map((part) => part.attributes['data-element-id']).filter((id) => id !== undefined);
  return [...faults, ...others.filter((id) => !known.has(id)).map((id) => `${id} is no element`)];
}

/** A name is broken into lines wherever it has to be. */
function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/** A picture is only looked at: it runs nothing and loads nothing. */
function unsafeParts({ name, attributes }: SvgElement): string[] {
  const drawing = /^(svg|g|defs|marker|path|polyline|polygon|rect|circle|ellipse|text|tspan)$/.test(name);
  const active = Object.entries(attributes).filter(
    ([key, value]) => /^on|href$/i.test(key) || /script:|url\((?!#)|@import/i.test(value),
  );
  return [...(drawing ? [] : [`holds <${name}>`]), ...active.map(([key]) => `<${name}> has ${key}`)];
}

/** Arrow heads that are named are there. */
function dangling(elements: readonly SvgElement[]): string[] {
  const ids = new Set(elements.map(({ attributes }) => attributes.id));
  const used = elements.flatMap(({ attributes }) =>
    Object.values(attributes).flatMap((value) => [...value.matchAll(/url\(#([^)]+)\)/g)].map(([, id = '']) => id)),
  );
  return [...new Set(used)].filter((id) => !ids.has(id)).map((id) => `marker ${id} is missing`);
}
