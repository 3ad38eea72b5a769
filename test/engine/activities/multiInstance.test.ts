import t from 'tap';
import { maxInstances } from '../../../src/engine/incidents.ts';
import { after, caseModel, done, processModel, started, timer, trace, waitAt, waiting, type Shape } from '../models.ts';
import type { Advanced } from '../../../src/engine/state.ts';
import type { CaseModel } from '../../../src/bpmn/model.ts';
import type { MultiInstance } from '../../../src/bpmn/activityModel.ts';

const task: Shape = { type: 'userTask' };

function many(more: Partial<MultiInstance>): { multiInstance: MultiInstance } {
  const none = { sequential: false, cardinality: null, input: null, output: null, completionCondition: null };
  return { multiInstance: { ...none, ...more } };
}

const votes = many({
  input: { list: 'members', item: 'member' },
  output: { list: 'votes', item: 'vote' },
});

function around(activity: Shape, more: Record<string, Shape> = {}, flows: string[] = []): CaseModel {
  const shapes = { start: { type: 'startEvent' }, work: activity, next: task, ...more } as const;
  return processModel(shapes, ['start -> work', 'work -> next', ...flows]);
}

/** Completes the open wait of the instance with this loop counter. */
function doneIn(model: CaseModel, from: Advanced, inner: number, variables = {}): Advanced {
  const token = from.state.tokens.find((each) => each.inner === inner);
  const wait = from.state.waits.find((each) => each.token === token?.id);
  if (wait === undefined) throw new Error(`no wait in instance ${inner}`);
  return after(model, from, [{ type: 'complete', wait: wait.no, variables }]);
}

t.test(
  'as many instances as the cardinality says run at once; the activity is left when all are complete',
  async (t) => {
    const model = around({ ...task, ...many({ cardinality: 'n + 1' }) });
    const first = started(model, { n: 2 });
    t.strictSame(waiting(first.state), ['task work', 'task work', 'task work']);
    t.match(first.opened, [{ loopCounter: 1 }, { loopCounter: 2 }, { loopCounter: 3 }]);
    t.match(first.state.scopes, [{ loop: { instances: 3, started: 3, completed: 0 } }]);
    t.strictSame(trace(first).slice(4), [
      'element.entered work',
      'element.entered work',
      'task.created work',
      'element.entered work',
      'task.created work',
      'element.entered work',
      'task.created work',
    ]);
    const two = doneIn(model, doneIn(model, first, 2), 1);
    t.strictSame(waiting(two.state), ['task work']);
    t.match(two.events, [
      { type: 'task.completed', loopCounter: 1, instance: true },
      { type: 'element.completed', loopCounter: 1, instance: true },
    ]);
    const all = doneIn(model, two, 3);
    t.strictSame(trace(all), [
      'task.completed work',
      'element.completed work',
      'element.completed work',
      'flow.taken work-next',
      'element.entered next',
      'task.created next',
    ]);
    t.equal(all.events[2]?.instance, undefined);
    t.strictSame(all.state.scopes, []);
    t.strictSame(all.state.tokens.length, 1);
  },
);

t.test('sequential instances run one after the other', async (t) => {
  const model = around({ ...task, ...many({ cardinality: '2', sequential: true }) });
  const first = started(model);
  t.strictSame(waiting(first.state), ['task work']);
  const second = doneIn(model, first, 1);
  t.match(second.opened, [{ elementId: 'work', loopCounter: 2 }]);
  t.match(second.state.scopes, [{ loop: { started: 2, completed: 1 } }]);
  t.strictSame(waiting(doneIn(model, second, 2).state), ['task next']);
});

t.test('each instance has its item and puts out at its index; the list is seen when all are complete', async (t) => {
  for (const sequential of [false, true]) {
    const model = around({ ...task, multiInstance: { ...votes.multiInstance, sequential } });
    let now = started(model, { members: ['Li', 'Wu'], vote: 'outside' });
    t.match(now.state.tokens.find(({ inner }) => inner === 1)?.locals, { member: 'Li', vote: null });
    if (!sequential) {
      now = doneIn(model, now, 2, { vote: 'no', minutes: 3 });
      t.match(now.events[0], { type: 'task.completed', loopCounter: 2, locals: { vote: 'no' } });
      t.strictSame(now.changed, { minutes: 3 });
      t.strictSame(now.state.variables, { members: ['Li', 'Wu'], vote: 'outside', minutes: 3 });
      now = doneIn(model, now, 1, { vote: 'yes' });
    } else {
      now = doneIn(model, doneIn(model, now, 1, { vote: 'yes' }), 2, { vote: 'no' });
    }
    t.match(now.state.variables, { votes: ['yes', 'no'], vote: 'outside' });
    t.strictSame(now.changed, { votes: ['yes', 'no'] });
  }
});

