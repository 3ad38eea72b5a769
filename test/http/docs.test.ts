import { readFileSync } from 'node:fs';
import t from 'tap';
import { docsPage } from '../../src/http/docsPage.ts';
import { openApiText } from '../../src/http/openapi.ts';
import { problemCodes, problemKinds, problemsPage } from '../../src/http/problems.ts';

interface Document {
  readonly openapi: string;
  readonly components: {
    readonly schemas: { readonly Problem: { readonly properties: { readonly code: { readonly enum: string[] } } } };
  };
  readonly paths: Record<string, Record<string, Operation>>;
}
interface Operation {
  readonly security?: unknown[];
  readonly responses: Record<string, { readonly description: string; readonly content?: Record<string, unknown> }>;
}

const generated = await openApiText();
const document = JSON.parse(generated) as Document;
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([verb, operation]) => ({ name: `${verb} ${path}`, operation })),
);

t.test('docs/openapi.json is what the routes say', (t) => {
  t.equal(readFileSync('docs/openapi.json', 'utf8') === generated, true, 'write it anew when a route changes');
  t.equal(document.openapi, '3.1.0');
  t.ok(operations.length >= 30);
  t.end();
});

t.test('docs/problems.md is what the table says', (t) => {
  t.equal(readFileSync('docs/problems.md', 'utf8') === problemsPage(), true, 'write it anew when the table changes');
  t.end();
});

t.test('the document names every code of the table, and no other, each under its status', (t) => {
  t.same(document.components.schemas.Problem.properties.code.enum, [...problemCodes]);
  const named = new Map<string, Set<string>>();
  for (const { operation } of operations) {
    for (const [status, { description }] of Object.entries(operation.responses)) {
      if (Number(status) < 400) continue;
      for (const [, code = ''] of description.matchAll(/`([a-z-]+)`:/g))
        named.set(code, (named.get(code) ?? new Set()).add(status));
    }
  }
  for (const [code, statuses] of named) {
    t.same([...statuses], [String(problemKinds[code as keyof typeof problemKinds].status)], code);
  }
  const unused = problemCodes.filter((code) => !named.has(code));
  t.same(unused, ['too-many-requests'], 'no route limits its callers yet');
  t.end();
});

t.test('every route declares its problems, and a key unless it is public', (t) => {
  for (const { name, operation } of operations) {
    const problems = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
    t.ok(problems.length >= 2, name);
    for (const [status, { content }] of problems)
      t.same(Object.keys(content ?? {}), ['application/problem+json'], `${name} ${status}`);
    t.equal(operation.security?.length === 0, !('401' in operation.responses), name);
  }
  t.end();
});

t.test('the page for people shows every route, and nothing that runs', (t) => {
  const html = docsPage(document, '');
  for (const path of Object.keys(document.paths)) t.ok(html.includes(`<code>${path}</code>`), path);
  t.notMatch(html, /<script|https?:\/\/[^"]*\.js|\son\w+=|src=/i);
  t.end();
});

t.test('text from outside cannot become markup of the page', (t) => {
  const html = docsPage({ info: { title: '<script>alert(1)</script>', description: '`<b>`' }, paths: {} }, '');
  t.notMatch(html, /<script>|<b>/);
  t.end();
});
