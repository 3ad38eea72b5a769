import t from 'tap';
import { bytes, declaring, flows, process, timer } from '../fixtures/bpmn/build.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import { startTriggers } from '../../src/bpmn/starts.ts';
import type { ProcessModel } from '../../src/bpmn/model.ts';

async function read(source: string): Promise<ProcessModel> {
  const reading = await parseDefinition(bytes(source));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings));
  return reading.model.processes['p']!;
}
const names = '<bpmn:message id="m" name="order"/><bpmn:message id="n" name="paid"/><bpmn:signal id="s" name="flood"/>';
const start = (id: string, definition = ''): string => `<bpmn:startEvent id="${id}">${definition}</bpmn:startEvent>`;
const message = (ref: string): string => `<bpmn:messageEventDefinition messageRef="${ref}"/>`;

void t.test('a process is started by hand, by message, by signal and by timers', async (t) => {
  const model = await read(
    declaring(
      names,
      process(
        [
          start('ordered', message('m')),
          start('alarm', '<bpmn:signalEventDefinition signalRef="s"/>'),
          start('once', timer('timeDate', '2026-10-01')),
          start('daily', timer('timeCycle', 'R/P1D')),
          start('limit', timer('timeDuration', 'P5WD')),
          start('none'),
          '<bpmn:userTask id="work"/>',
          flows('ordered>work', 'alarm>work', 'once>work', 'daily>work', 'limit>work', 'none>work'),
        ].join(''),
      ),
    ),
  );
  t.equal(model.start, 'none');
  t.match(startTriggers(model), [
    { kind: 'message', elementId: 'ordered', name: 'order' },
    { kind: 'signal', elementId: 'alarm', name: 'flood' },
    { kind: 'timer', elementId: 'once', timer: { kind: 'date' } },
    { kind: 'timer', elementId: 'daily', timer: { kind: 'cycle' } },
    { kind: 'timer', elementId: 'limit', timer: { kind: 'duration', length: { days: 5 } } },
  ]);
});

void t.test('a process may be started by messages only', async (t) => {
  const model = await read(
    declaring(names, process(`${start('ordered', message('m'))}<bpmn:userTask id="work"/>${flows('ordered>work')}`)),
  );
  t.equal(model.start, '');
});

void t.test('receive tasks and event-based gateways start cases with instantiate', async (t) => {
  const receive = await read(declaring(names, process('<bpmn:receiveTask id="r" messageRef="m" instantiate="true"/>')));
  t.same(startTriggers(receive), [{ kind: 'message', elementId: 'r', name: 'order' }]);
  const events = `<bpmn:receiveTask id="a" messageRef="m"/><bpmn:receiveTask id="b" messageRef="n"/>${flows('g>a', 'g>b')}`;
  for (const [type, read_] of [
    ['Exclusive', 'exclusive'],
    ['Parallel', 'parallel'],
  ] as const) {
    const gateway = `<bpmn:eventBasedGateway id="g" instantiate="true" eventGatewayType="${type}"/>`;
    const model = await read(declaring(names, process(gateway + events)));
    t.match(model.nodes['g'], { instantiate: read_ });
    t.same(
      startTriggers(model).map(({ elementId }) => elementId),
      ['a', 'b'],
    );
  }
});

void t.test(
  'a procedure with a decision is not started by events: its clearance is proved from the none start event',
  async (t) => {
    const enf = (inside: string): string => `<bpmn:extensionElements>${inside}</bpmn:extensionElements>`;
    const decision = `<bpmn:userTask id="decide">${enf('<enf:step key="decide" role="leader"/><enf:decision act="permit"/>')}</bpmn:userTask>`;
    const source = declaring(names, process(start('ordered', message('m')) + decision + flows('ordered>decide')));
    const reading = await parseDefinition(bytes(source));
    t.match(
      reading.findings.filter(({ rule }) => rule === 'clearance-not-modelled'),
      [{ elementId: 'ordered' }],
      JSON.stringify(reading.findings),
    );
  },
);
