import { askOf, revisionOf, withRevision } from '../ask.ts';
import { changeHeaders, commandHeaders, idParams, listOf } from '../schemas/common.ts';
import { codes, responses, type App } from '../route.ts';
import { correlateMessage } from '../../service/cases.ts';
import { existingId } from '../ids.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { limitOf, listAnswer } from '../list.ts';
import { listMessages, type KeptKey } from '../../store/messages.ts';
import { messageBody } from '../schemas/case.ts';
import { momentAfter } from '../ttl.ts';
import { moved } from '../schemas/task.ts';
import { readCursor } from '../cursor.ts';
import { revisionIn, type Moved } from '../answers.ts';
import { sendProblem } from '../refused.ts';
import { sendMessage, throwSignal } from '../../service/messages.ts';
import * as schemas from '../schemas/message.ts';
import type { House } from '../../service/house.ts';
import type { Json } from '../../domain/json.ts';

/** Messages that come to a case, or across cases to whoever waits for them; signals for all. */
export function messageRoutes(app: App, house: House): void {
  acrossRoutes(app, house);
  app.post(
    '/v1/cases/:id/messages',
    {
      config: { action: 'case.message' },
      schema: {
        tags: ['Cases'],
        summary: 'A message comes to the one place of the case that waits for its name',
        params: idParams,
        headers: changeHeaders,
        body: messageBody,
        response: responses(
          { 200: moved },
          ...codes.command,
          'not-found',
          'no-subscriber',
          'ambiguous-message',
          'stale-revision',
          'case-closed',
          'invalid-variables',
        ),
      },
    },
    async (request, reply) => {
      const caseId = existingId('case', request.params.id);
      const { name, variables = {} } = request.body;
      const done = await correlateMessage(house, askOf(request), caseId, {
        name,
        variables,
        revision: revisionOf(request),
      });
      if (isRefusal(done)) return sendProblem(reply, done);
      return withRevision(reply, revisionIn(done.answer)).send(done.answer);
    },
  );
}

function acrossRoutes(app: App, house: House): void {
  app.post(
    '/v1/messages',
    {
      config: { action: 'case.message' },
      schema: {
        tags: ['Messages'],
        summary: 'A message comes to the one place of any case that waits for it, or starts a case',
        description:
          'A place is found by `correlationKey`: the key of what waits by a key, else the reference, number or id of the case. Without a key the one place that waits for the name without one. Nobody waits: 404, or with `ttl` it is kept and delivered as soon as somebody does.',
        headers: commandHeaders,
        body: schemas.sendBody,
        response: responses(
          { 200: schemas.sent, 202: schemas.kept },
          ...codes.command,
          'no-subscriber',
          'ambiguous-message',
          'case-closed',
          'not-found',
          'definition-not-active',
          'invalid-variables',
        ),
      },
    },
    async (request, reply) => {
      const { name, correlationKey, variables = {}, ttl } = request.body;
      const done = await sendMessage(house, askOf(request), {
        name,
        key: correlationKey === undefined ? null : String(correlationKey),
        variables,
        keepUntil: ttl === undefined ? null : momentAfter(house.now(), ttl),
      });
      if (isRefusal(done)) return sendProblem(reply, done);
      if (isKept(done.answer)) return reply.code(202).send(done.answer);
      const answer = done.answer as unknown as Moved;
      const result = answer.case.revision === 1 ? ('started' as const) : ('delivered' as const);
      return withRevision(reply, answer.case.revision).send({ result, ...answer });
    },
  );

  app.get(
    '/v1/messages',
    {
      config: { action: 'monitor.read' },
      schema: {
        tags: ['Messages'],
        summary: 'What was sent and has not arrived yet, oldest first',
        querystring: schemas.messagesQuery,
        response: responses({ 200: listOf(schemas.keptMessage) }, ...codes.read),
      },
    },
    async ({ caller, query }) => {
      const now = house.now();
      const after = readCursor<KeptKey>(query.cursor, 'instant', 'uuid', 'number');
      const page = await listMessages(house.db, caller.actor.agencyId, now, after, limitOf(query));
      return listAnswer(page, ({ sentAt, id, no }) => [sentAt, id, no], now);
    },
  );

  app.post(
    '/v1/signals',
    {
      config: { action: 'case.message' },
      schema: {
        tags: ['Messages'],
        summary: 'A signal comes to everything in the agency that waits for it, and starts cases',
        headers: commandHeaders,
        body: schemas.signalBody,
        response: responses({ 202: schemas.broadcast }, ...codes.command),
      },
    },
    async (request, reply) => {
      const { name, variables = {} } = request.body;
      const done = await throwSignal(house, askOf(request), { name, variables });
      if (isRefusal(done)) return sendProblem(reply, done);
      return reply.code(202).send(done.answer);
    },
  );
}

function isKept(answer: Json): answer is { result: 'kept'; message: { id: string; expiresAt: string } } {
  return typeof answer === 'object' && answer !== null && 'result' in answer && answer['result'] === 'kept';
}
