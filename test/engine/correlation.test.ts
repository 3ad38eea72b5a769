import t from 'tap';
import { advance } from '../../src/engine/advance.ts';
import { at, done, processModel, started, thursday } from './models.ts';
import type { CaseModel, Correlations } from '../../src/bpmn/model.ts';

const model = (correlations?: Correlations): CaseModel => {
  const base = processModel(
    {
      start: { type: 'startEvent' },
      wait: { type: 'receiveTask', message: 'paid' },
      again: { type: 'receiveTask', message: 'sent' },
    },
    ['start -> wait', 'wait -> again'],
  );
  return correlations === undefined ? base : { ...base, correlations };
};
const keysOf = (state: { opened: readonly { correlation?: string }[] }) =>
  state.opened.map(({ correlation }) => correlation);

void t.test('a process that subscribes waits with the key of its own data', (t) => {
  const one = model({ paid: [{ key: 'k', path: ['order.no'], data: ['orderNo'] }] });
  t.same(keysOf(started(one, { orderNo: 'A-1' })), ['A-1']);
  t.same(keysOf(started(one, { orderNo: 17 })), ['17']);
  t.same(keysOf(started(one, {})), [undefined], 'no data, no key');
  const two = model({ paid: [{ key: 'k', path: ['a', 'b'], data: ['orderNo', 'year'] }] });
  t.same(keysOf(started(two, { orderNo: 'A-1', year: 2026 })), ['["A-1",2026]']);
  t.end();
});

void t.test('a conversation goes on with the key that its first message carried', (t) => {
  const keyed = model({
    paid: [{ key: 'k', path: ['order'] }],
    sent: [{ key: 'k', path: ['orderNo'] }],
  });
  const begun = started(keyed, { order: 'not yet' });
  t.same(keysOf(begun), [undefined], 'no message has come yet');
  const paid = done(keyed, begun, 'wait', { order: 'A-7' });
  t.same(keysOf(paid), ['A-7']);
  t.same(paid.state.keys, { k: 'A-7' });
  const byMessage = advance(
    keyed,
    null,
    { type: 'start', variables: { order: 'A-9' }, at: 'start', name: 'paid' },
    at(thursday),
  );
  t.same(keysOf(byMessage), ['A-9']);
  t.end();
});

void t.test('a file that says nothing of correlation waits with the variable correlationKey, if there is one', (t) => {
  t.same(keysOf(started(model(), { correlationKey: 'K' })), ['K']);
  t.same(keysOf(started(model(), { correlationKey: { no: 'K' } })), [undefined]);
  t.same(keysOf(started(model())), [undefined]);
  t.end();
});

void t.test('a message that is thrown carries the key that stands in what it carries', (t) => {
  const base = processModel({ start: { type: 'startEvent' } }, []);
  const send = {
    type: 'intermediateThrowEvent',
    id: 'send',
    name: null,
    incoming: ['f'],
    outgoing: [],
    message: 'paid',
  } as const;
  const flow = { id: 'f', name: null, source: 'start', target: 'send', condition: null, outcome: null };
  const start = { ...base.nodes['start']!, outgoing: ['f'] };
  const thrower: CaseModel = {
    ...base,
    nodes: { start, send },
    flows: { f: flow },
    correlations: { paid: [{ key: 'k', path: ['orderNo'] }] },
  };
  t.match(started(thrower, { orderNo: 'A-1' }).messages, [{ name: 'paid', elementId: 'send', correlation: 'A-1' }]);
  t.notOk('correlation' in started(thrower).messages[0]!);
  t.end();
});
