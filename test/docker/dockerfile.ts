import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** An instruction of a Dockerfile: its word, and the rest of its lines as one. */
export interface Instruction {
  readonly word: string;
  readonly rest: string;
}
/** A COPY: sources, destination, and the stage it copies from (null: the build context). */
export interface Copy {
  readonly from: string | null;
  readonly sources: readonly string[];
  readonly to: string;
}

/** The stages of a Dockerfile, each with its instructions. */
export function readStages(text: string): { name: string | null; instructions: Instruction[] }[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const stages: { name: string | null; instructions: Instruction[] }[] = [];
  for (const line of lines
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')) {
    const [, word = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (word === 'FROM') stages.push({ name: / AS (\S+)$/i.exec(rest)?.[1] ?? null, instructions: [] });
    else stages.at(-1)?.instructions.push({ word, rest });
  }
  return stages;
}

/** The COPY instructions among others. */
export function copiesOf(instructions: readonly Instruction[]): Copy[] {
  return instructions
    .filter(({ word }) => word === 'COPY')
    .map(({ rest }) => {
      const words = rest.split(/\s+/);
      const from = words.find((part) => part.startsWith('--from='))?.slice('--from='.length) ?? null;
      const paths = words.filter((part) => !part.startsWith('--'));
      return { from, sources: paths.slice(0, -1), to: paths.at(-1) ?? '' };
    });
}

/** What is wrong with the COPY instructions: sources that are not there, that .dockerignore keeps out, or unknown stages. */
export function copyFaults(dockerfile: string, ignore: string, root: string): string[] {
  const stages = readStages(dockerfile);
  const kept = ignore.split('\n').flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  if (!ignore.split('\n').includes('*')) return ['.dockerignore does not begin with nothing'];
  return stages.flatMap(({ instructions }) =>
    copiesOf(instructions).flatMap(({ from, sources }) => {
      if (from !== null) return stages.some(({ name }) => name === from) ? [] : [`there is no stage ${from}`];
      return sources.flatMap((source) => {
        if (!existsSync(join(root, source))) return [`${source} does not exist`];
        return kept.some((path) => source === path || source.startsWith(`${path}/`))
          ? []
          : [`.dockerignore keeps ${source} out`];
      });
    }),
  );
}

/** The exec form of CMD, or of a HEALTHCHECK's CMD. */
export function execForm(text: string): string[] {
  return JSON.parse(text.slice(text.indexOf('['))) as string[];
}
