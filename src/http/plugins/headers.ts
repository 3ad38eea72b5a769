import helmet from '@fastify/helmet';
import { styleSource } from '../html.ts';
import type { App } from '../route.ts';

/** The content security policy of a page whose forms go to `formAction` only. */
export function policy(formAction: `'none'` | `'self'`) {
  const none = [`'none'`];
  return {
    useDefaults: false,
    directives: {
      defaultSrc: none,
      styleSrc: [styleSource],
      baseUri: none,
      formAction: [formAction],
      frameAncestors: none,
    },
  };
}

/** Security headers: pages run no scripts and load nothing from elsewhere; answers are not kept by caches. */
export async function addHeaders(app: App): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: policy(`'none'`),
    // TLS ends at the agency's proxy, which also knows whether all of its names have it
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id).header('cache-control', 'no-store');
    done();
  });
}
