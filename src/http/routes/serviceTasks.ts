import { askOf } from '../ask.ts';
import { backOffSeconds, maxAttempts } from '../../domain/serviceTask.ts';
import { codes, responses, type App } from '../route.ts';
import { completeServiceTask, failServiceTask, throwServiceError } from '../../service/cases.ts';
import { existingWait } from '../ids.ts';
import { fetchServiceTasks, readHold, setLease, type Hold } from '../../store/serviceTasks.ts';
import { commandHeaders, idParams } from '../schemas/common.ts';
import { instantOf, millisOf } from '../../domain/legalTime.ts';
import { isRefusal, refuse, type Refusal } from '../../domain/refusal.ts';
import { moved } from '../schemas/task.ts';
import { notFound, sendProblem } from '../refused.ts';
import { revisionIn, type Moved } from '../answers.ts';
import { withRevision } from '../ask.ts';
import * as schemas from '../schemas/serviceTask.ts';
import type { House } from '../../service/house.ts';
import type { Instant } from '../../domain/json.ts';

const tags = ['Service tasks'];
const defaultFetch = 10;
const defaultLease = 60;

/** Service tasks for external workers: fetched with a lease, completed or failed while it is held. */
export function serviceTaskRoutes(app: App, house: House): void {
  fetchRoute(app, house);
  failRoute(app, house);
  heartbeatRoute(app, house);
  errorRoute(app, house);

  app.post(
    '/v1/service-tasks/:id/complete',
    {
      config: { action: 'service.work' },
      schema: {
        tags,
        summary: 'The worker has done a service task',
        params: idParams,
        headers: commandHeaders,
        body: schemas.completeBody,
        response: responses({ 200: moved }, ...codes.command, ...clashes, 'invalid-variables'),
      },
    },
    async (request, reply) => {
      const { caseId, no } = existingWait('service task', request.params.id);
      const { lease = null, variables = {} } = request.body;
      const done = await completeServiceTask(house, askOf(request), caseId, { no, lease, variables });
      if (isRefusal(done)) return sendProblem(reply, done);
      return withRevision(reply, revisionIn(done.answer)).send(done.answer);
    },
  );
}

const clashes = ['not-found', 'task-closed', 'lease-lost', 'case-closed'] as const;

function fetchRoute(app: App, house: House): void {
  app.post(
    '/v1/service-tasks/fetch',
    {
      config: { action: 'service.work' },
      schema: {
        tags,
        summary: 'Leases service tasks, the longest waiting first',
        body: schemas.fetchBody,
        response: responses({ 200: schemas.fetched }, ...codes.body),
      },
    },
    async ({ body, caller, log }) => {
      const { agencyId, personId } = caller.actor;
      const now = house.now();
      const until = later(now, body.leaseSeconds ?? defaultLease);
      const wanted = { personId, topics: body.topics ?? null, now, until, limit: body.limit ?? defaultFetch };
      const items = await fetchServiceTasks(house.db, agencyId, wanted);
      if (items.length > 0) log.info({ worker: body.worker, personId, tasks: items.map((item) => item.id) }, 'leased');
      return { items };
    },
  );
}

function failRoute(app: App, house: House): void {
  app.post(
    '/v1/service-tasks/:id/fail',
    {
      config: { action: 'service.work' },
      schema: {
        tags,
        summary: 'The worker has failed',
        description: `Handed out again after a growing pause; after ${maxAttempts} times, or with \`retry: false\`, it becomes an incident.`,
        params: idParams,
        headers: commandHeaders,
        body: schemas.failBody,
        response: responses({ 200: schemas.failed }, ...codes.command, ...clashes),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { caseId, no } = existingWait('service task', id);
      const { lease = null, message, retry = true } = request.body;
      const { actor } = request.caller;
      const hold = await readHold(house.db, actor.agencyId, caseId, no);
      if (retry && hold?.open === true && hold.attempts < maxAttempts) {
        const now = house.now();
        const retryAt = later(now, backOffSeconds(hold.attempts));
        const held = heldBy(hold, actor.personId, lease, now);
        const released = await setLease(house.db, actor.agencyId, { caseId, no }, held, {
          owner: null,
          until: retryAt,
        });
        if (!released) return sendProblem(reply, lost(id));
        return reply.send({ id, state: 'waiting', attempts: hold.attempts, retryAt });
      }
      const done = await failServiceTask(house, askOf(request), caseId, { no, lease, message });
      if (isRefusal(done)) return sendProblem(reply, done);
      const answer = done.answer as unknown as Moved;
      return reply.send({ id, state: 'incident', attempts: hold?.attempts ?? 0, retryAt: null, case: answer.case });
    },
  );
}

function errorRoute(app: App, house: House): void {
  app.post(
    '/v1/service-tasks/:id/error',
    {
      config: { action: 'service.work' },
      schema: {
        tags,
        summary: 'The worker ends a service task by a BPMN error',
        description:
          'The case goes on at the nearest event that catches the code; where nothing does, an incident is raised.',
        params: idParams,
        headers: commandHeaders,
        body: schemas.errorBody,
        response: responses({ 200: moved }, ...codes.command, ...clashes, 'invalid-variables'),
      },
    },
    async (request, reply) => {
      const { caseId, no } = existingWait('service task', request.params.id);
      const { lease = null, code, variables = {} } = request.body;
      const done = await throwServiceError(house, askOf(request), caseId, { no, lease, code, variables });
      if (isRefusal(done)) return sendProblem(reply, done);
      return withRevision(reply, revisionIn(done.answer)).send(done.answer);
    },
  );
}

function heartbeatRoute(app: App, house: House): void {
  app.post(
    '/v1/service-tasks/:id/heartbeat',
    {
      config: { action: 'service.work' },
      schema: {
        tags,
        summary: 'The worker is still at it: prolongs its lease',
        params: idParams,
        body: schemas.heartbeatBody,
        response: responses({ 200: schemas.heartbeat }, ...codes.body, 'not-found', 'task-closed', 'lease-lost'),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { caseId, no } = existingWait('service task', id);
      const { lease = null, leaseSeconds = defaultLease } = request.body;
      const { agencyId, personId } = request.caller.actor;
      const hold = await readHold(house.db, agencyId, caseId, no);
      if (hold === null) throw notFound(`service task ${id}`);
      if (!hold.open) return sendProblem(reply, refuse('task-closed', `The service task ${id} is not open any more.`));
      const now = house.now();
      const until = later(now, leaseSeconds);
      const held = heldBy(hold, personId, lease, now);
      const prolonged = await setLease(house.db, agencyId, { caseId, no }, held, { owner: held.holder, until });
      if (!prolonged) return sendProblem(reply, lost(id));
      return reply.send({ id, lease: { no: held.leaseNo, until } });
    },
  );
}

/** A worker that names its lease is known by it, any other by its person. */
function heldBy(hold: Hold, personId: string, lease: number | null, now: Instant) {
  return { holder: lease === null ? personId : (hold.owner ?? ''), leaseNo: lease ?? hold.leaseNo, now };
}

function lost(id: string): Refusal {
  return refuse('lease-lost', `You do not hold the service task ${id} any more; fetch again.`);
}

function later(now: Instant, seconds: number): Instant {
  return instantOf(millisOf(now) + seconds * 1000);
}
