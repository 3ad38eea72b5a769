import t from 'tap';
import { event, from, sub, undo, undoable } from '../../fixtures/bpmn/compensation.ts';
import { bytes, conditional, flows, process } from '../../fixtures/bpmn/build.ts';
import { done, started, waiting } from '../models.ts';
import { parseDefinition } from '../../../src/bpmn/parse.ts';
import type { Advanced } from '../../../src/engine/state.ts';
import type { CaseModel } from '../../../src/bpmn/model.ts';

async function caseOf(content: string, others = ''): Promise<CaseModel> {
  const reading = await parseDefinition(
    bytes(process(content).replace('</bpmn:definitions>', `${others}</bpmn:definitions>`)),
  );
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  t.strictSame(reading.findings, []);
  return { ...reading.model.processes['p']!, called: reading.model.processes };
}

/** The case after these tasks were done one after the other; each time, the tasks that are open then. */
function walk(model: CaseModel, first: Advanced, ...tasks: string[]): { end: Advanced; open: string[][] } {
  const open: string[][] = [];
  let at = first;
  for (const task of tasks) {
    at = done(model, at, task);
    t.strictSame(JSON.parse(JSON.stringify(at.state)), at.state);
    open.push(waiting(at.state).map((wait) => wait.replace('task ', '')));
  }
  return { end: at, open };
}

t.test('what was completed is compensated in reverse order, then the token goes on', async (t) => {
  const model = await caseOf(
    `${from('start', 'a', 'b', 'c', 'undo', 'next')}${['a', 'b', 'c'].map((id) => undoable(id)).join('')}${undo('undo')}<bpmn:userTask id="next"/>`,
  );
  const { end, open } = walk(model, started(model), 'a', 'b', 'c', 'undo-c', 'undo-b', 'undo-a', 'next');
  t.strictSame(open, [['b'], ['c'], ['undo-c'], ['undo-b'], ['undo-a'], ['next'], []]);
  t.equal(end.status, 'completed');
});

t.test('the record names what was compensated, and the state keeps nothing of it', async (t) => {
  const model = await caseOf(
    `${from('start', 'a', 'undo', 'next')}${undoable('a')}${undo('undo')}<bpmn:userTask id="next"/>`,
  );
  const { end } = walk(model, started(model), 'a', 'undo-a');
  t.match(end.events, [
    { type: 'task.completed', elementId: 'undo-a' },
    { type: 'element.completed', elementId: 'undo-a' },
    { type: 'element.compensated', elementId: 'a' },
    { type: 'element.completed', elementId: 'undo' },
    { type: 'flow.taken' },
    { type: 'element.entered', elementId: 'next' },
    { type: 'task.created' },
  ]);
  t.strictSame(end.state.tokens, [{ id: 1, at: 'next' }]);
  t.notOk('done' in end.state);
  t.strictSame(end.state.scopes, []);
});

t.test('activityRef compensates that activity only, a second time nothing', async (t) => {
  const model = await caseOf(
    `${from('start', 'a', 'b', 'undo', 'again', 'next')}${undoable('a')}${undoable('b')}${undo('undo', 'activityRef="a"')}${undo('again', 'activityRef="a"')}<bpmn:userTask id="next"/>`,
  );
  const { open } = walk(model, started(model), 'a', 'b', 'undo-a');
  t.strictSame(open, [['b'], ['undo-a'], ['next']]);
});

t.test('what is still active, or was never reached, is left alone', async (t) => {
  const model = await caseOf(
    `${from('start', 'split', 'a')}${flows('split>go', 'go>undo', 'undo>next')}<bpmn:parallelGateway id="split"/>${undoable('a')}<bpmn:userTask id="go"/>${undo('undo')}<bpmn:userTask id="next"/>`,
  );
  const { open } = walk(model, started(model), 'go', 'a', 'next');
  t.strictSame(open, [['a', 'next'], ['next'], []]);
});

t.test('an activity that a flow leads back to is compensated once for each time', async (t) => {
  const model = await caseOf(
    `${from('start', 'merge', 'a', 'g')}<bpmn:exclusiveGateway id="merge"/><bpmn:exclusiveGateway id="g" default="g-undo"/>${conditional('g>merge', 'more')}${flows('g>undo', 'undo>next')}${undoable('a')}${undo('undo')}<bpmn:userTask id="next"/>`,
  );
  const once = done(model, started(model), 'a', { more: true });
  const twice = done(model, once, 'a', { more: true });
  t.strictSame(twice.state.done, [{ at: 'a', times: 2 }]);
  const { open } = walk(model, done(model, twice, 'a', { more: false }), 'undo-a', 'undo-a', 'undo-a');
  t.strictSame(open, [['undo-a'], ['undo-a'], ['next']]);
});

t.test('each instance of a loop or of a multi-instance activity is compensated', async (t) => {
  for (const loop of [
    '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>',
    '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>',
    '<bpmn:standardLoopCharacteristics loopMaximum="2"/>',
  ]) {
    const model = await caseOf(
      `${from('start', 'a', 'undo', 'next')}${undoable('a', loop)}${undo('undo')}<bpmn:userTask id="next"/>`,
    );
    const { open } = walk(model, started(model), 'a', 'a', 'undo-a', 'undo-a');
    t.strictSame(open.slice(1), [['undo-a'], ['undo-a'], ['next']], loop);
  }
});

