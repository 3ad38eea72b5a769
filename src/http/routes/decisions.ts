import { addRecord, decide } from '../../service/law.ts';
import { askOf, revisionOf, withRevision } from '../ask.ts';
import { caseWithLaw } from '../lawParts.ts';
import { changeHeaders, idParams } from '../schemas/common.ts';
import { codes, responses, type App } from '../route.ts';
import { existingId, existingWait } from '../ids.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { notFound, sendProblem } from '../refused.ts';
import { revisionIn, type Moved } from '../answers.ts';
import { revokeDecision } from '../../service/cases.ts';
import * as schemas from '../schemas/law.ts';
import type { House } from '../../service/house.ts';

/** The decision of a case, and the records of its steps. */
export function decisionRoutes(app: App, house: House): void {
  app.post(
    '/v1/cases/:id/decision',
    {
      config: { action: 'decision.make' },
      schema: {
        tags: ['Decisions'],
        summary: 'Decides exactly as drafted and cleared; draws the number',
        params: idParams,
        headers: changeHeaders,
        body: schemas.decisionBody,
        response: responses(
          { 201: schemas.decided },
          ...codes.command,
          'not-found',
          'conflict',
          'stale-revision',
          'stale-draft',
          'separation',
          'decision-made',
          'task-closed',
          'task-claimed',
          'case-closed',
          'no-draft',
          'not-cleared',
          'record-missing',
          'invalid-outcome',
        ),
      },
    },
    async (request, reply) => {
      const caseId = existingId('case', request.params.id);
      const { draftDigest } = request.body;
      const done = await decide(house, askOf(request), caseId, { draftDigest, revision: revisionOf(request) });
      if (isRefusal(done)) return sendProblem(reply, done);
      return withRevision(reply, revisionIn(done.answer)).code(201).send(done.answer);
    },
  );

  app.get(
    '/v1/cases/:id/decision',
    {
      config: { action: 'case.read' },
      schema: {
        tags: ['Decisions'],
        summary: 'The decision of the case',
        params: idParams,
        response: responses({ 200: schemas.decision }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params }) => {
      const caseId = existingId('case', params.id);
      const { law } = await caseWithLaw(house, caller.actor.agencyId, caseId);
      const decision = law?.decision ?? null;
      if (decision === null) throw notFound(`decision in case ${caseId}`);
      return { ...decision, by: decision.clearance.by };
    },
  );

  app.post(
    '/v1/decisions/:id/revoke',
    {
      config: { action: 'decision.revoke' },
      schema: {
        tags: ['Decisions'],
        summary: 'Opens the case that is to end a decision',
        description:
          'The decision stands until that case, related to its own, has been drafted, cleared and decided; then what is published of it is due to be taken down.',
        params: idParams,
        headers: changeHeaders,
        body: schemas.revokeBody,
        response: responses(
          { 201: schemas.revocationOpened },
          ...codes.command,
          'not-found',
          'conflict',
          'stale-revision',
          'definition-not-active',
        ),
      },
    },
    async (request, reply) => {
      const decisionId = existingId('decision', request.params.id);
      const { ruledOn = null, ...body } = request.body;
      const command = { ...body, ruledOn, revision: revisionOf(request) };
      const done = await revokeDecision(house, askOf(request), decisionId, command);
      if (isRefusal(done)) return sendProblem(reply, done);
      const { id } = (done.answer as unknown as Moved).case;
      return withRevision(reply, revisionIn(done.answer))
        .code(201)
        .header('location', `/v1/cases/${id}`)
        .send(done.answer);
    },
  );

  app.post(
    '/v1/cases/:id/records',
    {
      config: { action: 'record.add' },
      schema: {
        tags: ['Records'],
        summary: 'Puts a text, or a file by its digest, on the record of an open step',
        params: idParams,
        headers: changeHeaders,
        body: schemas.recordBody,
        response: responses(
          { 201: schemas.recorded },
          ...codes.command,
          'not-found',
          'conflict',
          'stale-revision',
          'task-closed',
          'case-closed',
        ),
      },
    },
    async (request, reply) => {
      const caseId = existingId('case', request.params.id);
      const { taskId, ...record } = request.body;
      const task = existingWait('task', taskId);
      if (task.caseId !== caseId) throw notFound(`task ${taskId} in case ${caseId}`);
      const command = { no: task.no, record, revision: revisionOf(request) };
      const done = await addRecord(house, askOf(request), caseId, command);
      if (isRefusal(done)) return sendProblem(reply, done);
      return withRevision(reply, revisionIn(done.answer)).code(201).send(done.answer);
    },
  );
}
