import type { FastifyReply } from 'fastify';
import type { Fault, Refusal } from '../domain/refusal.ts';
import { problemOf, type Told } from './problems.ts';

/** Seconds after which a request that met a 503 may be repeated. */
const retryAfterSeconds = 1;

/** A refusal thrown on the way to a handler (parser, hook, cursor); the error handler answers it. */
export class Refused extends Error {
  readonly told: Told;
  constructor(told: Told) {
    super(told.detail);
    this.told = told;
  }
}

/** What the reader is told when a part of the request has the wrong form. */
export function malformed(detail: string, errors: readonly Fault[] = []): Refused {
  return new Refused({ code: 'bad-request', detail, ...(errors.length > 0 && { errors }) });
}

/** A thing that is not there, or not in this agency. */
export function notFound(what: string): Refused {
  return new Refused({ code: 'not-found', detail: `There is no ${what}.` });
}

/** Answers a refusal as a problem. */
export function sendProblem(reply: FastifyReply, told: Told | Refusal): FastifyReply {
  const problem = problemOf(told, reply.request.id);
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="sanzhi"');
  if (problem.status === 503) void reply.header('retry-after', String(retryAfterSeconds));
  return reply.code(problem.status).type('application/problem+json').send(problem);
}
