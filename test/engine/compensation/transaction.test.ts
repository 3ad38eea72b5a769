import t from 'tap';
import { event, from, sub, undo, undoable } from '../../fixtures/bpmn/compensation.ts';
import { bytes, conditional, flows, process } from '../../fixtures/bpmn/build.ts';
import { done, started, trace, waiting } from '../models.ts';
import { parseDefinition } from '../../../src/bpmn/parse.ts';
import type { ProcessModel } from '../../../src/bpmn/model.ts';

async function modelOf(content: string): Promise<ProcessModel> {
  const source = process(content).replace('<bpmn:process', '<bpmn:error id="e" errorCode="broken"/><bpmn:process');
  const reading = await parseDefinition(bytes(source));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  t.strictSame(reading.findings, []);
  return reading.model.processes['p']!;
}

const open = (at: Parameters<typeof waiting>[0]): string[] => waiting(at).map((wait) => wait.replace('task ', ''));
const thrown = '<bpmn:endEvent id="broken"><bpmn:errorEventDefinition errorRef="e"/></bpmn:endEvent>';
const caught = (id: string, host: string): string =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}"><bpmn:errorEventDefinition errorRef="e"/></bpmn:boundaryEvent>`;
/** Books a hotel and then a flight; beside that it waits; then cancels, fails or ends as `choice` says. */
const booking = `${from('in', 'split', 'hotel', 'flight', 'g')}<bpmn:parallelGateway id="split"/>${flows('split>beside')}<bpmn:userTask id="beside"/>${undoable('hotel')}${undoable('flight')}<bpmn:exclusiveGateway id="g" default="g-ok"/>${conditional('g>cancel', 'choice = "cancel"')}${conditional('g>broken', 'choice = "broken"')}${flows('g>ok')}${event('endEvent', 'cancel', 'cancel')}${thrown}<bpmn:endEvent id="ok"/>`;
const trip = (type: string, content = booking): string =>
  `${from('start', 'trip', 'next')}${sub('trip', type === 'transaction' ? content : content.replace('cancelEventDefinition', 'terminateEventDefinition'), type)}${caught('failed', 'trip')}<bpmn:userTask id="next"/>${type === 'transaction' ? '<bpmn:userTask id="sorry"/>' : ''}<bpmn:userTask id="help"/>${flows('failed>help')}`;
const cancellable = `${trip('transaction')}${event('boundaryEvent', 'way', 'cancel', 'attachedToRef="trip"')}${flows('way>sorry')}`;

t.test(
  'a cancelled transaction cancels what is active, compensates what was completed, and leaves by its cancel event',
  async (t) => {
    const model = await modelOf(cancellable);
    const cancelled = done(model, done(model, started(model), 'hotel'), 'flight', { choice: 'cancel' });
    t.strictSame(open(cancelled.state), ['undo-flight']);
    t.match(trace(cancelled).slice(7), [
      'element.completed cancel',
      'transaction.cancelled trip',
      'task.cancelled beside',
      'element.cancelled beside',
      'element.cancelled trip',
      'element.entered undo-flight',
    ]);
    const half = done(model, cancelled, 'undo-flight');
    t.strictSame(open(half.state), ['undo-hotel']);
    const left = done(model, half, 'undo-hotel');
    t.strictSame(open(left.state), ['sorry']);
    t.strictSame(left.state.tokens, [{ id: 1, at: 'sorry' }]);
    t.strictSame(left.state.scopes, []);
  },
);

t.test('a transaction that nobody cancels is left as a sub-process is, and can be compensated later', async (t) => {
  const model = await modelOf(cancellable.replace('<bpmn:userTask id="next"/>', undo('next')));
  let at = done(model, done(model, started(model), 'hotel'), 'flight', { choice: 'ok' });
  t.strictSame(open(at.state), ['beside']);
  at = done(model, at, 'beside');
  t.strictSame(open(at.state), ['undo-flight']);
  at = done(model, done(model, at, 'undo-flight'), 'undo-hotel');
  t.equal(at.status, 'completed');
});

t.test('an error leaves a transaction without compensation, and a sub-process with it', async (t) => {
  for (const [type, expected] of [
    ['transaction', ['help']],
    ['subProcess', ['undo-flight']],
  ] as const) {
    const model = await modelOf(type === 'transaction' ? cancellable : trip('subProcess'));
    const broken = done(model, done(model, started(model), 'hotel'), 'flight', { choice: 'broken' });
    t.strictSame(open(broken.state), expected, type);
    if (type === 'transaction') continue;
    const half = done(model, broken, 'undo-flight');
    const left = done(model, half, 'undo-hotel');
    t.strictSame(open(left.state), ['help']);
    t.strictSame(left.state.scopes, []);
  }
});

