import { askOf, revisionOf, withRevision } from '../ask.ts';
import { claimTask, completeTask, releaseTask, throwTaskError } from '../../service/cases.ts';
import { codes, responses, type App } from '../route.ts';
import { existingWait, filterId } from '../ids.ts';
import { changeHeaders, idParams, listOf } from '../schemas/common.ts';
import { instantFilter, limitOf, listAnswer, overdueFilter } from '../list.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { listTasks, readTask, taskKey, type TaskKey } from '../../store/tasks.ts';
import { notFound, sendProblem } from '../refused.ts';
import { readCursor } from '../cursor.ts';
import { revisionIn } from '../answers.ts';
import * as schemas from '../schemas/task.ts';
import type { House } from '../../service/house.ts';

const tags = ['Tasks'];
const clashes = ['not-found', 'stale-revision', 'task-closed', 'task-claimed', 'case-closed'] as const;

/** Tasks: what people have to do. */
export function taskRoutes(app: App, house: House): void {
  app.get(
    '/v1/tasks',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'Tasks, due first',
        querystring: schemas.tasksQuery,
        response: responses({ 200: listOf(schemas.task) }, ...codes.read),
      },
    },
    async ({ caller, query }) => {
      const asOf = house.now();
      const { state, candidateRole, assignee } = query;
      const filter = {
        state,
        candidateRole,
        assignee,
        definition: filterId(query.definition),
        case: filterId(query.case),
        dueBefore: instantFilter('dueBefore', query.dueBefore),
        overdueAt: overdueFilter(query, asOf),
      };
      const after = readCursor<TaskKey>(query.cursor, 'due', 'instant', 'uuid', 'number');
      const page = await listTasks(house.db, caller.actor.agencyId, filter, after, limitOf(query));
      return listAnswer(page, taskKey, asOf);
    },
  );

  app.get(
    '/v1/tasks/:id',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'One task, open or closed',
        params: idParams,
        response: responses({ 200: schemas.task }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params }, reply) => {
      const task = await readTask(house.db, caller.actor.agencyId, existingWait('task', params.id));
      if (task === null) throw notFound(`task ${params.id}`);
      return withRevision(reply, task.revision).send(task);
    },
  );

  const assignments = [
    { verb: 'claim', summary: 'Takes an open task for oneself', assign: claimTask },
    { verb: 'release', summary: 'Gives a task back', assign: releaseTask },
  ] as const;
  for (const { verb, summary, assign } of assignments) {
    app.post(
      `/v1/tasks/:id/${verb}`,
      {
        config: { action: 'task.work' },
        schema: {
          tags,
          summary,
          params: idParams,
          headers: changeHeaders,
          body: schemas.emptyBody,
          response: responses({ 200: schemas.assignedTask }, ...codes.command, ...clashes),
        },
      },
      async (request, reply) => {
        const { caseId, no } = existingWait('task', request.params.id);
        const done = await assign(house, askOf(request), caseId, { no, revision: revisionOf(request) });
        if (isRefusal(done)) return sendProblem(reply, done);
        return withRevision(reply, revisionIn(done.answer)).send(done.answer);
      },
    );
  }

  errorRoute(app, house);

  app.post(
    '/v1/tasks/:id/complete',
    {
      config: { action: 'task.work' },
      schema: {
        tags,
        summary: 'Completes a task; the case moves on',
        params: idParams,
        headers: changeHeaders,
        body: schemas.completeBody,
        response: responses(
          { 200: schemas.moved },
          ...codes.command,
          ...clashes,
          'invalid-variables',
          'invalid-outcome',
          'use-law-route',
          'no-draft',
          'record-missing',
          'conflict',
        ),
      },
    },
    async (request, reply) => {
      const { caseId, no } = existingWait('task', request.params.id);
      const { variables = {}, outcome, records } = request.body;
      const done = await completeTask(house, askOf(request), caseId, {
        no,
        variables,
        revision: revisionOf(request),
        ...(outcome !== undefined && { outcome }),
        ...(records !== undefined && { records }),
      });
      if (isRefusal(done)) return sendProblem(reply, done);
      return withRevision(reply, revisionIn(done.answer)).send(done.answer);
    },
  );
}

function errorRoute(app: App, house: House): void {
  app.post(
    '/v1/tasks/:id/error',
    {
      config: { action: 'task.work' },
      schema: {
        tags,
        summary: 'Ends a task by a BPMN error',
        description:
          'The case goes on at the nearest event that catches the code: on the task, or around it. Where nothing does, an incident is raised; retried, it opens the task again.',
        params: idParams,
        headers: changeHeaders,
        body: schemas.errorBody,
        response: responses(
          { 200: schemas.moved },
          ...codes.command,
          ...clashes,
          'invalid-variables',
          'invalid-outcome',
          'use-law-route',
          'record-missing',
        ),
      },
    },
    async (request, reply) => {
      const { caseId, no } = existingWait('task', request.params.id);
      const { code, variables = {} } = request.body;
      const revision = revisionOf(request);
      const done = await throwTaskError(house, askOf(request), caseId, { no, code, variables, revision });
      if (isRefusal(done)) return sendProblem(reply, done);
      return withRevision(reply, revisionIn(done.answer)).send(done.answer);
    },
  );
}
