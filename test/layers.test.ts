import t from 'tap';
import { checkLayers, faultsOf } from '../scripts/checkLayers.ts';

const lawful = {
  domain: { 'law.ts': `export const days = 7;\n` },
  store: { 'rows.ts': `import { days } from '../domain/law.ts';\nexport const rows = days;\n` },
};

t.test('every file of this project is cruised and none breaks a layer', async (t) => {
  t.same(faultsOf(await checkLayers('src')), []);
});

t.test('a lawful tree passes', async (t) => {
  const { files, cruised, violations } = await checkLayers('src', t.testdir({ src: lawful }));
  t.same(violations, []);
  t.equal(cruised, 2);
  t.equal(files, 2);
});

t.test('the law importing the store is a violation', async (t) => {
  const root = t.testdir({
    src: { ...lawful, domain: { 'law.ts': `import { rows } from '../store/rows.ts';\nexport const days = rows;\n` } },
  });
  const { violations } = await checkLayers('src', root);
  t.match(violations.join('\n'), /domain-imports-only-what-it-may: src\/domain\/law\.ts -> src\/store\/rows\.ts/);
});

t.test('a type import over a layer counts too', async (t) => {
  const root = t.testdir({
    src: {
      ...lawful,
      domain: { 'law.ts': `import type { rows } from '../store/rows.ts';\nexport type Days = typeof rows;\n` },
    },
  });
  const { violations } = await checkLayers('src', root);
  t.match(violations.join('\n'), /domain-imports-only-what-it-may/);
});

t.test('a cycle is a violation', async (t) => {
  const root = t.testdir({
    src: {
      domain: {
        'a.ts': `import { b } from './b.ts';\nexport const a = (): number => b();\n`,
        'b.ts': `import { a } from './a.ts';\nexport const b = (): number => a();\n`,
      },
    },
  });
  const { violations } = await checkLayers('src', root);
  t.match(violations.join('\n'), /no-cycles/);
});

t.test('I/O in a pure layer is a violation', async (t) => {
  const root = t.testdir({
    src: { engine: { 'kernel.ts': `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n` } },
  });
  const { violations } = await checkLayers('src', root);
  t.match(violations.join('\n'), /pure-layers-do-no-io/);
});

t.test('a package used outside its one layer is a violation', async (t) => {
  const root = t.testdir({
    src: { commands: { 'decide.ts': `import { knex } from 'knex';\nexport const db = knex;\n` } },
    node_modules: { knex: { 'package.json': '{"name":"knex","main":"index.js"}', 'index.js': 'exports.knex = 1;' } },
  });
  const { violations } = await checkLayers('src', root);
  t.match(violations.join('\n'), /only-store-imports-knex/);
});

t.test('a cruise that sees nothing, or less than there is, is red', async (t) => {
  const empty = await checkLayers('empty', t.testdir({ empty: {} }));
  t.match(faultsOf(empty), ['Only 0 of 0 files were cruised; see that TypeScript is found.']);
  t.match(faultsOf({ files: 3, cruised: 2, violations: [] }), [/Only 2 of 3/]);
  t.same(faultsOf({ files: 3, cruised: 3, violations: [] }), []);
});
