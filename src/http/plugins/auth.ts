import { createHash, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { findKey, type ValidKey } from '../../store/people.ts';
import { legalDateOf } from '../../domain/legalTime.ts';
import { parseApiKey, type ApiKeyToken } from '../../domain/apiKey.ts';
import { Refused } from '../refused.ts';
import { requirePermission, type Action, type Actor } from '../../domain/people.ts';
import type { App } from '../route.ts';
import type { House } from '../../service/house.ts';

/** Who asks. */
export interface Caller {
  readonly name: string;
  readonly actor: Actor;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller has to be permitted to do. */
    action?: Action;
    /** Answers without a key. */
    public?: true;
  }
  interface FastifyRequest {
    caller: Caller;
  }
}

/** A key that was valid a moment ago is not looked up again; a command is guarded by its person's revision anyway. */
const trustedMs = 1000;

/** Lets nobody in without a key and a role, save to routes that say they are public. Throws for a route that says neither. */
export function addAuth(app: App, house: House): void {
  const valid = new LRUCache<string, ValidKey, ApiKeyToken>({
    max: 5000,
    ttl: trustedMs,
    fetchMethod: (_digest, _stale, { context }) => lookUp(house, context),
  });

  app.decorateRequest('caller');
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.action === undefined && config?.public !== true) {
      throw new Error(`${String(method)} ${url} declares neither an action nor that it is public.`);
    }
  });
  app.addHook('onRequest', async (request) => {
    const { action } = request.routeOptions.config;
    if (action === undefined) return; // public, or no route at all
    const token = tokenOf(request.headers.authorization);
    const key = token && (await valid.fetch(digestOf(JSON.stringify(token)).toString('hex'), { context: token }));
    if (key === undefined) throw unauthorized;
    const refusal = requirePermission(key.actor, action, legalDateOf(house.now()));
    if (refusal !== undefined) throw new Refused(refusal);
    request.caller = { name: key.personName, actor: key.actor };
  });
}

const unauthorized = new Refused({
  code: 'unauthorized',
  detail: 'Send a valid API key as `Authorization: Bearer sz_…`; ask your administrator for one.',
});

function tokenOf(header: string | undefined): ApiKeyToken | undefined {
  const [, token] = /^Bearer +(\S+) *$/i.exec(header ?? '') ?? [];
  return token === undefined ? undefined : parseApiKey(token);
}

async function lookUp(house: House, { agencyId, keyId, secret }: ApiKeyToken): Promise<ValidKey | undefined> {
  const key = await findKey(house.db, agencyId, keyId, house.now());
  return key !== null && timingSafeEqual(key.secretHash, digestOf(secret)) ? key : undefined;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