t.test('a sub-process without handler is compensated by what was completed inside, in reverse order', async (t) => {
  const inside = `${from('in', 'a', 'b')}${undoable('a')}${undoable('b')}`;
  const model = await caseOf(
    `${from('start', 's', 'c', 'undo', 'next')}${sub('s', inside)}${undoable('c')}${undo('undo')}<bpmn:userTask id="next"/>`,
  );
  const { open, end } = walk(model, started(model), 'a', 'b', 'c', 'undo-c', 'undo-b', 'undo-a');
  t.strictSame(open.slice(2), [['undo-c'], ['undo-b'], ['undo-a'], ['next']]);
  const compensated = end.events.filter(({ type }) => type === 'element.compensated');
  t.strictSame(
    compensated.map(({ elementId }) => elementId),
    ['a', 's'],
  );
});

t.test('the handler beside a sub-process stands for all that is inside', async (t) => {
  const inside = `${from('in', 'a')}${undoable('a')}`;
  const handled = undoable('s').replace(/<bpmn:userTask id="s"><\/bpmn:userTask>/, sub('s', inside));
  const model = await caseOf(
    `${from('start', 's', 'undo', 'next')}${handled}${undo('undo')}<bpmn:userTask id="next"/>`,
  );
  const { open } = walk(model, started(model), 'a', 'undo-s');
  t.strictSame(open, [['undo-s'], ['next']]);
});

t.test(
  'a compensation event sub-process handles its sub-process, and may compensate what was completed there',
  async (t) => {
    const handler = sub(
      'h',
      `${event('startEvent', 'hs', 'compensate')}<bpmn:userTask id="look"/>${undo('again')}<bpmn:userTask id="after"/>${flows('hs>look', 'look>again', 'again>after')}`,
      'subProcess',
      'triggeredByEvent="true"',
    );
    const inside = `${from('in', 'a', 'b')}${undoable('a')}${undoable('b')}${handler}`;
    const model = await caseOf(
      `${from('start', 's', 'undo', 'next')}${sub('s', inside)}${undo('undo', 'activityRef="s"')}<bpmn:userTask id="next"/>`,
    );
    const { open, end } = walk(model, started(model), 'a', 'b', 'look', 'undo-b', 'undo-a', 'after', 'next');
    t.strictSame(open, [['b'], ['look'], ['undo-b'], ['undo-a'], ['after'], ['next'], []]);
    t.equal(end.status, 'completed');
  },
);

t.test('a called process is compensated as a sub-process is', async (t) => {
  const callee = `<bpmn:process id="q" isExecutable="true">${from('qs', 'a')}${undoable('a')}</bpmn:process>`;
  const model = await caseOf(
    `${from('start', 'call', 'undo', 'next')}<bpmn:callActivity id="call" calledElement="q"/>${undo('undo')}<bpmn:userTask id="next"/>`,
    callee,
  );
  const { open, end } = walk(model, started(model), 'a', 'undo-a');
  t.strictSame(open, [['undo-a'], ['next']]);
  t.match(
    end.events.filter(({ type }) => type === 'element.compensated'),
    [{ elementId: 'a', calledProcess: 'q' }, { elementId: 'call' }],
  );
});

t.test('without waiting the token goes on at once, and the case ends after the handlers', async (t) => {
  const model = await caseOf(
    `${from('start', 'a', 'undo', 'next')}${undoable('a')}${undo('undo', 'waitForCompletion="false"')}<bpmn:userTask id="next"/>`,
  );
  const { open, end } = walk(model, started(model), 'a', 'next', 'undo-a');
  t.strictSame(open, [['next', 'undo-a'], ['undo-a'], []]);
  t.equal(end.status, 'completed');
});

t.test('a compensation end event ends its token after the handlers', async (t) => {
  const model = await caseOf(`${from('start', 'a', 'undo')}${undoable('a')}${undo('undo', '', 'endEvent')}`);
  const { open, end } = walk(model, started(model), 'a', 'undo-a');
  t.strictSame(open, [['undo-a'], []]);
  t.equal(end.status, 'completed');
});

t.test('what a boundary event led to while its activity went on is compensated first', async (t) => {
  const guard =
    '<bpmn:boundaryEvent id="guard" attachedToRef="a" cancelActivity="false"><bpmn:signalEventDefinition signalRef="sig"/></bpmn:boundaryEvent>';
  const content = `${from('start', 'a', 'undo', 'next')}${undoable('a')}${undoable('b')}${guard}${flows('guard>b')}${undo('undo')}<bpmn:userTask id="next"/>`;
  const source = process(content).replace('<bpmn:process', '<bpmn:signal id="sig" name="sig"/><bpmn:process');
  const reading = await parseDefinition(bytes(source));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  const model = reading.model.processes['p']!;
  const first = started(model);
  const { advance } = await import('../../../src/engine/advance.ts');
  const { at, thursday } = await import('../models.ts');
  const wait = first.state.waits.find(({ kind }) => kind === 'signal')!.no;
  const signalled = advance(model, first.state, { type: 'signal', wait, variables: {} }, at(thursday));
  const { open } = walk(model, signalled, 'b', 'a', 'undo-b', 'undo-a');
  t.strictSame(open.slice(1), [['undo-b'], ['undo-a'], ['next']]);
});

t.test('a cancelled case leaves nothing of a compensation', async (t) => {
  const model = await caseOf(`${from('start', 'a', 'undo')}${undoable('a')}${undo('undo', '', 'endEvent')}`);
  const { end } = walk(model, started(model), 'a');
  const { advance } = await import('../../../src/engine/advance.ts');
  const { at, thursday } = await import('../models.ts');
  const cancelled = advance(model, end.state, { type: 'cancel' }, at(thursday));
  t.match(cancelled.state, { tokens: [], scopes: [], waits: [] });
  t.notOk('done' in cancelled.state);
});
