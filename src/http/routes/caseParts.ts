import { caseModelOf } from '../../service/caseModels.ts';
import { codes, responses, type App } from '../route.ts';
import { existingId } from '../ids.ts';
import { historyOf, historyPart, type HistoryKey } from '../historyEvents.ts';
import { idParams, listOf } from '../schemas/common.ts';
import { limitOf, listAnswer } from '../list.ts';
import { listTasks, taskKey, type TaskKey } from '../../store/tasks.ts';
import { listWaits } from '../../store/waits.ts';
import { notFound } from '../refused.ts';
import { readCase, readParties } from '../../store/cases.ts';
import { readCaseRecords } from '../../store/history.ts';
import { cursorOf, readCursor } from '../cursor.ts';
import { task } from '../schemas/task.ts';
import * as schemas from '../schemas/case.ts';
import type { House } from '../../service/house.ts';

const tags = ['Cases'];

/** Parts of the case file. */
export function casePartRoutes(app: App, house: House): void {
  app.get(
    '/v1/cases/:id/history',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'What happened, in order',
        params: idParams,
        querystring: schemas.partQuery,
        response: responses({ 200: listOf(schemas.historyEvent) }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params, query }) => {
      const asOf = house.now();
      const { agencyId } = caller.actor;
      const id = existingId('case', params.id);
      const limit = limitOf(query);
      const [record, event] = readCursor<HistoryKey>(query.cursor, 'number', 'number') ?? [1, 0];
      const records = await readCaseRecords(house.db, agencyId, id, record, limit);
      if (records === null) throw notFound(`case ${id}`);
      const model = await caseModelOf(house.models, agencyId, records);
      const events = records.items.flatMap(({ seq, body }) => historyOf(id, seq, body, model));
      const nextRecord = records.more ? record + records.items.length : null;
      const { items, next } = historyPart(events, event, limit, nextRecord);
      return { items, next: next && cursorOf(next), asOf };
    },
  );

  app.get(
    '/v1/cases/:id/records',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'The records of the case, as the ledger holds them',
        params: idParams,
        querystring: schemas.partQuery,
        response: responses({ 200: listOf(schemas.recordItem) }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params, query }) => {
      const asOf = house.now();
      const id = existingId('case', params.id);
      const [last] = readCursor<[number]>(query.cursor, 'number') ?? [0];
      const records = await readCaseRecords(house.db, caller.actor.agencyId, id, last + 1, limitOf(query));
      if (records === null) throw notFound(`case ${id}`);
      return listAnswer(records, ({ seq }) => [seq], asOf);
    },
  );

  app.get(
    '/v1/cases/:id/waits',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'What the case waits for right now',
        params: idParams,
        querystring: schemas.partQuery,
        response: responses({ 200: listOf(schemas.waitItem) }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params, query }) => {
      const asOf = house.now();
      const id = existingId('case', params.id);
      const [last] = readCursor<[number]>(query.cursor, 'number') ?? [0];
      const page = await listWaits(house.db, caller.actor.agencyId, id, last, limitOf(query));
      if (page === null) throw notFound(`case ${id}`);
      return listAnswer(page, ({ no }) => [no], asOf);
    },
  );

  app.get(
    '/v1/cases/:id/tasks',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'All tasks of the case, open and closed, due first',
        params: idParams,
        querystring: schemas.partQuery,
        response: responses({ 200: listOf(task) }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params, query }) => {
      const asOf = house.now();
      const { agencyId } = caller.actor;
      const id = existingId('case', params.id);
      const after = readCursor<TaskKey>(query.cursor, 'due', 'instant', 'uuid', 'number');
      const page = await listTasks(house.db, agencyId, { case: id }, after, limitOf(query));
      if (page.items.length === 0 && (await readCase(house.db, agencyId, id)) === null) throw notFound(`case ${id}`);
      return listAnswer(page, taskKey, asOf);
    },
  );

  app.get(
    '/v1/cases/:id/parties',
    {
      config: { action: 'case.readPersonal' },
      schema: {
        tags,
        summary: 'Applicant, representative, agent …',
        params: idParams,
        response: responses({ 200: schemas.parties }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params }) => {
      const caseId = existingId('case', params.id);
      const parties = await readParties(house.db, caller.actor.agencyId, caseId);
      if (parties === undefined) throw notFound(`case ${caseId}`);
      return { caseId, parties };
    },
  );
}
