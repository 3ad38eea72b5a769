import { problemKinds, type ProblemCode } from './problems.ts';
import type { FastifyBaseLogger, FastifyInstance, FastifyTypeProvider, RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Static, TSchema } from 'typebox';

/** Types of parameters, query and body follow from the route's TypeBox schemas. */
export interface TypeBox extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
  readonly serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
}
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBox>;

const always = ['bad-request', 'unauthorized', 'forbidden', 'internal-error', 'unavailable'] as const;
const ofBodies = ['payload-too-large', 'unsupported-media-type'] as const;
const ofCommands = ['idempotency-key-reused', 'try-again'] as const;

/** Codes that any route with a key, with a body, or with a command can answer. */
export const codes = {
  read: always,
  body: [...always, ...ofBodies],
  command: [...always, ...ofBodies, ...ofCommands],
  open: ['bad-request', 'internal-error', 'unavailable'],
} as const;

/** The response schemas of a route: its answers by status, and every problem it can answer, grouped by status. */
export function responses(
  answers: Readonly<Record<number, object>>,
  ...problems: readonly ProblemCode[]
): Record<number, object> {
  const described: Record<number, object> = {};
  for (const [status, schema] of Object.entries(answers))
    described[Number(status)] = { description: 'Done.', ...schema };
  for (const code of problems) {
    const { status } = problemKinds[code];
    const listed = problems.filter((other) => problemKinds[other].status === status);
    described[status] = {
      description: listed.map((other) => `\`${other}\`: ${problemKinds[other].title}.`).join(' '),
      content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
    };
  }
  return described;
}
