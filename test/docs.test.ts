import { existsSync, readFileSync } from 'node:fs';
import t from 'tap';
import { all, curlCalls, layerFacts, migrations, operations, textUnions } from './docs/code.ts';
import { codeBlocks, deadLinks, differences, quoted, readPages, rows, section } from './docs/pages.ts';
import { readDefinition } from '../src/bpmn/read.ts';
import { roles } from '../src/domain/people.ts';
import { stuckReasons } from '../src/store/monitor.ts';

const pages = readPages();
const page = (path: string): string => pages.get(path)!;
const architecture = page('ARCHITECTURE.md');

t.test('every link leads somewhere', async (t) => {
  t.ok(pages.size > 15, 'pages were read');
  for (const [path, text] of pages) t.strictSame(deadLinks(path, text), [], path);
  t.strictSame(deadLinks('docs/adr/README.md', '[a](0001-gone.md) [b](../../README.md#start) [c](https://x.example)'), [
    '0001-gone.md',
  ]);
});

t.test('a newcomer finds the two lines, alone, in both languages', async (t) => {
  for (const path of ['README.md', 'README.zh-CN.md']) {
    for (const line of ['npm ci && npm start', 'npm ci && npm test']) {
      t.equal(
        page(path)
          .split('\n')
          .filter((one) => one === line).length,
        1,
        `${path}: ${line}`,
      );
    }
  }
});

t.test('the Chinese README has the blocks, links, headings and tables of the English one', async (t) => {
  const english = page('README.md');
  const chinese = page('README.zh-CN.md');
  t.strictSame(codeBlocks(chinese), codeBlocks(english));
  t.ok(codeBlocks(english).length > 5);
  t.strictSame(shapeOf(chinese), shapeOf(english));
  t.notSame(shapeOf(`${chinese}\n## Mehr`), shapeOf(english), 'a further heading is seen');
});

t.test('the command line and the environment are documented as they are', async (t) => {
  const usages = all(readFileSync('src/main.ts', 'utf8'), /usage: '([^']+)'/g);
  const variables = all(readFileSync('src/config.ts', 'utf8'), /env\.([A-Z_]+)/g);
  for (const path of ['README.md', 'README.zh-CN.md']) {
    const heading = path === 'README.md' ? '## Command line' : '## 命令行';
    const first = rows(section(page(path), heading)).map(([cell = '']) => cell);
    const documented = first.flatMap(quoted);
    t.strictSame(differences(documented, [...usages, ...variables]), [], path);
    t.strictSame(differences(documented, [...usages.slice(1), ...variables]), [
      `documented, but not there: ${usages[0]}`,
    ]);
  }
});

t.test('the layers are those of layers.cjs', async (t) => {
  const facts = (text: string) =>
    rows(section(text, '## 2. Layers')).flatMap(([layer = '', , may = '', alone = '']) => {
      const [name = ''] = quoted(layer);
      const folder = /\(in `(.+)`\)/.exec(alone)?.[1] ?? name;
      const packages = quoted(alone).filter((one) => one !== folder);
      return [
        `layer ${name}`,
        ...quoted(may).map((one) => `${name} may import ${one}`),
        ...packages.map((one) => `only ${folder} imports ${one}`),
      ];
    });
  t.strictSame(differences(facts(architecture), layerFacts()), []);
  const wrong = architecture.replace('| `domain`, `feel` | `bpmn-moddle` |', '| `domain`, `store` | `bpmn-moddle` |');
  t.strictSame(differences(facts(wrong), layerFacts()), [
    'documented, but not there: bpmn may import store',
    'there, but not documented: bpmn may import feel',
  ]);
});

t.test('the files of the journeys exist, and each knows the next', async (t) => {
  const journeys = section(architecture, '## 3. Journeys')
    .split(/\n(?=\d+\. )/)
    .slice(1)
    .map(quoted);
  t.equal(journeys.length, 10);
  for (const files of journeys) {
    t.strictSame(
      files.filter((file) => !existsSync(file)),
      [],
    );
    for (const [index, file] of files.entries())
      t.ok(isReached(file, files.slice(0, index)), `${file} is imported on the way`);
  }
  t.notOk(isReached('src/store/commit.ts', ['src/http/routes/tasks.ts']), 'a file left out is noticed');
});

t.test('statuses are those of the code, and none is missing', async (t) => {
  const unions = textUnions('src/domain');
  const elsewhere = new Set(['RefusalCode']);
  const actual = [...unions]
    .filter(([name]) => !elsewhere.has(name))
    .map(([name, { file, values }]) => `${name} ${file} ${values.join(' ')}`);
  const facts = (text: string) =>
    rows(section(text, '### Statuses')).map(([type = '', file = '', values = '']) =>
      [...quoted(type), ...quoted(file), ...quoted(values)].join(' '),
    );
  t.ok(actual.length > 5, 'unions were read');
  t.strictSame(differences(facts(architecture), actual), []);
  t.equal(differences(facts(architecture.replace('`running` `suspended`', '`running`')), actual).length, 2);
});

