import { addRecord, decide } from '../../service/law.ts';
import { askOf, revisionOf, withRevision } from '../ask.ts';
import { caseWithLaw } from '../lawParts.ts';
import { changeHeaders, idParams } from '../schemas/common.ts';
import { codes, responses, type App } from '../route.ts';
import { existingId, existingWait } from '../ids.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { notFound, sendProblem } from '../refused.ts';
import { revisionIn } from '../answers.ts';
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
