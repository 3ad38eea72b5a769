/** An element of an SVG, in document order. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** `data-element-id` of itself or of the nearest element around it. */
  readonly of: string | null;
  /** Text directly inside it. */
  text: string;
}

const reference = '&(?:amp|lt|gt|quot|apos|#\\d+|#x[\\da-fA-F]+);';
const attribute = `([\\w:.-]+)="((?:[^"<&]|${reference})*)"`;
const token = new RegExp(
  `<(/?)([A-Za-z][\\w:.-]*)((?:\\s+${attribute.replaceAll(/\((?!\?)/g, '(?:')})*)\\s*(/?)>|<!--(?:(?!--).)*-->|((?:[^<&]|${reference})+)`,
  'sy',
);

/** Reads the small part of XML that a picture uses: no doctype, entities, CDATA or processing instructions. */
export function readSvg(svg: string): { readonly elements: readonly SvgElement[]; readonly faults: readonly string[] } {
  const elements: SvgElement[] = [];
  const open: SvgElement[] = [];
  const faults: string[] = [];
  token.lastIndex = /^<\?xml [^?]*\?>/.exec(svg)?.[0].length ?? 0;
  while (token.lastIndex < svg.length) {
    const at = token.lastIndex;
    const match = token.exec(svg);
    if (match === null) return { elements, faults: [...faults, `what stands at character ${at} is no XML`] };
    const [, slash, name, attributes, empty, text] = match;
    if (text !== undefined) {
      const around = open.at(-1);
      if (around !== undefined) around.text += text;
      else if (text.trim() !== '') faults.push('text stands outside the root');
    } else if (name !== undefined && slash === '/') {
      if (open.pop()?.name !== name) return { elements, faults: [...faults, `</${name}> closes nothing`] };
    } else if (name !== undefined) {
      if (open.length === 0 && elements.length > 0) faults.push('there are two roots');
      const element = elementOf(name, attributes ?? '', open.at(-1)?.of ?? null);
      if (element === null) return { elements, faults: [...faults, `<${name}> has an attribute twice`] };
      elements.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  if (elements.length === 0) faults.push('there is no element');
  return { elements, faults: [...faults, ...open.map(({ name }) => `<${name}> is not closed`)] };
}

function elementOf(name: string, text: string, around: string | null): SvgElement | null {
  const pairs = [...text.matchAll(new RegExp(attribute, 'g'))].map(([, key = '', value = '']) => [key, value] as const);
  const attributes = Object.fromEntries(pairs);
  if (Object.keys(attributes).length !== pairs.length) return null;
  return { name, attributes, of: attributes['data-element-id'] ?? around, text: '' };
}