t.test('none to perform: the activity is complete at once, with an empty list', async (t) => {
  const model = around({ ...task, ...votes });
  const empty = started(model, { members: [] });
  t.strictSame(waiting(empty.state), ['task next']);
  t.match(empty.state.variables, { votes: [] });
  t.strictSame(waiting(started(around({ ...task, ...many({ cardinality: '0' }) })).state), ['task next']);
});

t.test('what cannot be told stops the activity, and starts on retry', async (t) => {
  const model = around({ ...task, ...many({ cardinality: 'n' }) });
  const codes = [{}, { n: 1.5 }, { n: -1 }, { n: 'two' }, { n: null }, { n: 1e9 }, { n: maxInstances + 1 }].map(
    (variables) => started(model, variables).opened.map(({ elementId, incident }) => [elementId, incident?.code]),
  );
  t.strictSame(codes, [
    [['work', 'undecidable-condition']],
    ...Array<unknown>(4).fill([['work', 'loop-unusable']]),
    [['work', 'limit-reached']],
    [['work', 'limit-reached']],
  ]);
  const list = around({ ...task, ...votes });
  const stopped = started(list, { members: 'Li' });
  t.match(stopped.opened, [{ incident: { code: 'loop-unusable', message: /members is no list/ } }]);
  t.strictSame(stopped.state.tokens.length, 1);
  const corrected = { ...stopped, state: { ...stopped.state, variables: { members: ['Li', 'Wu'] } } };
  const again = after(list, corrected, [{ type: 'retry', wait: waitAt(stopped.state, 'work') }]);
  t.strictSame(waiting(again.state), ['task work', 'task work']);
});

t.test('once the completion condition holds, the instances that are left are terminated', async (t) => {
  const model = around({
    ...task,
    multiInstance: { ...votes.multiInstance, completionCondition: 'vote = "no" or numberOfCompletedInstances = 2' },
  });
  const first = started(model, { members: ['Li', 'Wu', 'He', 'Xu'] });
  const one = doneIn(model, first, 3, { vote: 'yes' });
  t.strictSame(waiting(one.state), ['task work', 'task work', 'task work']);
  const over = doneIn(model, one, 1, { vote: 'no' });
  t.strictSame(waiting(over.state), ['task next']);
  t.match(over.state, { scopes: [], variables: { votes: ['no', null, 'yes', null] } });
  t.equal(over.state.tokens.length, 1);
  t.match(
    over.events.filter(({ type }) => type === 'element.cancelled'),
    [
      { loopCounter: 2, instance: true },
      { loopCounter: 4, instance: true },
    ],
  );
});

t.test('the attributes of the loop are seen by its condition and in its instances', async (t) => {
  const completionCondition =
    'numberOfInstances = 3 and numberOfActiveInstances = 1 and numberOfCompletedInstances = 2 and ' +
    'numberOfTerminatedInstances = 0 and loopCounter = 1';
  const model = around({ ...task, ...many({ cardinality: '3', completionCondition }) });
  const first = started(model);
  t.strictSame(waiting(doneIn(model, doneIn(model, first, 3), 1).state), ['task next']);
  t.strictSame(waiting(doneIn(model, doneIn(model, first, 1), 3).state), ['task work']);
});

t.test('a completion condition without an answer stops the instance, not the others', async (t) => {
  const model = around({ ...task, ...many({ cardinality: '2', completionCondition: 'enough' }) });
  const stopped = doneIn(model, started(model), 1);
  t.strictSame(waiting(stopped.state), ['incident work', 'task work']);
  t.match(stopped.opened, [{ loopCounter: 1, incident: { code: 'undecidable-condition' } }]);
  t.match(stopped.state.scopes, [{ loop: { completed: 0 } }]);
  const half = doneIn(model, stopped, 2, { enough: false });
  t.strictSame(waiting(half.state), ['incident work']);
  const whole = after(model, half, [{ type: 'retry', wait: waitAt(half.state, 'work') }]);
  t.strictSame(waiting(whole.state), ['task next']);
});