t.test('tables and guards are those of the migrations', async (t) => {
  const sql = migrations();
  const storage = rows(section(architecture, '## 5. Storage')).flatMap(([cell = '']) => quoted(cell));
  t.strictSame(differences(storage, ['schema_migration', ...all(sql, /^create table (\w+)/gm)]), []);
  const guards = rows(section(architecture, '## 1. One idea: load → decide → commit')).flatMap(([cell = '']) =>
    quoted(cell),
  );
  const raised = all(sql, /lost_guard\('([a-z-]+)'\)/g);
  t.strictSame(differences(guards, raised), []);
  t.strictSame(differences(guards, [...raised, 'seal']), ['there, but not documented: seal']);
});

t.test('every requirement stands once, with a status and files that exist', async (t) => {
  const text = page('docs/requirements.md');
  const wanted = [
    ['D', 18],
    ['R', 16],
    ['L', 15],
    ['P', 4],
    ['I', 6],
    ['O', 7],
  ] as const;
  const numbers = wanted.flatMap(([letter, last]) =>
    Array.from({ length: last }, (_, index) => `${letter}${index + 1}`),
  );
  t.strictSame(all(text, /^\| ([A-Z]\d+) \|/gm), numbers);
  t.strictSame(requirementFaults(text), []);
  t.strictSame(requirementFaults('| D1 | x | done |\n| D2 | x | built: `src/nowhere.ts` |\n| D3 | x | built |'), [
    'D1: no status',
    'D2: src/nowhere.ts does not exist',
    'D3: built, and no file shows it',
  ]);
});

t.test('every call in the guides is an operation of the API', async (t) => {
  const guides = ['README.md', ...['designer', 'agency', 'monitor'].map((name) => `docs/how-to/${name}.md`)];
  const calls = guides.flatMap((path) =>
    codeBlocks(page(path)).flatMap((block) => curlCalls(block.replaceAll(/^ +(?=\S)/gm, ''))),
  );
  t.ok(calls.length > 20, 'calls were read');
  t.strictSame(unknownCalls(calls), []);
  t.strictSame(unknownCalls(curlCalls("curl -s $API/cases/$CASE/close -d '{}'")), ['POST /v1/cases/{}/close']);
});

t.test('roles, stuck reasons and the example are what the guides say', async (t) => {
  const designer = page('docs/how-to/designer.md');
  t.strictSame(/Roles: `([^`]+)`/.exec(designer)?.[1]?.split(/\s+/), [...roles]);
  const reasons = rows(page('docs/how-to/monitor.md')).flatMap(([cell = '']) => quoted(cell));
  t.strictSame(reasons, [...stuckReasons]);
  const example = readFileSync('docs/how-to/example.bpmn', 'utf8');
  t.match(await readDefinition(Buffer.from(example)), { ok: true, findings: [] });
  t.match(await readDefinition(Buffer.from(example.replaceAll('userTask', 'scriptTask'))), { ok: false });
});

t.test('every decision has its parts and stands in the list', async (t) => {
  const decisions = [...pages.keys()].filter((path) => /^docs\/adr\/\d{4}-/.test(path));
  const listed = all(page('docs/adr/README.md'), /\]\((\d{4}-[^)]+)\)/g).map((file) => `docs/adr/${file}`);
  t.strictSame(differences(listed, decisions), []);
  const parts = ['Context', 'Decision', 'Measured facts', 'Consequences'];
  for (const path of decisions) t.strictSame(all(page(path), /^## (.+)$/gm), parts, path);
});

function shapeOf(text: string): unknown {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '');
  return {
    headings: all(prose, /^(#+) .*$/gm).concat(String([...prose.matchAll(/^#+ /gm)].length)),
    links: [...prose.matchAll(/\]\(([^)]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !target.startsWith('README')),
    tables: rows(prose).length,
    points: [...prose.matchAll(/^- /gm)].length,
  };
}

function isReached(file: string, before: readonly string[]): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (before.length === 0) return true;
  return before.some((earlier) => readFileSync(earlier, 'utf8').includes(`/${name}'`));
}

function requirementFaults(text: string): string[] {
  return rows(text).flatMap((cells) => {
    const [number = ''] = cells;
    const status = cells.at(-1) ?? '';
    if (!/^(built: |built$|partly – |not yet$)/.test(status)) return [`${number}: no status`];
    const paths = quoted(cells.join(' ')).filter((code) =>
      /^(src|test|migrations|processes|agencies|calendars)\//.test(code),
    );
    if (status.startsWith('built') && paths.length === 0) return [`${number}: built, and no file shows it`];
    return paths.filter((path) => !existsSync(path)).map((path) => `${number}: ${path} does not exist`);
  });
}

function unknownCalls(calls: readonly string[]): string[] {
  const known = new Set(operations());
  return calls.filter((call) => !known.has(call));
}
