import t from 'tap';
import { after, caseModel, done, processModel, started, trace, waitAt, waiting, type Shape } from './models.ts';

const task: Shape = { type: 'userTask' };
const inSub = <S extends Shape>(shape: S) => ({ ...shape, scope: 'sub' });

/** start → sub [ split → wait, split → go → out ] → next */
function withEnd(out: Shape, more: Record<string, Shape> = {}, flows: string[] = []) {
  return processModel(
    {
      start: { type: 'startEvent' },
      fork: { type: 'parallelGateway' },
      beside: task,
      sub: { type: 'subProcess' },
      in: inSub({ type: 'startEvent' }),
      split: inSub({ type: 'parallelGateway' }),
      wait: inSub(task),
      go: inSub(task),
      out: inSub(out),
      next: task,
      ...more,
    },
    [
      'start -> fork',
      'fork -> beside',
      'fork -> sub',
      'in -> split',
      'split -> wait',
      'split -> go',
      'go -> out',
    ].concat('sub -> next', flows),
  );
}

t.test('a terminate end inside a sub-process ends the sub-process, which completes', async (t) => {
  const model = withEnd({ type: 'endEvent', terminate: true });
  const end = done(model, started(model), 'go');
  t.strictSame(trace(end), [
    'task.completed go',
    'element.completed go',
    'flow.taken go-out',
    'element.entered out',
    'task.cancelled wait',
    'element.cancelled wait',
    'element.completed out',
    'element.completed sub',
    'flow.taken sub-next',
    'element.entered next',
    'task.created next',
  ]);
  t.strictSame(waiting(end.state), ['task beside', 'task next']);
});

t.test('a terminate end of the process ends the case, sub-processes and all', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      fork: { type: 'parallelGateway' },
      go: task,
      sub: { type: 'subProcess' },
      in: inSub({ type: 'startEvent' }),
      wait: inSub(task),
      stop: { type: 'endEvent', terminate: true },
    },
    ['start -> fork', 'fork -> go', 'fork -> sub', 'in -> wait', 'go -> stop'],
  );
  const end = done(model, started(model), 'go');
  t.equal(end.status, 'completed');
  t.strictSame(end.state.tokens, []);
  t.strictSame(end.state.scopes, []);
  t.strictSame(trace(end).slice(3), [
    'element.entered stop',
    'task.cancelled wait',
    'element.cancelled wait',
    'element.cancelled sub',
    'element.completed stop',
    'case.completed *',
  ]);
});

t.test('a terminate end of a called process ends the call, not the caller', async (t) => {
  const callee = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      wait: task,
      go: task,
      stop: { type: 'endEvent', terminate: true },
    },
    ['start -> split', 'split -> wait', 'split -> go', 'go -> stop'],
    'callee',
  );
  const caller = processModel(
    {
      start: { type: 'startEvent' },
      fork: { type: 'parallelGateway' },
      beside: task,
      call: { type: 'callActivity', calledElement: 'callee' },
      next: task,
    },
    ['start -> fork', 'fork -> beside', 'fork -> call', 'call -> next'],
  );
  const model = caseModel(caller, callee);
  const end = done(model, started(model), 'go');
  t.strictSame(waiting(end.state), ['task beside', 'task next']);
});

t.test('a token on its way when its scope is terminated leaves no trace of arrival', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      stop: { type: 'endEvent', terminate: true },
      never: task,
    },
    ['start -> split', 'split -> stop', 'split -> never'],
  );
  const end = started(model);
  t.equal(end.status, 'completed');
  t.notOk(trace(end).some((line) => line.endsWith(' never')));
});

const refused: Shape = { type: 'endEvent', throws: 'refused' };
const boundary = (attachedTo: string, catches: string | null): Shape => ({
  type: 'boundaryEvent',
  attachedTo,
  interrupting: true,
  catches,
});

