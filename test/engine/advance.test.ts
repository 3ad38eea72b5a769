import t from 'tap';
import { advance } from '../../src/engine/advance.ts';
import { after, at, processModel, started, thursday, trace, waitAt, waiting } from './models.ts';

const approval = processModel(
  {
    start: { type: 'startEvent' },
    check: { type: 'userTask', role: 'clerk', outcomes: ['complete', 'incomplete'] },
    choice: { type: 'exclusiveGateway' },
    approve: { type: 'userTask' },
    end: { type: 'endEvent' },
    refused: { type: 'endEvent' },
  },
  [
    'start -> check',
    'check -> choice',
    'choice -> approve : outcome = "complete"',
    'choice -> refused : default',
    'approve -> end',
  ],
);

t.test('a started case waits at its first task and says so in order', async (t) => {
  const done = started(approval, { amount: 5 });
  t.strictSame(done.events, [
    { type: 'case.started' },
    { type: 'element.entered', elementId: 'start' },
    { type: 'element.completed', elementId: 'start' },
    { type: 'flow.taken', elementId: 'start-check' },
    { type: 'element.entered', elementId: 'check' },
    { type: 'task.created', elementId: 'check', wait: 1 },
  ]);
  t.strictSame(done.opened, [
    {
      no: 1,
      kind: 'task',
      elementId: 'check',
      calledProcess: null,
      name: 'Name of check',
      role: 'clerk',
      form: null,
      topic: null,
      since: thursday,
      dueAt: null,
      provisional: false,
      incident: null,
    },
  ]);
  t.strictSame(done.state, {
    stateVersion: 1,
    nextToken: 2,
    nextWait: 2,
    events: 6,
    tokens: [{ id: 1, at: 'check' }],
    scopes: [],
    waits: [{ no: 1, kind: 'task', at: 'check', token: 1 }],
    variables: { amount: 5 },
  });
  t.strictSame(done.changed, { amount: 5 });
  t.equal(done.status, 'running');
});

t.test('an outcome is a variable, stands on the event, and decides the gateway', async (t) => {
  const first = started(approval);
  const done = after(approval, first, [
    { type: 'complete', wait: 1, variables: { checkedBy: 'c-1' }, outcome: 'complete' },
  ]);
  t.strictSame(trace(done), [
    'task.completed check',
    'element.completed check',
    'flow.taken check-choice',
    'element.entered choice',
    'element.completed choice',
    'flow.taken choice-approve',
    'element.entered approve',
    'task.created approve',
  ]);
  t.strictSame(done.events[0], { type: 'task.completed', elementId: 'check', wait: 1, outcome: 'complete' });
  t.strictSame(done.events[4]?.conditions, { 'choice-approve': true });
  t.strictSame(done.closed, [{ no: 1, as: 'completed' }]);
  t.strictSame(done.changed, { checkedBy: 'c-1', outcome: 'complete' });
  t.strictSame(done.state.variables, { checkedBy: 'c-1', outcome: 'complete' });
  t.equal(done.state.events, first.state.events + done.events.length);
});

t.test('a gateway without a true condition takes its default flow; the last token completes the case', async (t) => {
  const done = after(approval, started(approval), [
    { type: 'complete', wait: 1, variables: {}, outcome: 'incomplete' },
  ]);
  t.strictSame(done.events.find((event) => event.elementId === 'choice' && event.conditions)?.conditions, {
    'choice-approve': false,
  });
  t.strictSame(trace(done).slice(-4), [
    'flow.taken choice-refused',
    'element.entered refused',
    'element.completed refused',
    'case.completed *',
  ]);
  t.equal(done.status, 'completed');
  t.strictSame(done.state.tokens, []);
  t.strictSame(done.state.waits, []);
});

t.test('conditions are asked in document order, and only until one holds', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      choice: { type: 'exclusiveGateway' },
      a: { type: 'userTask' },
      b: { type: 'userTask' },
      c: { type: 'userTask' },
      d: { type: 'userTask' },
    },
    ['start -> choice', 'choice -> c : default', 'choice -> a : n > 9', 'choice -> b : n > 1', 'choice -> d : n > 0'],
  );
  const done = started(model, { n: 5 });
  t.strictSame(waiting(done.state), ['task b']);
  t.strictSame(Object.entries(done.events.find((event) => event.conditions !== undefined)?.conditions ?? {}), [
    ['choice-a', false],
    ['choice-b', true],
  ]);
});

