import { docsPage } from '../docsPage.ts';
import { exactly, text } from '../schemas/common.ts';
import { demoNotice, escaped, page, withCode } from '../html.ts';
import { newestMigration } from '../../store/readiness.ts';
import { notFound, sendProblem } from '../refused.ts';
import { problemCodes, problemKinds, type ProblemCode } from '../problems.ts';
import { codes, responses, type App } from '../route.ts';
import { Type } from 'typebox';
import type { House } from '../../service/house.ts';

const tags = ['Service'];
const config = { public: true } as const;
const html = { description: 'A page.', content: { 'text/html': { schema: { type: 'string' } } } };

/** Where the service stands, and its own description: the routes that answer without a key. */
export function systemRoutes(
  app: App,
  house: House,
  { schema, demo = false }: { readonly schema?: string; readonly demo?: boolean },
): void {
  const health = exactly({ status: text('`ok`.') });
  app.get(
    '/livez',
    { config, schema: { tags, summary: 'The process answers', response: responses({ 200: health }, ...codes.open) } },
    () => ({ status: 'ok' }),
  );
  app.get(
    '/readyz',
    {
      config,
      schema: {
        tags,
        summary: 'Database and schema are there',
        response: responses(
          { 200: exactly({ ...health.properties, schema: text('Newest migration.') }) },
          ...codes.open,
        ),
      },
    },
    async (_request, reply) => {
      const newest = await newestMigration(house.db);
      if (newest !== null && newest >= (schema ?? '')) return { status: 'ok', schema: newest };
      return sendProblem(reply, {
        code: 'unavailable',
        detail: `The database is at ${String(newest)}, this release needs ${String(schema)}; run \`migrate\` with this release.`,
      });
    },
  );

  app.get(
    '/openapi.json',
    {
      config,
      schema: {
        tags,
        summary: 'This description as OpenAPI 3.1',
        response: responses(
          { 200: Type.Unsafe<object>({ type: 'object', additionalProperties: true }) },
          ...codes.open,
        ),
      },
    },
    () => app.swagger(),
  );

  const notice = demo ? demoNotice : '';
  pageRoute(app, '/docs', 'This description for people', () => docsPage(app.swagger(), notice));
  pageRoute(app, '/problems', 'All problems', () =>
    page('Problems', `<h1>Problems</h1>\n<ul>${problemCodes.map(listed).join('\n')}</ul>`),
  );

  app.get(
    '/problems/:code',
    {
      config,
      schema: {
        tags,
        summary: 'What a problem means, and what to do',
        params: exactly({ code: Type.String({ description: 'Code of the problem.' }) }),
        response: responses({ 200: html }, ...codes.open, 'not-found'),
      },
    },
    ({ params: { code } }, reply) => {
      if (!isProblemCode(code)) throw notFound(`problem ${code.slice(0, 80)}`);
      const { status, title, meaning, remedy } = problemKinds[code];
      const body = `<h1>${escaped(title)}</h1>\n<p><code>${code}</code>, HTTP status ${status}</p>\n<p>${withCode(meaning)}</p>\n<p>${withCode(remedy)}</p>\n<p><a href="/problems">All problems</a></p>`;
      return reply.type('text/html; charset=utf-8').send(page(title, body));
    },
  );
}

function pageRoute(app: App, url: string, summary: string, content: () => string): void {
  app.get(
    url,
    { config, schema: { tags, summary, response: responses({ 200: html }, ...codes.open) } },
    (_request, reply) => reply.type('text/html; charset=utf-8').send(content()),
  );
}

function listed(code: ProblemCode): string {
  return `<li><a href="/problems/${code}"><code>${code}</code></a> ${problemKinds[code].status} ${escaped(problemKinds[code].title)}</li>`;
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problemKinds, code);
}