t.test('instances of a sub-process and of a called process go on inside by themselves', async (t) => {
  const inside: Record<string, Shape> = {
    in: { type: 'startEvent', scope: 'work' },
    choose: { type: 'exclusiveGateway', scope: 'work' },
    a: { ...task, scope: 'work' },
    b: { ...task, scope: 'work' },
  };
  const flows = ['in -> choose', 'choose -> a : member = "Li"', 'choose -> b : default'];
  const model = around({ type: 'subProcess', ...votes }, inside, flows);
  const first = started(model, { members: ['Li', 'Wu'] });
  t.strictSame(waiting(first.state), ['task a', 'task b']);
  t.match(first.opened, [
    { elementId: 'a', loopCounter: 1 },
    { elementId: 'b', loopCounter: 2 },
  ]);
  const whole = done(model, done(model, first, 'b', { vote: 'no' }), 'a', { vote: 'yes' });
  t.strictSame(waiting(whole.state), ['task next']);
  t.match(whole.state, { scopes: [], variables: { votes: ['yes', 'no'] } });

  const called = processModel({ s: { type: 'startEvent' }, c: task }, ['s -> c'], 'called');
  const calling = caseModel(around({ type: 'callActivity', calledElement: 'called', ...votes }), called);
  const calls = started(calling, { members: ['Li', 'Wu'] });
  t.strictSame(waiting(calls.state), ['task c', 'task c']);
  t.match(calls.opened, [
    { calledProcess: 'called', loopCounter: 1 },
    { calledProcess: 'called', loopCounter: 2 },
  ]);
  const one = done(calling, calls, 'c', { vote: 'yes' });
  t.strictSame(waiting(done(calling, one, 'c', { vote: 'no' }).state), ['task next']);
});

t.test('loops stand inside loops: the nearest counter is seen', async (t) => {
  const inner: Record<string, Shape> = {
    in: { type: 'startEvent', scope: 'work' },
    each: {
      ...task,
      scope: 'work',
      ...many({ input: { list: 'row', item: 'cell' }, output: { list: 'out', item: 'put' } }),
    },
  };
  const outer = many({ input: { list: 'rows', item: 'row' }, output: { list: 'outs', item: 'out' } });
  const model = around({ type: 'subProcess', ...outer }, inner, ['in -> each']);
  let now = started(model, { rows: [[1, 2], [], [3]] });
  t.strictSame(waiting(now.state), ['task each', 'task each', 'task each']);
  t.match(now.opened, [{ loopCounter: 1 }, { loopCounter: 2 }, { loopCounter: 1 }]);
  for (const put of ['a', 'b', 'c']) now = done(model, now, 'each', { put });
  t.match(now.state.variables, { outs: [['a', 'b'], [], ['c']] });
  t.strictSame(waiting(now.state), ['task next']);
});

t.test('what interrupts the activity cancels all instances; what does not runs beside them', async (t) => {
  const hour = timer('duration', 'PT1H');
  const model = around(
    { type: 'subProcess', ...many({ cardinality: '2' }) },
    {
      in: { type: 'startEvent', scope: 'work' },
      a: { ...task, scope: 'work' },
      limit: { type: 'boundaryEvent', attachedTo: 'work', interrupting: true, timer: hour },
      bell: { type: 'boundaryEvent', attachedTo: 'work', interrupting: false, message: 'bell' },
      late: task,
      ring: task,
    },
    ['in -> a', 'limit -> late', 'bell -> ring'],
  );
  const first = started(model);
  t.strictSame(waiting(first.state), ['message bell', 'task a', 'task a', 'timer limit']);
  const rung = done(model, first, 'bell');
  t.strictSame(waiting(rung.state), ['message bell', 'task a', 'task a', 'task ring', 'timer limit']);
  const dueAt = '2026-03-05T10:00:00.000Z';
  const late = after(model, rung, [{ type: 'fire', wait: waitAt(rung.state, 'limit'), dueAt, provisional: false }]);
  t.strictSame(waiting(late.state), ['task late', 'task ring']);
  t.strictSame([late.state.tokens.length, late.state.scopes], [2, []]);
});

t.test('tasks of instances are due with the boundary timer of the activity', async (t) => {
  const limit: Shape = {
    type: 'boundaryEvent',
    attachedTo: 'work',
    interrupting: true,
    timer: timer('duration', 'PT1H'),
  };
  const model = around({ ...task, ...many({ cardinality: '2', sequential: true }) }, { limit });
  const first = started(model);
  t.strictSame(waiting(first.state), ['task work', 'timer limit']);
  const dueAt = '2026-03-05T10:00:00.000Z';
  t.match(first.opened, [
    { kind: 'timer', dueAt },
    { kind: 'task', dueAt },
  ]);
  const second = doneIn(model, first, 1);
  t.match(second.opened, [{ kind: 'task', dueAt }]);
  t.strictSame(waiting(doneIn(model, second, 2).state), ['task next']);
});

