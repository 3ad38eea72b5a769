import t from 'tap';
import { after, done, processModel, started, trace, waitAt, waiting, type Shape } from '../models.ts';

const task: Shape = { type: 'userTask' };
const scripted = (script: string) =>
  processModel({ start: { type: 'startEvent' }, reckon: { type: 'scriptTask', script }, next: task }, [
    'start -> reckon',
    'reckon -> next',
  ]);

t.test('an abstract task is passed through, on the record', async (t) => {
  const model = processModel({ start: { type: 'startEvent' }, step: { type: 'task' }, next: task }, [
    'start -> step',
    'step -> next',
  ]);
  const first = started(model);
  t.strictSame(trace(first).slice(4, 7), ['element.entered step', 'element.completed step', 'flow.taken step-next']);
  t.strictSame(waiting(first.state), ['task next']);
});

t.test('the entries of the context that a script answers become variables', async (t) => {
  const first = started(scripted('{fee: amount * 2, isBig: fee > 10}'), { amount: 7 });
  t.strictSame(first.state.variables, { amount: 7, fee: 14, isBig: true });
  t.match(first.changed, { fee: 14, isBig: true });
  t.strictSame(waiting(first.state), ['task next']);
});

t.test('a script without a context as its result stops with an incident and runs again on retry', async (t) => {
  for (const [script, message] of [
    ['{fee: amount}', /amount/],
    ['amount', /amount/],
    ['42', /no context/],
    ['[1, 2]', /no context/],
    ['null', /no context|null/],
  ] as const) {
    const model = scripted(script);
    const first = started(model);
    t.match(
      first.opened,
      [{ kind: 'incident', elementId: 'reckon', incident: { code: 'script-failed', message } }],
      script,
    );
    const again = after(model, first, [{ type: 'retry', wait: waitAt(first.state, 'reckon') }]);
    t.match(again.opened, [{ kind: 'incident', incident: { code: 'script-failed' } }], script);
    t.equal(again.state.waits.length, 1);
  }
  const fork = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      set: task,
      reckon: { type: 'scriptTask', script: '{fee: amount}' },
      next: task,
    },
    ['start -> split', 'split -> set', 'split -> reckon', 'reckon -> next'],
  );
  const stopped = started(fork);
  const ready = done(fork, stopped, 'set', { amount: 3 });
  const again = after(fork, ready, [{ type: 'retry', wait: waitAt(ready.state, 'reckon') }]);
  t.strictSame(waiting(again.state), ['task next']);
  t.equal(again.state.variables['fee'], 3);
});
