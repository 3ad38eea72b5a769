import t from 'tap';
import { eachDatabase } from '../helpers/databases.ts';
import { oneTask, race } from './diagrams.ts';
import { serve, startOf, type Answered } from './served.ts';

eachDatabase(t, 'messages', async (t, db) => {
  const service = await serve(t, db);

  await t.test('a message moves the one place that waits for its name', async (t) => {
    const ask = await service.open(`message-${db.kind}`);
    const { id } = await startOf(ask, race());
    const waits = await ask('monitor', `GET /v1/cases/${String(id)}/waits`);
    t.match(waits.body.items, [
      { kind: 'message', elementId: 'Paid', topic: 'payment', name: 'Paid', calledProcess: null, dueAt: null },
      { kind: 'message', elementId: 'Received', topic: 'receipt' },
    ]);
    const sent = await ask('clerk', `POST /v1/cases/${String(id)}/messages`, {
      name: 'payment',
      variables: { amount: 200 },
    });
    t.match(sent, { status: 200, body: { case: { revision: 2 }, tasks: [{ elementId: 'Check' }] } });
    t.equal(sent.headers.get('etag'), '"2"');
    t.match((await ask('clerk', `GET /v1/cases/${String(id)}`)).body.variables, { amount: 200 });
    const history = await ask('monitor', `GET /v1/cases/${String(id)}/history`);
    const events: readonly Answered[] = history.body.items;
    const ofMessages = events.filter((event) => String(event['type']).startsWith('message'));
    t.match(ofMessages, [
      { type: 'message.awaited', elementId: 'Paid' },
      { type: 'message.awaited', elementId: 'Received' },
      {
        type: 'message.received',
        elementId: 'Paid',
        name: 'payment',
        elementName: 'Paid',
        command: 'correlateMessage',
      },
      { type: 'message.cancelled', elementId: 'Received' },
    ]);
    t.match((await ask('monitor', `GET /v1/cases/${String(id)}/waits`)).body.items, [{ kind: 'task' }]);
    const late = await ask('clerk', `POST /v1/cases/${String(id)}/messages`, { name: 'payment' });
    t.match(late, { status: 404, body: { code: 'no-subscriber' } });
  });

  await t.test('a message that nothing or more than one place waits for changes nothing', async (t) => {
    const ask = await service.open(`nobody-${db.kind}`);
    const { id } = await startOf(ask, race('twice', true));
    const message = `POST /v1/cases/${String(id)}/messages`;
    const none = await ask('clerk', message, { name: '张三 has paid' });
    t.match(none, { status: 404, body: { code: 'no-subscriber', detail: /\/waits/ } });
    t.notMatch(none.text, /张三/);
    const two = await ask('handler', message, { name: 'payment' });
    t.match(two, { status: 409, body: { code: 'ambiguous-message', detail: /Paid .*Received / } });
    t.equal((await ask('clerk', `GET /v1/cases/${String(id)}`)).body.revision, 1);
  });

  await t.test('who may send, and what a request has to look like', async (t) => {
    const ask = await service.open(`roles-${db.kind}`);
    const { id } = await startOf(ask, race());
    const message = `POST /v1/cases/${String(id)}/messages`;
    for (const role of ['monitor', 'publisher', 'checker', 'designer'] as const)
      t.match(await ask(role, message, { name: 'payment' }), { status: 403 }, role);
    t.equal((await ask(null, message, { name: 'payment' })).status, 401);
    for (const body of [{}, { name: '' }, { name: 'x'.repeat(129) }, { name: 'payment', more: 1 }, { name: 7 }])
      t.match(await ask('clerk', message, body), { status: 400 }, JSON.stringify(body).slice(0, 40));
    const stale = await ask('reviewer', message, { name: 'payment' }, { headers: { 'if-match': '"7"' } });
    t.match(stale, { status: 409, body: { code: 'stale-revision' } });
    const elsewhere = 'POST /v1/cases/00000000-0000-7000-8000-000000000000/messages';
    t.match(await ask('clerk', elsewhere, { name: 'payment' }), { status: 404, body: { code: 'not-found' } });
    const repeat = { headers: { 'idempotency-key': 'once' } };
    const first = await ask('leader', message, { name: 'payment' }, repeat);
    t.same((await ask('leader', message, { name: 'payment' }, repeat)).body, first.body, 'a repeat answers the same');
    const closed = await startOf(ask, oneTask('other'));
    await ask('handler', `POST /v1/cases/${String(closed['id'])}/cancel`, { reason: 'withdrawn' });
    t.match(await ask('clerk', `POST /v1/cases/${String(closed['id'])}/messages`, { name: 'payment' }), {
      status: 409,
      body: { code: 'case-closed' },
    });
  });

  await t.test('a message that is not sent is stuck when it is older than asked', async (t) => {
    const ask = await service.open(`stuck-${db.kind}`);
    const { id } = await startOf(ask, race());
    t.same((await ask('monitor', 'GET /v1/monitor/stuck?kind=message')).body.items, []);
    const before = service.clock.now;
    service.clock.now = '2026-03-12T01:00:00.000Z';
    const stuck = await ask('monitor', 'GET /v1/monitor/stuck?reason=nobody-sends&olderThan=P7D');
    service.clock.now = before;
    t.match(stuck.body.items, [
      {
        caseId: id,
        kind: 'message',
        elementId: 'Paid',
        topic: 'payment',
        reason: 'nobody-sends',
        nextAction: /message payment is sent/,
      },
      { elementId: 'Received' },
    ]);
  });
});
