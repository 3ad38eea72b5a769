import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Rule {
  readonly name: string;
  readonly from: { readonly path?: string; readonly pathNot?: string };
  readonly to: { readonly path?: string; readonly pathNot?: readonly string[] };
}

/** The layers of layers.cjs: `<layer> may import <layer>`, and `only <folder> imports <package>`. */
export function layerFacts(): string[] {
  const { forbidden } = createRequire(import.meta.url)('../../layers.cjs') as { forbidden: readonly Rule[] };
  return forbidden.flatMap(({ name, from, to }) => {
    const layer = /^(.+)-imports-only-what-it-may$/.exec(name)?.[1];
    if (layer !== undefined) {
      const allowed = (to.pathNot ?? []).map((path) => path.replace(/^\^src\/(.+)\/$/, '$1'));
      return [`layer ${layer}`, ...allowed.filter((one) => one !== layer).map((one) => `${layer} may import ${one}`)];
    }
    const packageName = /node_modules\/(.+)\/$/.exec(to.path ?? '')?.[1]?.replace('[^/]+', '*');
    const folder = /^\^src\/(.+)\/$/.exec(from.pathNot ?? '')?.[1];
    return name.startsWith('only-') && packageName !== undefined ? [`only ${folder} imports ${packageName}`] : [];
  });
}

/** The unions of texts that a folder's files export: name → file and values. */
export function textUnions(folder: string): Map<string, { file: string; values: string[] }> {
  const found = new Map<string, { file: string; values: string[] }>();
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    for (const [, type = '', union = ''] of text.matchAll(/^export type (\w+) =((?:\s*\|?\s*'[^']+')+);/gm)) {
      found.set(type, { file, values: [...union.matchAll(/'([^']+)'/g)].map(([, value = '']) => value) });
    }
  }
  return found;
}

/** All migrations as one text. */
export function migrations(): string {
  const files = readdirSync('migrations').filter((name) => /^\d+_.*\.sql$/.test(name));
  return files.map((name) => readFileSync(join('migrations', name), 'utf8')).join('\n');
}

/** What a pattern's first group finds in a text, each once. */
export function all(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, one = '']) => one))];
}

/** `METHOD /path` of every call of curl in shell text; variables in a path stand as `{}`. */
export function curlCalls(shell: string): string[] {
  const commands = shell.replaceAll(/\\\n\s*/g, ' ').split(/\n(?=curl|[A-Z]+=)/);
  return commands.flatMap((command) => {
    const path = /^\s*curl .*?\$API(\/[^\s"'?]*)/.exec(command)?.[1];
    if (path === undefined) return [];
    const named = / -X ([A-Z]+)/.exec(command)?.[1];
    const method = named ?? (/--data-binary| -d '/.test(command) ? 'POST' : 'GET');
    return [`${method} /v1${path.replaceAll(/\$\w+/g, '{}')}`];
  });
}

/** `METHOD /path` of every operation of the OpenAPI document; parameters stand as `{}`. */
export function operations(): string[] {
  const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as { paths: Record<string, object> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '{}')}`),
  );
}
