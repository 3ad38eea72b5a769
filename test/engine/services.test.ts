import t from 'tap';
import { builtInServices } from '../../src/domain/services.ts';
import { performService } from '../../src/engine/activities/services/perform.ts';
import { after, at, processModel, started, timer, trace, waiting } from './models.ts';

/** 00:30 of 6 March in Asia/Shanghai. */
const night = '2026-03-05T16:30:00.000Z';

t.test('the receipt day and the acceptance day are legal dates in Asia/Shanghai', async (t) => {
  t.strictSame(performService('record-receipt-day', {}, night), {
    variables: { receivedOn: '2026-03-06', deemedAccepted: false },
  });
  t.strictSame(performService('issue-receipt', {}, night), {
    variables: { acceptedOn: '2026-03-06', deemedAccepted: false },
  });
});

t.test('deemed acceptance takes effect on the receipt day (Licensing Law Art. 32)', async (t) => {
  t.strictSame(performService('deem-accepted', { receivedOn: '2026-02-26' }, night), {
    variables: { acceptedOn: '2026-02-26', deemedAccepted: true },
    effective: '2026-02-26',
  });
  for (const receivedOn of [undefined, null, 5, 'soon', '2026-02-30']) {
    const variables = receivedOn === undefined ? {} : { receivedOn };
    t.match(performService('deem-accepted', variables, night), { failed: /receivedOn/, nextAction: /^Set receivedOn/ });
  }
});

t.test('every named service exists, and an unknown name fails', async (t) => {
  for (const name of builtInServices) t.notMatch(performService(name, {}, night), { failed: /no such service/ });
  for (const name of ['nothing', 'toString', '__proto__']) {
    t.match(performService(name, {}, night), { failed: /no such service/ });
  }
});

const deeming = processModel(
  {
    start: { type: 'startEvent' },
    deem: { type: 'serviceTask', service: { builtIn: 'deem-accepted' } },
    limit: { type: 'boundaryEvent', attachedTo: 'deem', interrupting: true, timer: timer('duration', 'P1D') },
    aside: { type: 'userTask' },
    next: { type: 'userTask' },
    late: { type: 'userTask' },
  },
  ['start -> deem', 'start -> aside', 'deem -> next', 'limit -> late'],
);

t.test('a built-in service is performed within the command and its effective date is on the record', async (t) => {
  const done = started(deeming, { receivedOn: '2026-02-26' });
  t.strictSame(
    done.events.find((event) => event.type === 'service.completed'),
    { type: 'service.completed', elementId: 'deem', effective: '2026-02-26' },
  );
  t.strictSame(done.changed, { receivedOn: '2026-02-26', acceptedOn: '2026-02-26', deemedAccepted: true });
  t.strictSame(waiting(done.state), ['task aside', 'task next']);
});

t.test('a built-in service that fails is an incident under its limit; retry performs it again', async (t) => {
  const stopped = started(deeming);
  t.strictSame(waiting(stopped.state), ['incident deem', 'task aside', 'timer limit']);
  const incident = stopped.opened.find((wait) => wait.kind === 'incident')!;
  t.match(incident.incident, { code: 'service-failed', message: /deem-accepted at deem failed: .*receivedOn/ });
  const aside = stopped.opened.find((wait) => wait.elementId === 'aside')!;
  const done = after(
    deeming,
    stopped,
    [{ type: 'complete', wait: aside.no, variables: { receivedOn: '2026-03-02' } }],
    [{ type: 'retry', wait: incident.no }, at(night)],
  );
  t.strictSame(trace(done).slice(0, 4), [
    'incident.resolved deem',
    'service.completed deem',
    'timer.cancelled limit',
    'element.completed deem',
  ]);
  t.strictSame(waiting(done.state), ['task next']);
});