t.test('an error in an instance leaves by the boundary of the activity', async (t) => {
  const model = around(
    { type: 'subProcess', ...many({ cardinality: '3' }) },
    {
      in: { type: 'startEvent', scope: 'work' },
      a: { ...task, scope: 'work' },
      fail: { type: 'endEvent', throws: 'bad', scope: 'work' },
      caught: { type: 'boundaryEvent', attachedTo: 'work', interrupting: true, catches: null },
      mend: task,
    },
    ['in -> a', 'a -> fail', 'caught -> mend'],
  );
  const failed = done(model, started(model), 'a');
  t.strictSame(waiting(failed.state), ['task mend']);
  t.strictSame([failed.state.tokens.length, failed.state.scopes], [1, []]);
});

t.test('a terminate end event ends its instance only', async (t) => {
  const model = around(
    { type: 'subProcess', ...many({ cardinality: '2' }) },
    {
      in: { type: 'startEvent', scope: 'work' },
      split: { type: 'parallelGateway', scope: 'work' },
      a: { ...task, scope: 'work' },
      b: { ...task, scope: 'work' },
      stop: { type: 'endEvent', terminate: true, scope: 'work' },
    },
    ['in -> split', 'split -> a', 'split -> b', 'a -> stop'],
  );
  const ended = done(model, started(model), 'a');
  t.strictSame(waiting(ended.state), ['task a', 'task b']);
  t.strictSame(waiting(done(model, ended, 'a').state), ['task next']);
});

t.test('1,000 instances complete one after another, no step above 20 ms', async (t) => {
  const model = around({
    ...task,
    ...many({ cardinality: '1000', completionCondition: 'numberOfCompletedInstances > 2000' }),
  });
  let now = started(model);
  t.equal(now.state.waits.length, 1_000);
  const times: number[] = [];
  for (let left = 1_000; left > 0; left -= 1) {
    const wait = now.state.waits[left % 2 === 0 ? 0 : left - 1]!.no;
    const text = JSON.stringify(now.state);
    const before = process.cpuUsage();
    now = after(model, { ...now, state: JSON.parse(text) as typeof now.state }, [
      { type: 'complete', wait, variables: {} },
    ]);
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1_000);
  }
  t.strictSame(waiting(now.state), ['task next']);
  const sorted = times.toSorted((a, b) => a - b);
  t.comment(`median ${sorted[500]} ms, 99 % ${sorted[990]} ms, most ${sorted[999]} ms of CPU`);
  t.ok((sorted[990] ?? 99) < 20, String(sorted[990]));
});

t.test('instances throw what their behavior says, and the boundary of the activity catches it', async (t) => {
  const signal = [{ signal: 'one-more' }];
  const bell: Shape = { type: 'boundaryEvent', attachedTo: 'work', interrupting: false, signal: 'one-more' };
  const rings = (throws: MultiInstance['throws'] & object, automatic = false): number => {
    const activity: Shape = automatic ? { type: 'manualTask' } : task;
    const model = around({ type: activity.type, ...many({ cardinality: '3', throws }) }, { bell, ring: task }, [
      'bell -> ring',
    ]);
    let now = started(model);
    if (!automatic) for (const inner of [1, 2, 3]) now = doneIn(model, now, inner);
    t.ok(waiting(now.state).includes('task next'));
    return waiting(now.state).filter((wait) => wait === 'task ring').length;
  };
  t.equal(rings([{ first: false, condition: null, results: signal }]), 3, 'none: each');
  t.equal(rings([{ first: false, condition: null, results: signal }], true), 3, 'all in one step');
  t.equal(rings([{ first: true, condition: null, results: signal }]), 1, 'one: the first');
  t.equal(rings([{ first: false, condition: 'loopCounter > 1', results: signal }]), 2, 'complex');
});

t.test('an escalation of an instance interrupts the activity', async (t) => {
  const throws = [{ first: false, condition: 'veto', results: [{ escalation: 'veto' }] }];
  const stop: Shape = { type: 'boundaryEvent', attachedTo: 'work', interrupting: true, escalation: 'veto' };
  const model = around({ ...task, ...many({ cardinality: '3', throws }) }, { stop, refused: task }, [
    'stop -> refused',
  ]);
  const undecided = doneIn(model, started(model), 2);
  t.match(undecided.opened, [{ incident: { code: 'undecidable-condition', message: /complexBehaviorDefinition/ } }]);
  const over = doneIn(model, started(model), 2, { veto: true });
  t.strictSame(waiting(over.state), ['task refused']);
  t.strictSame([over.state.tokens.length, over.state.scopes], [1, []]);
  t.strictSame(trace(over).slice(1, 4), ['element.completed work', 'escalation.thrown work', 'escalation.caught stop']);
});
