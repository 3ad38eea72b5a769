/** A rule of the law that is switched off: one place of one file, and the test that has to notice. */
export interface Mutant {
  /** `decide: requireUndecided is not asked` */
  readonly rule: string;
  /** Name of the function or constant that is changed. */
  readonly of: string;
  readonly file: string;
  readonly test: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The test of a file by name: `src/domain/clock.ts` has `test/domain/clock.test.ts`. */
export function testOf(file: string): string {
  return file.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts');
}

/** The text of a file with a rule switched off. */
export function applied({ start, end, text }: Pick<Mutant, 'start' | 'end' | 'text'>, whole: string): string {
  return whole.slice(0, start) + text + whole.slice(end);
}
