import { askOf, revisionOf, withRevision } from '../ask.ts';
import { cancelCase, startCase } from '../../service/cases.ts';
import { caseView, revisionIn, startedView, type Moved } from '../answers.ts';
import { codes, responses, type App } from '../route.ts';
import { existingId, filterId } from '../ids.ts';
import { changeHeaders, commandHeaders, idParams, listOf, reason } from '../schemas/common.ts';
import { instantFilter, limitOf, listAnswer, overdueFilter } from '../list.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { legalDateOf } from '../../domain/legalTime.ts';
import { listCases, readCase, type CaseKey } from '../../store/cases.ts';
import { malformed, notFound, sendProblem } from '../refused.ts';
import { moved } from '../schemas/task.ts';
import { readCaseRecords } from '../../store/history.ts';
import { readCursor } from '../cursor.ts';
import { requirePermission, type Actor } from '../../domain/people.ts';
import * as schemas from '../schemas/case.ts';
import type { House } from '../../service/house.ts';
import type { Static } from 'typebox';
import type { Wanted } from '../../store/snapshot.ts';

const tags = ['Cases'];

/** Cases: started, read, cancelled. */
export function caseRoutes(app: App, house: House): void {
  startRoute(app, house);

  app.get(
    '/v1/cases',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'Cases, newest first, without their variables',
        querystring: schemas.casesQuery,
        response: responses({ 200: listOf(schemas.caseItem) }, ...codes.read),
      },
    },
    async ({ caller, query }) => {
      const asOf = house.now();
      const { state, matter, assignee, q } = query;
      const filter = {
        state,
        matter,
        assignee,
        q,
        definition: filterId(query.definition),
        relatedTo: filterId(query.relatedTo),
        dueBefore: instantFilter('dueBefore', query.dueBefore),
        overdueAt: overdueFilter(query, asOf),
        searchPersonal: seesPersonal(house, caller.actor),
      };
      const after = readCursor<CaseKey>(query.cursor, 'instant', 'uuid');
      const page = await listCases(house.db, caller.actor.agencyId, filter, after, limitOf(query));
      return listAnswer(page, (last) => [last.startedAt, last.id], asOf);
    },
  );

  app.get(
    '/v1/cases/:id',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'One case, with its open tasks',
        params: idParams,
        response: responses({ 200: schemas.caseDetail }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params }, reply) => {
      const id = existingId('case', params.id);
      const found = await readCase(house.db, caller.actor.agencyId, id);
      if (found === null) throw notFound(`case ${id}`);
      return withRevision(reply, found.revision).send(caseView(found, seesPersonal(house, caller.actor)));
    },
  );

  app.post(
    '/v1/cases/:id/cancel',
    {
      config: { action: 'case.cancel' },
      schema: {
        tags,
        summary: 'Ends a case before its end',
        params: idParams,
        headers: changeHeaders,
        body: reason,
        response: responses({ 200: moved }, ...codes.command, 'not-found', 'stale-revision', 'case-closed'),
      },
    },
    async (request, reply) => {
      const caseId = existingId('case', request.params.id);
      const command = { reason: request.body.reason, revision: revisionOf(request) };
      const done = await cancelCase(house, askOf(request), caseId, command);
      if (isRefusal(done)) return sendProblem(reply, done);
      return withRevision(reply, revisionIn(done.answer)).send(done.answer);
    },
  );
}

function startRoute(app: App, house: House): void {
  app.post(
    '/v1/cases',
    {
      config: { action: 'case.start' },
      schema: {
        tags,
        summary: 'Starts a case of a matter or of a definition',
        description: 'Exactly one of `matter`, `definitionId` and `definitionKey` (with `version`, if need be).',
        headers: commandHeaders,
        body: schemas.startBody,
        response: responses(
          { 201: schemas.caseDetail },
          ...codes.command,
          'not-found',
          'definition-not-active',
          'invalid-variables',
        ),
      },
    },
    async (request, reply) => {
      const { body, caller } = request;
      const { variables = {}, parties, externalRef } = body;
      const done = await startCase(house, askOf(request), wantedOf(body), {
        variables,
        ...(parties !== undefined && { parties }),
        ...(externalRef !== undefined && { externalRef }),
      });
      if (isRefusal(done)) return sendProblem(reply, done);

      const answer = done.answer as unknown as Moved;
      const { agencyId } = caller.actor;
      const found = await readCase(house.db, agencyId, answer.case.id);
      const first = (await readCaseRecords(house.db, agencyId, answer.case.id, 1, 1))?.items[0];
      if (found === null || first === undefined)
        throw new Error(`Case ${answer.case.id} was started and is not there.`);
      const view = startedView(found, answer, first.body, variables, seesPersonal(house, caller.actor));
      return withRevision(reply, view.revision).code(201).header('location', `/v1/cases/${view.id}`).send(view);
    },
  );
}

/** The definition that the body asks for. Throws what the caller is told (400). */
function wantedOf(body: Static<typeof schemas.startBody>): Wanted & { readonly processId?: string } {
  const { matter, definitionId, definitionKey, version, processId } = body;
  const named = [matter, definitionId, definitionKey].filter((name) => name !== undefined);
  if (named.length !== 1) throw malformed('Name exactly one of matter, definitionId and definitionKey.');
  if (version !== undefined && definitionKey === undefined) {
    throw malformed('version goes with definitionKey only.', [{ pointer: '/version', message: 'needs definitionKey' }]);
  }
  return {
    ...(matter !== undefined && { matterId: matter }),
    ...(definitionId !== undefined && { definitionId: existingId('definition', definitionId) }),
    ...(definitionKey !== undefined && { definitionKey }),
    ...(version !== undefined && { version }),
    ...(processId !== undefined && { processId }),
  };
}

function seesPersonal(house: House, actor: Actor): boolean {
  return requirePermission(actor, 'case.readPersonal', legalDateOf(house.now())) === undefined;
}