t.test('a new task with outcomes forgets the outcome of the task before it', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      first: { type: 'userTask', outcomes: ['yes', 'no'] },
      second: { type: 'userTask', outcomes: ['yes', 'no'] },
    },
    ['start -> first', 'first -> second'],
  );
  const done = after(model, started(model), [{ type: 'complete', wait: 1, variables: { kept: 1 }, outcome: 'yes' }]);
  t.strictSame(done.state.variables, { kept: 1 });
  t.strictSame(done.changed, { kept: 1 });
  t.equal(done.events[0]?.outcome, 'yes');
});

t.test('a token passes a manual task, which is on the record', async (t) => {
  const model = processModel(
    { start: { type: 'startEvent' }, carry: { type: 'manualTask' }, end: { type: 'endEvent' } },
    ['start -> carry', 'carry -> end'],
  );
  const done = started(model);
  t.ok(trace(done).includes('element.entered carry'));
  t.ok(trace(done).includes('element.completed carry'));
  t.equal(done.status, 'completed');
  t.strictSame(done.opened, []);
});

t.test('several outgoing flows of an activity give one token each; the case ends with the last', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'userTask' },
      left: { type: 'userTask' },
      right: { type: 'userTask' },
      end: { type: 'endEvent' },
    },
    ['start -> split', 'split -> left', 'split -> right', 'left -> end', 'right -> end'],
  );
  const split = after(model, started(model), [{ type: 'complete', wait: 1, variables: {} }]);
  t.strictSame(waiting(split.state), ['task left', 'task right']);
  t.strictSame(split.state.tokens, [
    { id: 1, at: 'left' },
    { id: 2, at: 'right' },
  ]);
  const half = after(model, split, [{ type: 'complete', wait: waitAt(split.state, 'left'), variables: {} }]);
  t.equal(half.status, 'running');
  const whole = after(model, half, [{ type: 'complete', wait: waitAt(split.state, 'right'), variables: {} }]);
  t.equal(whole.status, 'completed');
});

t.test('a conditional flow out of an activity is taken only when its condition holds', async (t) => {
  const model = processModel(
    { start: { type: 'startEvent' }, a: { type: 'manualTask' }, b: { type: 'userTask' }, c: { type: 'userTask' } },
    ['start -> a', 'a -> b : n > 1', 'a -> c'],
  );
  t.strictSame(waiting(started(model, { n: 1 }).state), ['task c']);
  t.strictSame(waiting(started(model, { n: 2 }).state), ['task b', 'task c']);
});

t.test('every token that comes along several incoming flows does the work; no outgoing flow ends it', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'manualTask' },
      a: { type: 'manualTask' },
      b: { type: 'userTask' },
    },
    ['start -> split', 'split -> a', 'split -> b', 'a -> b'],
  );
  const done = started(model);
  t.strictSame(waiting(done.state), ['task b', 'task b']);
  const end = after(
    model,
    done,
    [{ type: 'complete', wait: 1, variables: {} }],
    [{ type: 'complete', wait: 2, variables: {} }],
  );
  t.equal(end.status, 'completed');
});

t.test('cancel ends every wait and token', async (t) => {
  const done = after(approval, started(approval), [{ type: 'cancel' }]);
  t.strictSame(trace(done), ['task.cancelled check', 'element.cancelled check', 'case.cancelled *']);
  t.strictSame(done.closed, [{ no: 1, as: 'cancelled' }]);
  t.equal(done.status, 'cancelled');
  t.strictSame(done.state.tokens, []);
});

t.test('a wait that is not open, of the wrong kind, or a second start is a fault of the caller', async (t) => {
  const { state } = started(approval);
  const context = at(thursday);
  t.throws(() => advance(approval, state, { type: 'complete', wait: 9, variables: {} }, context), /no open wait 9/);
  t.throws(() => advance(approval, state, { type: 'retry', wait: 1 }, context), /Wait 1 is a task; retry/);
  t.throws(() => advance(approval, state, { type: 'start', variables: {} }, context), /start on the wrong state/);
  t.throws(() => advance(approval, null, { type: 'cancel' }, context), /cancel on the wrong state/);
  const dangling = { ...state, tokens: [{ id: 1, at: 'gone' }] };
  t.throws(() => advance(approval, dangling, { type: 'complete', wait: 1, variables: {} }, context), /no element gone/);
});