t.test('what was completed in a part that is still active is compensated too', async (t) => {
  const part = `${from('pin', 'hotel', 'flight')}${undoable('hotel')}<bpmn:userTask id="flight"/>`;
  const content = `${from('in', 'split', 'part')}<bpmn:parallelGateway id="split"/>${sub('part', part)}<bpmn:userTask id="stop"/>${flows('split>stop', 'stop>cancel')}${event('endEvent', 'cancel', 'cancel')}`;
  const model = await modelOf(
    `${trip('transaction', content)}${event('boundaryEvent', 'way', 'cancel', 'attachedToRef="trip"')}${flows('way>sorry')}`,
  );
  const cancelled = done(model, done(model, started(model), 'hotel'), 'stop');
  t.strictSame(open(cancelled.state), ['undo-hotel']);
  t.strictSame(open(done(model, cancelled, 'undo-hotel').state), ['sorry']);
});

t.test('cancelling what has completed nothing leaves at once; inside a loop, every instance ends', async (t) => {
  const content = `${from('in', 'hotel', 'g')}${undoable('hotel')}<bpmn:exclusiveGateway id="g" default="g-ok"/>${conditional('g>cancel', 'choice = "cancel"')}${flows('g>ok')}${event('endEvent', 'cancel', 'cancel')}<bpmn:endEvent id="ok"/>`;
  const loop =
    '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>';
  const model = await modelOf(
    `${trip('transaction', content + loop)}${event('boundaryEvent', 'way', 'cancel', 'attachedToRef="trip"')}${flows('way>sorry')}`,
  );
  const one = done(model, started(model), 'hotel', { choice: 'ok' });
  t.strictSame(open(one.state), ['hotel', 'hotel']);
  const cancelled = done(model, one, 'hotel', { choice: 'cancel' });
  t.strictSame(open(cancelled.state), ['undo-hotel']);
  const left = done(model, done(model, cancelled, 'undo-hotel'), 'undo-hotel');
  t.strictSame(open(left.state), ['sorry']);
  t.strictSame(left.state.scopes, []);
});

t.test('an error that a handler throws leaves the cancelled transaction as a hazard', async (t) => {
  const content = `${from('in', 'hotel', 'cancel')}<bpmn:userTask id="hotel"/>${event('boundaryEvent', 'on', 'compensate', 'attachedToRef="hotel"')}${sub('handler', `${from('hin', 'try', 'broken')}<bpmn:userTask id="try"/>${thrown}`, 'subProcess', 'isForCompensation="true"')}<bpmn:association id="as" sourceRef="on" targetRef="handler"/>${event('endEvent', 'cancel', 'cancel')}`;
  const model = await modelOf(
    `${trip('transaction', content)}${event('boundaryEvent', 'way', 'cancel', 'attachedToRef="trip"')}${flows('way>sorry')}`,
  );
  const cancelled = done(model, started(model), 'hotel');
  t.strictSame(open(cancelled.state), ['try']);
  const failed = done(model, cancelled, 'try');
  t.strictSame(open(failed.state), ['help']);
  t.strictSame(failed.state.scopes, []);
});

t.test('an error out of one of several calls compensates what all of them completed', async (t) => {
  const callee = `<bpmn:process id="q" isExecutable="true">${from('qs', 'a', 'g')}${undoable('a')}<bpmn:exclusiveGateway id="g" default="g-ok"/>${conditional('g>broken', 'choice = "broken"')}${flows('g>ok')}${thrown}<bpmn:endEvent id="ok"/></bpmn:process>`;
  const loop =
    '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>';
  const source = process(
    `${from('start', 'calls')}<bpmn:callActivity id="calls" calledElement="q">${loop}</bpmn:callActivity>${caught('failed', 'calls')}<bpmn:userTask id="help"/>${flows('failed>help')}`,
  )
    .replace('<bpmn:process', '<bpmn:error id="e" errorCode="broken"/><bpmn:process')
    .replace('</bpmn:definitions>', `${callee}</bpmn:definitions>`);
  const reading = await parseDefinition(bytes(source));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  const { processes } = reading.model;
  const model = { ...processes['p']!, called: processes };
  const one = done(model, started(model), 'a', { choice: 'ok' });
  let at = done(model, one, 'a', { choice: 'broken' });
  for (const expected of ['undo-a', 'undo-a']) {
    t.strictSame(open(at.state), [expected]);
    t.match(at.opened, [{ calledProcess: 'q' }]);
    at = done(model, at, expected);
  }
  t.strictSame(open(at.state), ['help']);
  t.strictSame(at.state.scopes, []);
});
