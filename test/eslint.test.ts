import t from 'tap';
import { ESLint } from 'eslint';

// with CI=true typescript-eslint would read the file on disk instead of the text that stands in for it
process.env['TSESTREE_SINGLE_RUN'] = 'false';

/** Messages of the project's own rules for a text that stands in for an existing file. */
async function lint(text: string, filePath: string): Promise<string[]> {
  const [result] = await new ESLint().lintText(text, { filePath });
  return result!.messages.map((message) => `${message.ruleId}: ${message.message}`);
}

t.test('the clock is read nowhere but in main.ts and the worker', async (t) => {
  const reads = [`export const a = new Date();`, `export const a = Date.now();`, `export const a = DateTime.now();`];
  for (const text of reads) {
    t.match(
      (await lint(`${text}\n`, 'src/domain/case.ts')).join('\n'),
      /no-restricted-syntax: Time is an argument/,
      text,
    );
  }
  t.notMatch((await lint(`export const a = new Date();\n`, 'src/worker/clock.ts')).join('\n'), /no-restricted-syntax/);
  t.notMatch((await lint(`export const a = new Date(0);\n`, 'src/domain/case.ts')).join('\n'), /no-restricted-syntax/);
});

t.test('a query that nobody waits for is an error, thenable builders included', async (t) => {
  const text = [
    `import type { Knex } from 'knex';`,
    `export function forget(db: Knex): void {`,
    `  db('wait').where({ no: 1 }).delete();`,
    `  db.raw('select 1');`,
    `}`,
    ``,
  ].join('\n');
  const messages = await lint(text, 'src/store/timers.ts');
  t.equal(messages.filter((message) => message.includes('no-floating-promises')).length, 2, messages.join('\n'));
});

t.test('a file of more than 300 lines in src is an error', async (t) => {
  const text = 'export {};\n'.repeat(301);
  t.match((await lint(text, 'src/domain/case.ts')).join('\n'), /max-lines/);
});
