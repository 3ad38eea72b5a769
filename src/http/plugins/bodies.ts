import { exactly } from '../schemas/common.ts';
import { malformed, Refused } from '../refused.ts';
import { readJson } from '../readJson.ts';
import type { App } from '../route.ts';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it was sent. */
    bodyBytes: Buffer | null;
  }
}

/**
 * What is read of a request before its route sees it: JSON bodies, query parameters of a type, nothing with a NUL. A
 * route with a key that names no query parameters takes none.
 */
export function addBodies(app: App): void {
  app.decorateRequest('bodyBytes', null);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    try {
      requireUtf8(request);
      request.bodyBytes = bytes;
      done(null, bytes.length === 0 ? undefined : readJson(bytes));
    } catch (error) {
      done(error as Error);
    }
  });

  app.addHook('onRoute', ({ config, schema }) => {
    if (config?.action !== undefined && schema !== undefined) schema.querystring ??= exactly({});
  });
  app.addHook('onRequest', (request, _reply, done) => {
    if (/%00/.test(request.url)) throw malformed('The path or query holds the character NUL; remove it.');
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') {
      throw new Refused({ code: 'unsupported-media-type', detail: 'Send the body without compression.' });
    }
    done();
  });
  app.addHook('preValidation', (request, _reply, done) => {
    const { schema } = request.routeOptions;
    if (request.body === undefined && schema?.body !== undefined) request.body = {};
    request.query = typed(request.query, schema?.querystring);
    done();
  });
}

/** BPMN files as they were sent, on the routes of `app` only. */
export function addXmlBodies(app: App): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['application/xml', 'text/xml'], { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    request.bodyBytes = bytes;
    done(null, bytes);
  });
}

function requireUtf8(request: FastifyRequest): void {
  const [, charset = 'utf-8'] = /;\s*charset="?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '') ?? [];
  if (!/^utf-?8$/i.test(charset)) {
    throw new Refused({ code: 'unsupported-media-type', detail: 'Send the body in UTF-8.' });
  }
}

/** Query parameters arrive as text; whole numbers and truth values are read where the schema asks for them. */
function typed(query: unknown, schema: unknown): unknown {
  const { properties = {} } = (schema ?? {}) as { properties?: Record<string, { type?: unknown }> };
  const given = Object.entries(query as Record<string, unknown>);
  return Object.fromEntries(
    given.map(([name, value]) => [
      name,
      read(value, Object.hasOwn(properties, name) ? properties[name]?.type : undefined),
    ]),
  );
}

function read(value: unknown, type: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (type === 'integer') return /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
