import { askOf, revisionOf, withRevision } from '../ask.ts';
import {
  approvePublication,
  correctPublication,
  redactPublication,
  returnPublication,
  withdrawPublication,
  withholdPublication,
} from '../../service/publications.ts';
import { changeHeaders, idParams, listOf } from '../schemas/common.ts';
import { codes, responses, type App } from '../route.ts';
import { existingId, filterId } from '../ids.ts';
import { instantFilter, limitOf, listAnswer, overdueFilter } from '../list.ts';
import { isRefusal, type Refusal } from '../../domain/refusal.ts';
import { hasEnded } from '../../domain/clock.ts';
import { isOverdue } from '../../domain/publicationRule.ts';
import { legalDateOf } from '../../domain/legalTime.ts';
import {
  listPublications,
  readPublication,
  type PublicationItem,
  type PublicationKey,
} from '../../store/publications.ts';
import { notFound, sendProblem } from '../refused.ts';
import { partQuery } from '../schemas/case.ts';
import { readCase } from '../../store/cases.ts';
import { readCursor } from '../cursor.ts';
import { requirePermission, type Action, type Actor } from '../../domain/people.ts';
import * as schemas from '../schemas/publication.ts';
import type { Done } from '../../service/run.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../service/house.ts';
import type { Instant } from '../../domain/json.ts';

const tags = ['Publications'];
const clashes = [
  'not-found',
  'conflict',
  'stale-revision',
  'publication-state',
  'separation',
  'task-closed',
  'task-claimed',
  'case-closed',
  'invalid-outcome',
] as const;

/** Publications of decisions: redacted, approved by a second person, corrected, withdrawn, withheld. */
export function publicationRoutes(app: App, house: House): void {
  app.get(
    '/v1/publications',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'Publications, due first',
        querystring: schemas.publicationsQuery,
        response: responses({ 200: listOf(schemas.publication) }, ...codes.read),
      },
    },
    async ({ caller, query }) => {
      const asOf = house.now();
      const filter = {
        state: query.state,
        case: filterId(query.case),
        dueBefore: instantFilter('dueBefore', query.dueBefore),
        overdueAt: overdueFilter(query, asOf),
      };
      const after = readCursor<PublicationKey>(query.cursor, 'instant', 'uuid');
      const page = await listPublications(house.db, caller.actor.agencyId, filter, after, limitOf(query));
      const items = page.items.map((item) => shown(item, caller.actor, asOf));
      return listAnswer({ ...page, items }, ({ dueAt, id }) => [dueAt, id], asOf);
    },
  );

  app.get(
    '/v1/cases/:id/publications',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'The publications of the case',
        params: idParams,
        querystring: partQuery,
        response: responses({ 200: listOf(schemas.publication) }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params, query }) => {
      const asOf = house.now();
      const { agencyId } = caller.actor;
      const id = existingId('case', params.id);
      const after = readCursor<PublicationKey>(query.cursor, 'instant', 'uuid');
      const page = await listPublications(house.db, agencyId, { case: id }, after, limitOf(query));
      if (page.items.length === 0 && (await readCase(house.db, agencyId, id)) === null) throw notFound(`case ${id}`);
      const items = page.items.map((item) => shown(item, caller.actor, asOf));
      return listAnswer({ ...page, items }, ({ dueAt, id }) => [dueAt, id], asOf);
    },
  );

  app.get(
    '/v1/publications/:id',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'One publication',
        params: idParams,
        response: responses({ 200: schemas.publication }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params }, reply) => {
      const id = existingId('publication', params.id);
      const found = await readPublication(house.db, caller.actor.agencyId, id);
      if (found === null) throw notFound(`publication ${id}`);
      return withRevision(reply, found.revision).send(shown(found, caller.actor, house.now()));
    },
  );

  commandRoutes(app, house);
}

/** The first person's and the second person's steps, and what can happen afterwards. */
function commandRoutes(app: App, house: House): void {
  const option = <Body extends object>(action: Action, summary: string, body: Body) => ({
    config: { action },
    schema: {
      tags,
      summary,
      params: idParams,
      headers: changeHeaders,
      body,
      response: responses({ 200: schemas.movedPublication }, ...codes.command, ...clashes),
    },
  });

  app.post(
    '/v1/publications/:id/redaction',
    option(
      'publication.redact',
      'What is shown; completes the redaction step. What the matter’s schema hides stays hidden, whatever the tags say',
      schemas.redactionBody,
    ),
    async (request, reply) =>
      answered(reply, await redactPublication(house, askOf(request), { ...on(request), redaction: request.body })),
  );
  app.post(
    '/v1/publications/:id/approve',
    option('publication.approve', 'A second person approves, and it is public', schemas.approveBody),
    async (request, reply) =>
      answered(reply, await approvePublication(house, askOf(request), { ...on(request), ...request.body })),
  );
  app.post(
    '/v1/publications/:id/return',
    option(
      'publication.approve',
      'A second person sends the redacted text back with what is wrong; the first one redacts again',
      schemas.returnBody,
    ),
    async (request, reply) =>
      answered(reply, await returnPublication(house, askOf(request), { ...on(request), ...request.body })),
  );
  app.post(
    '/v1/publications/:id/withhold',
    option(
      'publication.withhold',
      'Not to be published; confirms what the agency’s rule withheld, and completes the step',
      schemas.withholdBody,
    ),
    async (request, reply) =>
      answered(reply, await withholdPublication(house, askOf(request), { ...on(request), ...request.body })),
  );
  app.post(
    '/v1/publications/:id/correct',
    option('publication.redact', 'Hides a wrong text at once, and proposes the right one', schemas.correctBody),
    async (request, reply) => {
      const { reason, ...redaction } = request.body;
      return answered(reply, await correctPublication(house, askOf(request), { ...on(request), redaction, reason }));
    },
  );
  app.post(
    '/v1/publications/:id/withdraw',
    option(
      'publication.withdraw',
      'Takes a publication down, with a public reason; due within three working days of the end of its decision',
      schemas.withdrawBody,
    ),
    async (request, reply) =>
      answered(reply, await withdrawPublication(house, askOf(request), { ...on(request), ...request.body })),
  );
}

/** The publication that a request is about, and the revision of it that the caller has seen. */
function on(request: FastifyRequest): { readonly id: string; readonly seen: number | null } {
  const { id } = request.params as { readonly id: string };
  return { id: existingId('publication', id), seen: revisionOf(request) };
}

function answered(reply: FastifyReply, done: Done | Refusal): FastifyReply {
  if (isRefusal(done)) return sendProblem(reply, done);
  const { publication } = done.answer as unknown as { readonly publication: { readonly revision: number } };
  return withRevision(reply, publication.revision).send(done.answer);
}

/** A publication as its reader may see it: a text that is not public only for people who work on cases. */
function shown({ due, withdrawal, ...item }: PublicationItem, actor: Actor, now: Instant) {
  const isPublic = item.state === 'published' || item.state === 'corrected';
  const seesText = isPublic || requirePermission(actor, 'case.readPersonal', legalDateOf(now)) === undefined;
  return {
    ...item,
    dueOn: due.due,
    dueAt: due.dueAt,
    provisional: due.provisional,
    overdue: isOverdue({ ...item, due }, now),
    withdrawal: withdrawal && {
      dueOn: withdrawal.due,
      dueAt: withdrawal.dueAt,
      provisional: withdrawal.provisional,
      overdue: hasEnded(withdrawal, now),
    },
    text: seesText ? item.text : null,
    address: item.publishedAt === null ? null : `/public/decisions/${item.id}`,
  };
}
