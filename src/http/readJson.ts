import { malformed } from './refused.ts';

const maxDepth = 64;
const loneSurrogate = /\p{Surrogate}/u;
const utf8 = new TextDecoder('utf-8', { fatal: true });

type Container = unknown[] | Record<string, unknown>;

/**
 * A JSON text as the service keeps it: UTF-8, at most 64 levels, nothing that canonical JSON or the database cannot
 * hold (NUL, lone surrogates, numbers that lose digits). `-0` becomes 0. Throws what the caller is told (400).
 */
export function readJson(bytes: Buffer): unknown {
  const root = { value: parse(bytes) };
  const open: { at: Container; path: string; depth: number }[] = [{ at: root, path: '', depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { at, path, depth } = next;
    for (const [name, value] of Object.entries(at)) {
      const pointer = at === root ? '' : `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const fault = faultOf(value) ?? (at === root || Array.isArray(at) ? undefined : nameFault(name));
      if (fault !== undefined)
        throw malformed(`The body cannot be kept as it is; see errors.`, [{ pointer: shown(pointer), message: fault }]);
      if (Object.is(value, -0)) (at as Record<string, unknown>)[name] = 0;
      if (typeof value !== 'object' || value === null) continue;
      if (depth === maxDepth) {
        throw malformed('The body is nested too deep; see errors.', [
          { pointer: shown(pointer), message: `must have at most ${maxDepth} levels` },
        ]);
      }
      open.push({ at: value as Container, path: pointer, depth: depth + 1 });
    }
  }
  return root.value;
}

function parse(bytes: Buffer): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw malformed('The body is no UTF-8; encode it as UTF-8.');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw malformed('The body is no JSON; it may have been cut off on its way.');
  }
}

function faultOf(value: unknown): string | undefined {
  if (typeof value === 'string') return textFault(value);
  if (typeof value !== 'number') return undefined;
  if (!Number.isFinite(value)) return 'must be a number within the range of a double';
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return 'must lie within ±9007199254740991 to be kept exactly; write a longer number as a string';
  }
  return undefined;
}

function nameFault(name: string): string | undefined {
  return name === '__proto__' ? 'must not be named __proto__' : textFault(name);
}

function textFault(text: string): string | undefined {
  if (text.includes('\0')) return 'must not contain the character NUL';
  return loneSurrogate.test(text) ? 'must not contain half of a surrogate pair' : undefined;
}

/** A pointer that can itself be sent: names may be long, or hold what was refused. */
function shown(pointer: string): string {
  return pointer
    .slice(0, 200)
    .replaceAll('\0', '')
    .replace(/\p{Surrogate}/gu, '');
}
