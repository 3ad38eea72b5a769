import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** The repository's own pages, by path. */
export function readPages(): Map<string, string> {
  const roots = readdirSync('.').filter((file) => file.endsWith('.md'));
  const nested = ['docs', 'agencies', 'processes'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => join(folder, file)),
  );
  return new Map([...roots, ...nested].map((file) => [file, readFileSync(file, 'utf8')]));
}

/** Links of a page that lead to no file. */
export function deadLinks(path: string, text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !existsSync(normalize(join(dirname(path), target))));
}

/** The text under a heading, up to the next one of its level or above. */
export function section(text: string, heading: string): string {
  const lines = text.split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`There is no heading ${heading}.`);
  const level = /^#+/.exec(heading)?.[0].length ?? 1;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line) && (/^#+/.exec(line)?.[0].length ?? 9) <= level);
  return rest.slice(0, end < 0 ? rest.length : end).join('\n');
}

/** The rows of the tables in a text, without their headings; cells are trimmed. */
export function rows(text: string): string[][] {
  return text
    .split('\n')
    .filter(
      (line, index, lines) =>
        line.startsWith('|') && !/^\|[-| ]+\|$/.test(line) && !/^\|[-| ]+\|$/.test(lines[index + 1] ?? ''),
    )
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    );
}

/** What stands between backticks. */
export function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** The fenced code blocks of a page. */
export function codeBlocks(text: string): string[] {
  return [...text.matchAll(/^ *```[a-z]*\n([\s\S]*?)^ *```$/gm)].map(([, code = '']) => code);
}

/** Texts that appear in one list only, told apart by side. */
export function differences(documented: Iterable<string>, actual: Iterable<string>): string[] {
  const left = new Set(documented);
  const right = new Set(actual);
  return [
    ...[...left].filter((one) => !right.has(one)).map((one) => `documented, but not there: ${one}`),
    ...[...right].filter((one) => !left.has(one)).map((one) => `there, but not documented: ${one}`),
  ];
}
