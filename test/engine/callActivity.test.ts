import t from 'tap';
import { maxDepth } from '../../src/engine/scopes.ts';
import { after, caseModel, done, processModel, started, timer, trace, waitAt, waiting, type Shape } from './models.ts';

const task: Shape = { type: 'userTask' };
/** Its elements have the same ids as the caller's. */
const review = processModel(
  {
    start: { type: 'startEvent' },
    work: { ...task, role: 'reviewer' },
    choice: { type: 'exclusiveGateway' },
    end: { type: 'endEvent' },
    other: task,
  },
  ['start -> work', 'work -> choice', 'choice -> end : ok', 'choice -> other : default', 'other -> end'],
  'review',
);
const caller = processModel(
  {
    start: { type: 'startEvent' },
    work: { ...task, role: 'clerk' },
    call: { type: 'callActivity', calledElement: 'review' },
    limit: { type: 'boundaryEvent', attachedTo: 'call', interrupting: true, timer: timer('duration', 'P1D') },
    choice: { type: 'exclusiveGateway' },
    end: { type: 'endEvent' },
    other: task,
  },
  [
    'start -> work',
    'work -> call',
    'call -> choice',
    'choice -> other : ok',
    'choice -> end : default',
    'limit -> other',
  ],
);
const model = caseModel(caller, review);

t.test('a called process runs inside the case, by its own graph, whatever its ids', async (t) => {
  const first = started(model);
  t.match(first.opened, [{ elementId: 'work', role: 'clerk', calledProcess: null }]);
  const inside = done(model, first, 'work');
  t.match(inside.opened, [
    { kind: 'timer', elementId: 'limit', calledProcess: null },
    { kind: 'task', elementId: 'work', role: 'reviewer', calledProcess: 'review' },
  ]);
  t.match(
    inside.events.filter(({ calledProcess }) => calledProcess === 'review').map(({ type }) => type),
    ['element.entered', 'element.completed', 'flow.taken', 'element.entered', 'task.created'],
  );
  const back = done(model, inside, 'work', { ok: true });
  t.strictSame(waiting(back.state), ['task other']);
  t.match(back.opened, [{ elementId: 'other', calledProcess: null }], 'the flow of the caller, by its own condition');
  t.strictSame(trace(back).slice(-10), [
    'element.entered end',
    'element.completed end',
    'timer.cancelled limit',
    'element.completed call',
    'flow.taken call-choice',
    'element.entered choice',
    'element.completed choice',
    'flow.taken choice-other',
    'element.entered other',
    'task.created other',
  ]);
  t.strictSame(back.state.scopes, []);
});

t.test('variables belong to the whole case', async (t) => {
  const inside = done(model, started(model, { ok: false }), 'work');
  const still = done(model, inside, 'work');
  t.match(still.opened, [{ elementId: 'other', calledProcess: 'review' }], 'the called process reads them');
  t.equal(done(model, still, 'other').status, 'completed', 'and the caller reads them again');
});

t.test('an interrupting boundary event ends the called process', async (t) => {
  const inside = done(model, started(model), 'work');
  const dueAt = '2026-03-06T09:00:00.000Z';
  const fire = { type: 'fire', wait: waitAt(inside.state, 'limit'), dueAt, provisional: false } as const;
  const late = after(model, inside, [fire]);
  t.match(late.events.slice(0, 4), [
    { type: 'timer.fired', elementId: 'limit' },
    { type: 'task.cancelled', elementId: 'work', calledProcess: 'review' },
    { type: 'element.cancelled', elementId: 'work', calledProcess: 'review' },
    { type: 'element.cancelled', elementId: 'call' },
  ]);
  t.match(late.opened, [{ elementId: 'other', calledProcess: null }]);
});

t.test('calls nest, through sub-processes too', async (t) => {
  const middle = processModel(
    {
      start: { type: 'startEvent' },
      sub: { type: 'subProcess' },
      in: { type: 'startEvent', scope: 'sub' },
      call: { type: 'callActivity', calledElement: 'review', scope: 'sub' },
    },
    ['start -> sub', 'in -> call'],
    'middle',
  );
  const top = processModel(
    {
      start: { type: 'startEvent' },
      call: { type: 'callActivity', calledElement: 'middle' },
      again: { type: 'callActivity', calledElement: 'review' },
    },
    ['start -> call', 'call -> again'],
  );
  const nested = caseModel(top, middle, review);
  const inside = started(nested, { ok: true });
  t.match(inside.opened, [{ elementId: 'work', calledProcess: 'review' }]);
  t.equal(inside.state.scopes.length, 3);
  const second = done(nested, inside, 'work');
  t.match(second.opened, [{ elementId: 'work', calledProcess: 'review' }]);
  t.equal(second.state.scopes.length, 1);
  t.equal(done(nested, second, 'work').status, 'completed');
});

t.test('a process that calls itself stops at a depth with an incident', async (t) => {
  const self = processModel(
    { start: { type: 'startEvent' }, call: { type: 'callActivity', calledElement: 'self' } },
    ['start -> call'],
    'self',
  );
  const stopped = started(caseModel(self, self));
  t.equal(stopped.state.scopes.length, maxDepth);
  t.match(stopped.opened, [{ kind: 'incident', elementId: 'call', incident: { code: 'limit-reached' } }]);
});

t.test('a process that is not bound is a fault of the caller', async (t) => {
  t.throws(() => done(caller, started(caller), 'work'), /process is not bound to the process review/);
});
