import { createHash } from 'node:crypto';
import { malformed } from './refused.ts';
import type { Ask } from '../service/run.ts';
import type { Actor } from '../domain/people.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Repeatable } from '../domain/changeset.ts';

const revisionPattern = /^(?:W\/)?(?:"(\d{1,10})"|(\d{1,10}))$/;
const maxRevision = 2_147_483_647;

/** Who asks for a command, and whether the request may be a repeat. */
export function askOf(request: FastifyRequest): Ask & { readonly actor: Actor } {
  const { actor } = request.caller;
  return { agencyId: actor.agencyId, actor, repeatable: repeatableOf(request) };
}

/** The revision named in If-Match; null when the caller names none. Throws what the caller is told (400). */
export function revisionOf(request: FastifyRequest): number | null {
  const text = request.headers['if-match'];
  if (text === undefined || text === '*') return null;
  const [, quoted, plain] = revisionPattern.exec(text.trim()) ?? [];
  const revision = Number(quoted ?? plain ?? Number.NaN);
  if (!Number.isInteger(revision) || revision > maxRevision) {
    throw malformed('If-Match has to be the revision of the case, such as "7".', [
      { pointer: 'If-Match', message: 'must be a revision, quoted or not' },
    ]);
  }
  return revision;
}

/** Tells the caller which revision the answer shows. */
export function withRevision(reply: FastifyReply, revision: number): FastifyReply {
  return reply.header('etag', `"${revision}"`);
}

function repeatableOf(request: FastifyRequest): Repeatable | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw malformed('Idempotency-Key has to be 1 to 200 visible ASCII characters.', [
      { pointer: 'Idempotency-Key', message: 'must be 1 to 200 visible ASCII characters' },
    ]);
  }
  const pattern = request.routeOptions.url ?? '';
  const route = `${request.method} ${pattern} ${JSON.stringify(request.params)}`;
  const digest = createHash('sha256')
    .update(`${request.method} ${request.url}\n`)
    .update(request.bodyBytes ?? Buffer.alloc(0))
    .digest('hex');
  return { route, key, digest };
}
