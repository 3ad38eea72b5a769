import { askOf, revisionOf, withRevision } from '../ask.ts';
import {
  acceptMaterials,
  concludeReview,
  disagreeReview,
  extendReview,
  requestReview,
  returnMaterials,
  ruleReview,
} from '../../service/law.ts';
import { caseWithLaw, reviewView } from '../lawParts.ts';
import { changeHeaders, idParams, listOf } from '../schemas/common.ts';
import { codes, responses, type App } from '../route.ts';
import { emptyBody } from '../schemas/task.ts';
import { existingId, filterId } from '../ids.ts';
import { isRefusal, type Refusal } from '../../domain/refusal.ts';
import { limitOf, listAnswer } from '../list.ts';
import { listReviews, readReview, type ReviewKey } from '../../store/reviews.ts';
import { notFound, sendProblem } from '../refused.ts';
import { partQuery } from '../schemas/case.ts';
import { readCursor } from '../cursor.ts';
import { revisionIn } from '../answers.ts';
import * as schemas from '../schemas/law.ts';
import type { Action, Actor } from '../../domain/people.ts';
import type { Ask, Done } from '../../service/run.ts';
import type { FastifyReply } from 'fastify';
import type { House } from '../../service/house.ts';
import type { Static, TObject } from 'typebox';

/** The review that a step is about, and the revision of its case that the caller has seen. */
interface OnReview {
  readonly reviewId: string;
  readonly revision: number | null;
}

const tags = ['Reviews'];
const clashes = [
  'not-found',
  'conflict',
  'stale-revision',
  'stale-draft',
  'review-state',
  'separation',
  'task-closed',
  'task-claimed',
  'case-closed',
  'no-draft',
  'invalid-outcome',
  'record-missing',
] as const;

/** Legal reviews of drafts: requested, their materials registered, concluded, disputed and ruled. */
export function reviewRoutes(app: App, house: House): void {
  readRoutes(app, house);

  app.post(
    '/v1/cases/:id/reviews',
    {
      config: { action: 'review.request' },
      schema: {
        tags,
        summary: 'Requests the legal review of the draft, or hands its materials in again',
        params: idParams,
        headers: changeHeaders,
        body: schemas.requestBody,
        response: responses({ 201: schemas.reviewed }, ...codes.command, ...clashes),
      },
    },
    async (request, reply) => {
      const caseId = existingId('case', request.params.id);
      const command = { ...request.body, revision: revisionOf(request) };
      return answered(reply, await requestReview(house, askOf(request), caseId, command), 201);
    },
  );

  const post = stepRoute(app, house);
  post(
    'accept-materials',
    'review.work',
    emptyBody,
    'Registers the materials as complete',
    acceptMaterials,
    () => ({}),
  );
  post(
    'return-materials',
    'review.work',
    schemas.returnBody,
    'Sends defective materials back',
    returnMaterials,
    ({ reason }) => ({ reason }),
  );
  post(
    'extend',
    'review.rule',
    schemas.extendBody,
    'Gives a complex review more days, once',
    extendReview,
    (body) => body,
  );
  post(
    'conclude',
    'review.work',
    schemas.concludeBody,
    'The written opinion of a level',
    concludeReview,
    (body) => body,
  );
  post(
    'disagree',
    'review.request',
    schemas.disagreeBody,
    'Disagrees with a rejection',
    disagreeReview,
    (body) => body,
  );
  post('rule', 'review.rule', schemas.ruleBody, 'Rules on a disagreement', ruleReview, ({ ruling, reason }) => {
    return { kind: ruling, reason };
  });
}

/** How a step of a review becomes a route: `POST /v1/reviews/{id}/<verb>`. */
function stepRoute(app: App, house: House) {
  return <B extends TObject, C extends object>(
    verb: string,
    action: Action,
    body: B,
    summary: string,
    run: (house: House, ask: Ask & { readonly actor: Actor }, command: C & OnReview) => Promise<Done | Refusal>,
    commandOf: (body: Static<B>) => C,
  ): void => {
    app.post(
      `/v1/reviews/:id/${verb}`,
      {
        config: { action },
        schema: {
          tags,
          summary,
          params: idParams,
          headers: changeHeaders,
          body,
          response: responses({ 200: schemas.reviewed }, ...codes.command, ...clashes),
        },
      },
      async (request, reply) => {
        const reviewId = existingId('review', request.params.id);
        const command = { ...commandOf(request.body as Static<B>), reviewId, revision: revisionOf(request) };
        return answered(reply, await run(house, askOf(request), command), 200);
      },
    );
  };
}

function readRoutes(app: App, house: House): void {
  app.get(
    '/v1/reviews',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'Legal reviews, the first requested first',
        querystring: schemas.reviewsQuery,
        response: responses({ 200: listOf(schemas.reviewItem) }, ...codes.read),
      },
    },
    async ({ caller, query }) => {
      const asOf = house.now();
      const filter = { state: query.state, case: filterId(query.case) };
      const after = readCursor<ReviewKey>(query.cursor, 'uuid');
      const page = await listReviews(house.db, caller.actor.agencyId, filter, after, limitOf(query));
      const items = page.items.map((item) => reviewView(item, house));
      return listAnswer({ ...page, items }, ({ id }) => [id], asOf);
    },
  );

  app.get(
    '/v1/cases/:id/reviews',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'The legal reviews of the case, round by round',
        params: idParams,
        querystring: partQuery,
        response: responses({ 200: listOf(schemas.reviewItem) }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params, query }) => {
      const asOf = house.now();
      const { agencyId } = caller.actor;
      const id = existingId('case', params.id);
      const after = readCursor<ReviewKey>(query.cursor, 'uuid');
      const page = await listReviews(house.db, agencyId, { case: id }, after, limitOf(query));
      if (page.items.length === 0) await caseWithLaw(house, agencyId, id);
      const items = page.items.map((item) => reviewView(item, house));
      return listAnswer({ ...page, items }, (last) => [last.id], asOf);
    },
  );

  app.get(
    '/v1/reviews/:id',
    {
      config: { action: 'case.readPersonal' },
      schema: {
        tags,
        summary: 'One legal review with its opinions',
        params: idParams,
        response: responses({ 200: schemas.review }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params }) => {
      const item = await readReview(house.db, caller.actor.agencyId, existingId('review', params.id));
      if (item === null) throw notFound(`review ${params.id}`);
      return reviewView(item, house);
    },
  );
}

function answered(reply: FastifyReply, done: Done | Refusal, status: 200 | 201): FastifyReply {
  if (isRefusal(done)) return sendProblem(reply, done);
  return withRevision(reply, revisionIn(done.answer)).code(status).send(done.answer);
}
