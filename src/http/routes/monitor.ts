import { codes, responses, type App } from '../route.ts';
import { filterId } from '../ids.ts';
import { legalDateOf } from '../../domain/legalTime.ts';
import { limitOf, listAnswer } from '../list.ts';
import { listOf } from '../schemas/common.ts';
import { listStuck, stuckKey, type StuckKey, type StuckReason, type StuckWait } from '../../store/monitor.ts';
import { listSchedule, type ScheduleKey } from '../../store/starts.ts';
import { momentBefore } from '../olderThan.ts';
import { readCursor } from '../cursor.ts';
import * as schemas from '../schemas/monitor.ts';
import type { House } from '../../service/house.ts';

/** What does not move on, for monitors. */
export function monitorRoutes(app: App, house: House): void {
  app.get(
    '/v1/monitor/stuck',
    {
      config: { action: 'monitor.read' },
      schema: {
        tags: ['Monitoring'],
        summary: 'Every wait past its due moment or older than asked, and every incident, oldest first',
        querystring: schemas.stuckQuery,
        response: responses({ 200: listOf(schemas.stuckWait) }, ...codes.read),
      },
    },
    async ({ caller, query }) => {
      const now = house.now();
      const { agencyId } = caller.actor;
      const filter = {
        matter: query.matter,
        definition: filterId(query.definition),
        kind: query.kind,
        reason: query.reason,
        overdue: query.overdue === true,
        cutoff: momentBefore(now, query.olderThan ?? 'P7D'),
      };
      const after = readCursor<StuckKey>(query.cursor, 'instant', 'uuid', 'number');
      if (query.agency !== undefined && query.agency !== agencyId) return { items: [], next: null, asOf: now };
      const moment = { now, today: legalDateOf(now) };
      const page = await listStuck(house.db, agencyId, moment, filter, after, limitOf(query));
      return listAnswer({ ...page, items: page.items.map(shown) }, stuckKey, now);
    },
  );

  app.get(
    '/v1/monitor/schedule',
    {
      config: { action: 'monitor.read' },
      schema: {
        tags: ['Monitoring'],
        summary: 'When definitions start cases by themselves, due first, and how late that is',
        querystring: schemas.scheduleQuery,
        response: responses({ 200: listOf(schemas.scheduledStart) }, ...codes.read),
      },
    },
    async ({ caller, query }) => {
      const now = house.now();
      const after = readCursor<ScheduleKey>(query.cursor, 'instant', 'uuid', 'number');
      const page = await listSchedule(house.db, caller.actor.agencyId, now, after, limitOf(query));
      return listAnswer(page, ({ dueAt, definitionId, no }) => [dueAt, definitionId, no], now);
    },
  );
}

function shown({ incident, withdraws, ...wait }: StuckWait) {
  const action = withdraws ? takeDown(wait.reason, wait) : nextAction(wait.reason, wait);
  return { ...wait, expectedP95: null, nextAction: incident?.nextAction ?? action };
}

/** Its decision has ended: it is taken down, whatever the calendar will say. */
function takeDown(reason: StuckReason | null, { caseId }: Pick<StuckWait, 'caseId'>): string {
  const when = reason === 'publication-overdue' ? 'at once' : 'in time';
  return `Its decision has ended; withdraw it ${when} (GET /v1/cases/${caseId}/publications).`;
}

function nextAction(
  reason: StuckReason | null,
  { caseId, kind, role, topic, owner }: Omit<StuckWait, 'incident' | 'withdraws'>,
): string {
  switch (reason) {
    case 'suspended':
      return `Resume case ${caseId}, or cancel it.`;
    case 'calendar-missing':
      return 'Add the calendar of the year that the limit crosses.';
    case 'incident':
      return 'Mend what the incident names, then retry it.';
    case 'timer-late':
      return 'See that a worker runs; it fires what is due.';
    case 'nobody-sends':
      return kind === 'signal'
        ? `See that the signal ${String(topic)} is thrown (POST /v1/signals).`
        : `See that the message ${String(topic)} is sent (POST /v1/cases/${caseId}/messages).`;
    case 'worker-gone':
      return `See that a worker fetches the topic ${String(topic)}.`;
    case 'no-candidate':
      return `Give somebody the role ${String(role)}.`;
    case 'publication-overdue':
      return `Redact, approve or withhold it at once (GET /v1/cases/${caseId}/publications).`;
    case 'review-overdue':
      return `Conclude the review at once, or extend it (GET /v1/cases/${caseId}/reviews).`;
    case 'overdue':
      return owner === null ? 'Let somebody claim the task and complete it.' : `Ask ${owner} to complete it.`;
    case 'unclaimed':
      return role === null ? 'Let somebody claim the task.' : `Let somebody with the role ${role} claim the task.`;
    case null:
      return 'Nothing is late; see whether it should take this long.';
  }
}
