import t from 'tap';
import { after, done, processModel, started, trace, waitAt, waiting } from '../models.ts';

void t.test('a condition is asked when it begins to be waited for and when variables change', (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      fork: { type: 'parallelGateway' },
      enough: { type: 'intermediateCatchEvent', condition: 'amount > 100' },
      pay: { type: 'userTask' },
      more: { type: 'userTask' },
      next: { type: 'userTask' },
    },
    ['start -> fork', 'fork -> enough', 'fork -> pay', 'pay -> more', 'enough -> next'],
  );
  t.same(waiting(started(model, { amount: 101 }).state), ['task next', 'task pay']);
  const unset = started(model);
  t.same(waiting(unset.state), ['condition enough', 'task pay'], 'a variable that nobody has set is not yet known');
  const little = done(model, unset, 'pay', { amount: 100 });
  t.same(waiting(little.state), ['condition enough', 'task more']);
  const enough = done(model, little, 'more', { amount: 200 });
  t.same(waiting(enough.state), ['task next']);
  t.ok(trace(enough).includes('condition.met enough'));
  t.end();
});

void t.test('a condition that cannot be decided is an incident; retried, it is waited for again', (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      fork: { type: 'parallelGateway' },
      enough: { type: 'intermediateCatchEvent', condition: 'amount > 100' },
      pay: { type: 'userTask' },
      next: { type: 'userTask' },
    },
    ['start -> fork', 'fork -> enough', 'fork -> pay', 'enough -> next'],
  );
  const stopped = started(model, { amount: 'much' });
  t.same(waiting(stopped.state), ['incident enough', 'task pay']);
  t.match(stopped.opened, [{}, { incident: { code: 'undecidable-condition', message: /enough/ } }]);
  const retry = { type: 'retry', wait: waitAt(stopped.state, 'enough') } as const;
  t.same(waiting(after(model, stopped, [retry]).state), ['incident enough', 'task pay']);
  const mended = done(model, stopped, 'pay', { amount: 200 });
  t.same(waiting(mended.state), ['incident enough']);
  t.same(waiting(after(model, mended, [retry]).state), ['task next']);
  t.end();
});

void t.test('a boundary condition that does not interrupt happens each time that it becomes true', (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      fork: { type: 'parallelGateway' },
      task: { type: 'userTask' },
      high: { type: 'boundaryEvent', attachedTo: 'task', interrupting: false, condition: 'level > 5' },
      set: { type: 'userTask' },
      gate: { type: 'exclusiveGateway' },
      warn: { type: 'userTask' },
    },
    ['start -> fork', 'fork -> task', 'fork -> gate', 'gate -> set', 'set -> gate', 'high -> warn'],
  );
  let at = started(model, { level: 1 });
  const warnings: number[] = [];
  for (const level of [6, 7, 1, 9]) {
    at = done(model, at, 'set', { level });
    warnings.push(at.state.waits.filter((wait) => wait.at === 'warn').length);
  }
  t.same(warnings, [1, 1, 1, 2]);
  t.same(JSON.parse(JSON.stringify(at.state)), at.state);
  t.end();
});

void t.test('an interrupting boundary condition breaks its activity off', (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      fork: { type: 'parallelGateway' },
      sub: { type: 'subProcess' },
      in: { type: 'startEvent', scope: 'sub' },
      work: { type: 'userTask', scope: 'sub' },
      stop: { type: 'boundaryEvent', attachedTo: 'sub', interrupting: true, condition: 'stop = true' },
      other: { type: 'userTask' },
      after: { type: 'userTask' },
    },
    ['start -> fork', 'fork -> sub', 'fork -> other', 'in -> work', 'stop -> after'],
  );
  const stopped = done(model, started(model), 'other', { stop: true });
  t.same(waiting(stopped.state), ['task after']);
  t.same(stopped.state.scopes, []);
  t.end();
});

void t.test('a circle over a condition that is always true stops at the limit of steps', (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      gate: { type: 'exclusiveGateway' },
      always: { type: 'intermediateCatchEvent', condition: 'true' },
    },
    ['start -> gate', 'gate -> always', 'always -> gate'],
  );
  const at = started(model);
  t.match(at.opened, [{ kind: 'incident', incident: { code: 'limit-reached' } }]);
  t.end();
});
