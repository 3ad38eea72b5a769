import { askOf, withRevision } from '../ask.ts';
import { codes, responses, type App } from '../route.ts';
import { existingWait, filterId } from '../ids.ts';
import { commandHeaders, idParams, listOf } from '../schemas/common.ts';
import { incidentKey, listIncidents, type IncidentKey } from '../../store/incidents.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { limitOf, listAnswer } from '../list.ts';
import { emptyBody, moved } from '../schemas/task.ts';
import { readCursor } from '../cursor.ts';
import { retryIncident } from '../../service/cases.ts';
import { revisionIn } from '../answers.ts';
import { sendProblem } from '../refused.ts';
import * as schemas from '../schemas/incident.ts';
import type { House } from '../../service/house.ts';

const tags = ['Incidents'];

/** Incidents: what stopped a case, and trying again. */
export function incidentRoutes(app: App, house: House): void {
  app.get(
    '/v1/incidents',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'Open incidents, oldest first',
        querystring: schemas.incidentsQuery,
        response: responses({ 200: listOf(schemas.incident) }, ...codes.read),
      },
    },
    async ({ caller, query }) => {
      const asOf = house.now();
      const filter = { case: filterId(query.case), definition: filterId(query.definition) };
      const after = readCursor<IncidentKey>(query.cursor, 'instant', 'uuid', 'number');
      const page = await listIncidents(house.db, caller.actor.agencyId, filter, after, limitOf(query));
      return listAnswer(page, incidentKey, asOf);
    },
  );

  app.post(
    '/v1/incidents/:id/retry',
    {
      config: { action: 'incident.repair' },
      schema: {
        tags,
        summary: 'Tries again what an incident stopped',
        params: idParams,
        headers: commandHeaders,
        body: emptyBody,
        response: responses({ 200: moved }, ...codes.command, 'not-found', 'task-closed', 'case-closed'),
      },
    },
    async (request, reply) => {
      const { caseId, no } = existingWait('incident', request.params.id);
      const done = await retryIncident(house, askOf(request), caseId, { no });
      if (isRefusal(done)) return sendProblem(reply, done);
      return withRevision(reply, revisionIn(done.answer)).send(done.answer);
    },
  );
}
