import t from 'tap';
import {
  accepted,
  bodyOf,
  contextAt,
  eventTypes,
  leased,
  monday,
  noAt,
  oneService,
  oneTask,
  person,
  reloaded,
  startedCase,
  waitingFor,
} from '../helpers/casebook.ts';
import { failServiceTask } from '../../src/commands/serviceTasks.ts';
import { processModel, timer } from '../engine/models.ts';
import { retryIncident } from '../../src/commands/retryIncident.ts';

const lea = person('lea', 'leader');
const hanna = person('hanna', 'handler');

function failed() {
  const held = leased(startedCase(oneService), 'hanna', 1, '2026-03-02T02:00:00.000Z');
  const command = { no: 1, lease: 1, message: 'down' };
  return reloaded(accepted(failServiceTask(held, command, contextAt(monday, oneService, hanna))), held);
}

t.test('retrying settles the incident and offers the work again', async (t) => {
  const before = failed();
  const no = noAt(before, 'enter', 'incident');
  const changeset = accepted(retryIncident(before, { no }, contextAt(monday, oneService, lea)));
  t.strictSame(changeset.close, [{ no, as: 'completed' }]);
  t.strictSame(waitingFor(reloaded(changeset, before)), ['service enter']);
  t.match(bodyOf(changeset), { command: 'retryIncident', actor: { person: 'lea' } });
  t.strictSame(eventTypes(changeset), ['incident.resolved', 'service.created']);
});

t.test('what is not mended stops again, under a new number', async (t) => {
  const noWay = processModel(
    { start: { type: 'startEvent' }, gate: { type: 'exclusiveGateway' }, end: { type: 'endEvent' } },
    ['start -> gate', 'gate -> end : missing = 1'],
  );
  const before = startedCase(noWay);
  const no = noAt(before, 'gate', 'incident');
  const after = reloaded(accepted(retryIncident(before, { no }, contextAt(monday, noWay, lea))), before);
  t.strictSame(waitingFor(after), ['incident gate']);
  t.not(noAt(after, 'gate', 'incident'), no);
});

t.test('only who may repair retries, only while the case runs, only what is an incident', async (t) => {
  const before = failed();
  const command = { no: noAt(before, 'enter', 'incident') };
  t.match(retryIncident(before, command, contextAt(monday, oneService, hanna)), { code: 'forbidden' });
  const context = contextAt(monday, oneService, lea);
  t.match(retryIncident({ ...before, status: 'suspended' }, command, context), { code: 'case-closed' });
  t.match(retryIncident(before, { no: 1 }, context), { code: 'task-closed' }, 'the service task that failed');
  t.match(retryIncident(before, { no: 99 }, context), { code: 'not-found' });
  t.match(retryIncident(startedCase(oneTask), { no: 1 }, context), { code: 'not-found' }, 'an open task');
});

t.test('a limit that has passed comes first', async (t) => {
  const guarded = processModel(
    {
      start: { type: 'startEvent' },
      enter: { type: 'serviceTask', service: { builtIn: 'deem-accepted' } },
      late: { type: 'boundaryEvent', attachedTo: 'enter', interrupting: true, timer: timer('duration', 'PT1H') },
      byHand: { type: 'userTask' },
      sender: { type: 'manualTask' },
    },
    ['start -> sender', 'sender -> enter', 'late -> byHand'],
  );
  const before = startedCase(guarded);
  t.ok(waitingFor(before).includes('incident enter'));
  const command = { no: noAt(before, 'enter', 'incident') };
  const refused = retryIncident(before, command, contextAt('2026-03-02T02:00:00.000Z', guarded, lea));
  t.match(refused, { code: 'task-closed', detail: /A limit has passed/ });
});
