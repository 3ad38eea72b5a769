import { createHash } from 'node:crypto';

/** Name of the attribute of `<svg>` that holds the SHA-256 of the BPMN file it was drawn from, in hex. */
export const sourceAttribute = 'data-bpmn-sha256';

/** SHA-256 of a BPMN file's text in UTF-8, in hex. */
export function sourceOf(bpmn: string): string {
  return createHash('sha256').update(bpmn, 'utf8').digest('hex');
}

/**
 * What bpmn-js saves, made fit to be kept: the same file gives the same bytes (no random ids), says which file it was
 * drawn from, stands on white, loads nothing, and has an element a line.
 */
export function finishPicture(svg: string, bpmn: string): string {
  const still = svg
    .replace(/<!DOCTYPE[^>]*>\s*/, '')
    .replaceAll(/<(rect|polyline|path)[^>]* class="djs-hit[^>]*>(<\/\1>)?/g, '')
    .replaceAll(/<(rect|polyline|path) class="djs-(hit|outline)[^>]*\/>/g, '')
    .replaceAll(' lineHeight="1.2"', '')
    .replaceAll(/ (x|y)="(-?\d+\.\d+)"/g, (_, name: string, value: string) => ` ${name}="${+(+value).toFixed(2)}"`)
    .replace('<svg ', `<svg ${sourceAttribute}="${sourceOf(bpmn)}" `)
    .replace(/viewBox="(\S+) (\S+) (\S+) (\S+)"[^>]*>/, '$&<rect x="$1" y="$2" width="$3" height="$4" fill="white"/>');
  return `${withSharedMarkers(still)
    .replaceAll(/<g class="djs-group|<marker |<\/svg>/g, '\n$&')
    .trim()}\n`;
}

/** bpmn-js makes a marker under a random name for every flow; equal ones become one, numbered as they come. */
function withSharedMarkers(svg: string): string {
  const names = new Map<string, string>();
  const drawn = new Map<string, string>();
  const shared = svg.replaceAll(/<marker id="([^"]+)"(.*?<\/marker>)/gs, (_, id: string, rest: string) => {
    const known = drawn.get(rest);
    const name = known ?? `marker-${drawn.size + 1}`;
    names.set(id, name);
    drawn.set(rest, name);
    return known === undefined ? `<marker id="${name}"${rest}` : '';
  });
  return shared.replaceAll(
    /url\((&quot;|["']?)#([^)"'&]+)\1\)/g,
    (_, __, id: string) => `url(#${names.get(id) ?? id})`,
  );
}
