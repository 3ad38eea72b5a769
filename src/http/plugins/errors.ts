import { problemOf, type Told } from '../problems.ts';
import { Refused, sendProblem } from '../refused.ts';
import { sqlState } from '../../store/db.ts';
import type { App } from '../route.ts';
import type { Fault } from '../../domain/refusal.ts';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';

type Caught = Error & { readonly syscall?: string } & Partial<
    Pick<FastifyError, 'code' | 'statusCode' | 'validation' | 'validationContext'>
  >;

/** Every fault becomes a problem of the table; what nobody expected is logged, and answered without its insides. */
export function addErrors(app: App): void {
  app.setErrorHandler<Caught>((error, request, reply) => answer(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, {
      code: 'not-found',
      detail: `There is no ${request.method} ${pathOf(request.url)}; /docs lists what there is.`,
    }),
  );
}

/** For faults that Fastify meets before it has a route. */
export function answer(error: Caught, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refused) return sendProblem(reply, error.told);
  const told = toldOf(error);
  if (told.code === 'internal-error') request.log.error({ err: error, reqId: request.id }, 'unexpected fault');
  if (told.code === 'unavailable')
    request.log.warn({ code: error.code, reqId: request.id }, 'the database does not answer');
  return sendProblem(reply, told);
}

/** For bytes that are no HTTP. */
export function answerSocket(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(
    problemOf(
      { code: 'bad-request', detail: 'The request is no well-formed HTTP, or was cut off on its way.' },
      'none',
    ),
  );
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function toldOf(error: Caught): Told {
  if (error.validation !== undefined) return invalid(error.validation, error.validationContext ?? 'body');
  const { code = '', statusCode = 500 } = error;
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { code: 'payload-too-large', detail: 'The body is larger than 1 MiB; send less.' };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return {
        code: 'unsupported-media-type',
        detail: 'This route does not take a body of this content type; see /docs.',
      };
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return { code: 'not-found', detail: 'There is nothing with an id as long as this.' };
    default:
  }
  if (isUnavailable(error)) {
    return { code: 'unavailable', detail: 'The database does not answer at the moment; repeat the request.' };
  }
  if (statusCode < 500 && code.startsWith('FST_')) {
    return { code: 'bad-request', detail: 'The request is malformed: its path, a header or its length is not right.' };
  }
  return { code: 'internal-error', detail: 'The service failed; tell your administrator the instance.' };
}

/** Fastify validates one part after the other and stops at the first fault. */
function invalid(faults: NonNullable<Caught['validation']>, part: string): Told {
  const errors = faults.map((fault): Fault => {
    const missing =
      fault.params['missingProperty'] ?? fault.params['additionalProperty'] ?? fault.params['propertyName'];
    const path = typeof missing === 'string' ? `${fault.instancePath}/${missing}` : fault.instancePath;
    return { pointer: part === 'querystring' ? `?${path.slice(1)}` : path, message: messageOf(fault) };
  });
  return { code: 'bad-request', detail: 'The request has the wrong form; correct what errors points at.', errors };
}

function messageOf({ keyword, message, params }: NonNullable<Caught['validation']>[number]): string {
  if (keyword === 'additionalProperties') return 'is unknown here';
  if (keyword === 'required') return 'is required';
  if (keyword === 'enum' && Array.isArray(params['allowedValues'])) {
    return `must be one of ${params['allowedValues'].filter((value) => value !== null).join(', ')}`;
  }
  return message ?? 'is not right';
}

const lostConnection = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
/** Connection, resources, operator intervention, read-only after a fail-over, lock wait. */
const unavailableStates = /^(?:08|53|57)|^25006$|^55P03$/;

function isUnavailable(error: Caught): boolean {
  const state = sqlState(error);
  if (state !== null && unavailableStates.test(state)) return true;
  if (error.syscall === 'connect' || (error.code !== undefined && lostConnection.has(error.code))) return true;
  return (
    error.name === 'KnexTimeoutError' ||
    /^Connection (?:terminated|ended)|^timeout expired|is closed/i.test(error.message)
  );
}

function pathOf(url: string): string {
  return url.split('?', 1)[0]?.slice(0, 200) ?? '';
}