t.test('an error breaks the sub-process off and leaves by the boundary event of its code', async (t) => {
  const more = { named: boundary('sub', 'refused'), other: boundary('sub', 'lost'), any: boundary('sub', null) };
  const model = withEnd(refused, { ...more, handled: task }, ['named -> handled', 'other -> next', 'any -> next']);
  const end = done(model, started(model), 'go');
  t.strictSame(trace(end).slice(3), [
    'element.entered out',
    'error.thrown out',
    'element.completed out',
    'task.cancelled wait',
    'element.cancelled wait',
    'element.cancelled sub',
    'error.caught named',
    'element.entered named',
    'element.completed named',
    'flow.taken named-handled',
    'element.entered handled',
    'task.created handled',
  ]);
  t.match(
    end.events.filter(({ type }) => type.startsWith('error')),
    [{ code: 'refused' }, { code: 'refused' }],
  );
  t.strictSame(waiting(end.state), ['task beside', 'task handled']);
  t.strictSame(end.state.scopes, []);
});

t.test('without an event for its code, one without a code catches it', async (t) => {
  const model = withEnd(refused, { other: boundary('sub', 'lost'), any: boundary('sub', null), handled: task }, [
    'other -> next',
    'any -> handled',
  ]);
  t.strictSame(waiting(done(model, started(model), 'go').state), ['task beside', 'task handled']);
});

t.test('the nearest activity that catches it is left, through sub-processes and calls', async (t) => {
  const callee = processModel(
    {
      start: { type: 'startEvent' },
      sub: { type: 'subProcess' },
      not: boundary('sub', 'other'),
      in: inSub({ type: 'startEvent' }),
      go: inSub(task),
      out: inSub(refused),
      never: task,
    },
    ['start -> sub', 'in -> go', 'go -> out', 'not -> never', 'sub -> never'],
    'callee',
  );
  const caller = processModel(
    {
      start: { type: 'startEvent' },
      outer: { type: 'subProcess' },
      far: boundary('outer', 'refused'),
      inner: { type: 'startEvent', scope: 'outer' },
      call: { type: 'callActivity', calledElement: 'callee', scope: 'outer' },
      near: { ...boundary('call', null), scope: 'outer' },
      handled: { ...task, scope: 'outer' },
      never: task,
    },
    ['start -> outer', 'inner -> call', 'near -> handled', 'far -> never', 'outer -> never'],
  );
  const model = caseModel(caller, callee);
  const end = done(model, started(model), 'go');
  t.strictSame(waiting(end.state), ['task handled']);
  t.equal(end.state.scopes.length, 1, 'the outer sub-process goes on');
  t.equal(done(model, end, 'handled').state.tokens[0]?.at, 'never', 'and completes as usual');
});

t.test('an error that nobody catches is an incident: the case never completes by it', async (t) => {
  const model = withEnd(refused, { other: boundary('sub', 'lost') }, ['other -> next']);
  const stuck = done(model, started(model), 'go');
  t.match(stuck.opened, [
    {
      kind: 'incident',
      elementId: 'out',
      incident: { code: 'uncaught-error', message: /error refused that out throws/ },
    },
  ]);
  const rest = done(model, done(model, stuck, 'wait'), 'beside');
  t.equal(rest.status, 'running');
  t.strictSame(waiting(rest.state), ['incident out']);
  const again = after(model, rest, [{ type: 'retry', wait: waitAt(rest.state, 'out') }]);
  t.strictSame(trace(again), ['incident.resolved out', 'incident.raised out']);
});

t.test('an error end of the process itself is caught by nobody', async (t) => {
  const model = processModel({ start: { type: 'startEvent' }, out: refused }, ['start -> out']);
  const stuck = started(model);
  t.equal(stuck.status, 'running');
  t.match(stuck.opened, [{ incident: { code: 'uncaught-error' } }]);
});

t.test('an error boundary event opens no wait', async (t) => {
  const model = withEnd({ type: 'endEvent' }, { any: boundary('sub', null) }, ['any -> next']);
  t.strictSame(waiting(started(model).state), ['task beside', 'task go', 'task wait']);
});
