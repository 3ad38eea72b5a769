import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What dependency-cruiser saw, against what is there. */
export interface LayerCheck {
  /** TypeScript files in the folder. */
  readonly files: number;
  /** Files of the folder that were cruised. */
  readonly cruised: number;
  /** One line for each forbidden import. */
  readonly violations: readonly string[];
}

/** Holds `folder`, inside `root`, to the rules of layers.cjs. */
export async function checkLayers(folder: string, root = process.cwd()): Promise<LayerCheck> {
  const { forbidden, options } = createRequire(import.meta.url)('../layers.cjs') as {
    forbidden: object[];
    options: { tsConfig?: object; [name: string]: unknown };
  };
  const { output } = await cruise([folder], {
    ...options,
    validate: true,
    ruleSet: { forbidden },
    baseDir: root,
  } as object);
  const { modules, summary } = output as ICruiseResult;
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return {
    files: files.length,
    cruised: modules.filter((module) => module.source.startsWith(`${folder}/`) && !module.couldNotResolve).length,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  };
}

/** Why the check is red, one line a reason; nothing when it is green. A check that saw less than there is, is red. */
export function faultsOf({ files, cruised, violations }: LayerCheck): string[] {
  const unseen = cruised < files || files === 0;
  return [
    ...violations,
    ...(unseen ? [`Only ${cruised} of ${files} files were cruised; see that TypeScript is found.`] : []),
  ];
}
