import { addressOf, decisionPage, registerPage } from '../publicPages.ts';
import { codes, responses, type App } from '../route.ts';
import { csvOf, rssOf } from '../publicFeeds.ts';
import { demoNotice } from '../html.ts';
import { existingId } from '../ids.ts';
import { idParams, listOf } from '../schemas/common.ts';
import { legalDateOf } from '../../domain/legalTime.ts';
import { limitOf, listAnswer, type ListAnswer } from '../list.ts';
import { listPublic, readPublic, type PublicDecision, type PublicKey } from '../../store/publicRegister.ts';
import { notFound } from '../refused.ts';
import { policy } from '../plugins/headers.ts';
import { publicDecision, registerQuery } from '../schemas/publicRegister.ts';
import { readCursor } from '../cursor.ts';
import type { House } from '../../service/house.ts';
import type { Static } from 'typebox';

const tags = ['Public'];
const config = { public: true } as const;
const as = (type: string, description: string) => ({
  description,
  content: { [type]: { schema: { type: 'string' } } },
});

/** The register of published decisions, for everybody: pages, JSON, CSV and RSS. */
export function publicRegisterRoutes(app: App, house: House, { demo = false }: { readonly demo?: boolean }): void {
  const notice = demo ? demoNotice : '';
  const list = async (query: Static<typeof registerQuery>): Promise<ListAnswer<PublicDecision>> => {
    const asOf = house.now();
    const after = readCursor<PublicKey>(query.cursor, 'instant', 'uuid');
    const q = query.q?.trim();
    const page = await listPublic(house.db, legalDateOf(asOf), q === '' ? undefined : q, after, limitOf(query));
    return listAnswer(page, ({ publishedAt, id }) => [publishedAt, id], asOf);
  };
  const option = (summary: string, answer: object) => ({
    config,
    schema: { tags, summary, querystring: registerQuery, response: responses({ 200: answer }, ...codes.open) },
  });

  app.get(
    '/public',
    {
      ...option('The register of decisions', as('text/html', 'A page.')),
      helmet: { contentSecurityPolicy: policy(`'self'`) },
    },
    async ({ query }, reply) => {
      const { items, next } = await list(query);
      const q = query.q?.trim();
      const further = { q: q === '' ? undefined : q, next: next && nextQuery(query, next), notice };
      return reply.type('text/html; charset=utf-8').send(registerPage(items, further));
    },
  );
  app.get(
    '/public/decisions.json',
    option('The register of decisions as JSON', listOf(publicDecision)),
    async ({ query }) => {
      const { items, ...rest } = await list(query);
      return { ...rest, items: items.map(decisionView) };
    },
  );
  app.get(
    '/public/decisions.csv',
    option('The register of decisions as CSV; the header `Link` names the next part', as('text/csv', 'CSV.')),
    async ({ query }, reply) => {
      const { items, next } = await list(query);
      if (next !== null) void reply.header('link', `</public/decisions.csv?${nextQuery(query, next)}>; rel="next"`);
      return reply.type('text/csv; charset=utf-8').send(csvOf(items));
    },
  );
  app.get(
    '/public/decisions.rss',
    option('The newest decisions as RSS', as('application/rss+xml', 'RSS 2.0.')),
    async (request, reply) => {
      const { items } = await list(request.query);
      const site = `${request.protocol}://${request.host}`;
      const said = demo ? '演示环境，不具法律效力 Demo mode: without legal effect. ' : '';
      return reply.type('application/rss+xml; charset=utf-8').send(rssOf(items, site, said));
    },
  );
  app.get(
    '/public/decisions/:id',
    {
      config,
      schema: {
        tags,
        summary: 'One decision, or what became of it',
        params: idParams,
        response: responses({ 200: as('text/html', 'A page.') }, ...codes.open, 'not-found'),
      },
    },
    async ({ params }, reply) => {
      const id = existingId('publication', params.id);
      const found = await readPublic(house.db, legalDateOf(house.now()), id);
      if (found === null) throw notFound(`published decision ${id}`);
      return reply.type('text/html; charset=utf-8').send(decisionPage(found, notice));
    },
  );
}

function decisionView(decision: PublicDecision) {
  const { view, ...rest } = decision;
  const text = view.shows === 'text' ? view : null;
  return {
    ...rest,
    shows: view.shows,
    summary: text?.summary ?? null,
    fullText: text?.fullText ?? null,
    reason: view.shows === 'text' ? null : view.reason,
    withdrawnAt: view.shows === 'tombstone' ? view.withdrawnAt : null,
    address: addressOf(decision),
  };
}

/** The query of the next part: what was asked, from there on. */
function nextQuery({ q, limit }: Static<typeof registerQuery>, next: string): string {
  return new URLSearchParams({
    ...(q !== undefined && { q }),
    ...(limit !== undefined && { limit: String(limit) }),
    cursor: next,
  }).toString();
}
