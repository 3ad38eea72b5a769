import swagger from '@fastify/swagger';
import { problemSchema } from '../schemas/problem.ts';
import type { App } from '../route.ts';

/** The OpenAPI 3.1 document, made from the schemas of the routes. Routes are added after it. */
export async function addDocs(app: App): Promise<void> {
  app.addSchema(problemSchema);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Sanzhi (三制)',
        version: '1.0.0',
        description:
          'A BPMN case engine for lawful permits and penalties. Times are RFC 3339 in UTC, legal dates `YYYY-MM-DD` in Asia/Shanghai, ids are opaque. ' +
          'A POST that changes something takes an optional `Idempotency-Key` (kept 30 days: the same request again answers the first answer again); leases of service tasks are outside of it. ' +
          'A change of a case may name the revision it was made on in `If-Match`. Lists answer `{ items, next, asOf }`; `?cursor=` takes the `next` of the last answer.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'API key of a person, `sz_…`.' },
        },
      },
      security: [{ key: [] }],
    },
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, at) =>
        typeof schema.$id === 'string' ? schema.$id : `schema-${at}`,
    },
    transform: ({ schema, url, route }) => {
      const open = route.config?.public === true ? { security: [] } : {};
      return { schema: { ...schema, ...open }, url };
    },
  });
}
