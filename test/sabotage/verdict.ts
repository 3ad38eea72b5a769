/** What a test said of a rule that was switched off. */
export type Verdict =
  | 'killed'
  /** The test is green without the rule. */
  | 'survived'
  /** It failed without a failed assertion: the file does not load, or the code fell over. */
  | 'broken'
  | 'hung';

/** Reads a test's exit code (null: it was stopped) and its TAP. */
export function verdictOf(code: number | null, tap: string): Verdict {
  if (hasFailed(tap)) return 'killed';
  if (code === null) return 'hung';
  return code === 0 ? 'survived' : 'broken';
}

/** Whether an assertion has failed so far, and not merely the program. */
export function hasFailed(tap: string): boolean {
  return failures(tap).some(({ error }) => error === null || !mishaps.has(error));
}

/** Number of assertions that held. */
export function assertionsOf(tap: string): number {
  return [...tap.matchAll(/^ *ok \d+(?!.* # time=)/gm)].length;
}

/** Errors of a program that fell over, which say nothing about its rules. */
const mishaps: ReadonlySet<string> = new Set(['TypeError', 'ReferenceError', 'SyntaxError']);

/** The assertions that failed, subtests aside; `error` is the type of what was thrown, null: nothing was. */
function failures(tap: string): { readonly error: string | null }[] {
  const lines = tap.split('\n');
  return lines.flatMap((line, index) => {
    const indent = /^( *)not ok \d+(?!.* # time=)/.exec(line)?.[1];
    if (indent === undefined) return [];
    const end = lines.indexOf(`${indent}  ...`, index);
    if (end < 0) return []; // its details are still to come
    const details = lines.slice(index + 1, end);
    const detail = (key: string) =>
      details
        .map((text) => new RegExp(`^${indent}  ${key}: (\\w+)`).exec(text)?.[1])
        .find((found) => found !== undefined);
    return [{ error: detail('tapCaught') === undefined ? null : (detail('type') ?? 'Error') }];
  });
}
