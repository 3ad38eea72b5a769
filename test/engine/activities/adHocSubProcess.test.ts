import t from 'tap';
import { after, done, processModel, started, thursday, timer, trace, waitAt, waiting, type Shape } from '../models.ts';
import type { CaseModel } from '../../../src/bpmn/model.ts';

const task: Shape = { type: 'userTask' };
const inside = { scope: 'adhoc' };

interface AdHoc {
  sequential?: boolean;
  completionCondition?: string;
  cancelRemaining?: boolean;
}

function adHoc(more: AdHoc, shapes: Record<string, Shape>, flows: string[] = []): CaseModel {
  return processModel(
    { start: { type: 'startEvent' }, adhoc: { type: 'adHocSubProcess', ...more }, next: task, ...shapes },
    ['start -> adhoc', 'adhoc -> next', ...flows],
  );
}

const tasks: Record<string, Shape> = {
  a: { ...task, ...inside },
  b: { ...task, ...inside },
  c: { ...task, ...inside },
};

t.test(
  'what has no incoming flow is offered, again and again, until the condition holds; the rest is cancelled',
  async (t) => {
    for (const sequential of [false, true]) {
      const model = adHoc({ sequential, completionCondition: 'enough' }, tasks, ['b -> c']);
      const first = started(model, { enough: false });
      t.strictSame(waiting(first.state), ['task a', 'task b']);
      const again = done(model, first, 'a');
      t.strictSame(waiting(again.state), ['task a', 'task b']);
      const then = done(model, again, 'b');
      t.strictSame(waiting(then.state), ['task a', 'task b', 'task c']);
      const over = done(model, then, 'c', { enough: true });
      t.strictSame(waiting(over.state), ['task next']);
      t.strictSame([over.state.scopes, over.state.tokens.length], [[], 1]);
      t.strictSame(
        trace(over).filter((each) => each.startsWith('element.')),
        [
          'element.cancelled a',
          'element.cancelled b',
          'element.completed c',
          'element.completed adhoc',
          'element.entered next',
        ],
      );
    }
  },
);

t.test('without cancelling, what has begun is finished, and nothing follows it', async (t) => {
  const model = adHoc({ completionCondition: 'enough', cancelRemaining: false }, tasks, ['b -> c']);
  const first = started(model, { enough: true });
  const one = done(model, first, 'a');
  t.strictSame(waiting(one.state), ['task b']);
  t.match(one.state.scopes, [{ ended: true }]);
  t.strictSame(waiting(done(model, one, 'b').state), ['task next']);
});

t.test('without a condition each activity is performed once', async (t) => {
  const model = adHoc({}, tasks, ['b -> c']);
  const one = done(model, started(model), 'a');
  t.strictSame(waiting(one.state), ['task b']);
  const two = done(model, one, 'b');
  t.strictSame(waiting(two.state), ['task c']);
  t.strictSame(waiting(done(model, two, 'c').state), ['task next']);
});

t.test('a condition without an answer stops the activity that has completed', async (t) => {
  const model = adHoc({ completionCondition: 'enough' }, tasks);
  const stopped = done(model, started(model), 'a');
  t.match(stopped.opened, [{ kind: 'incident', elementId: 'a', incident: { code: 'undecidable-condition' } }]);
  const set = done(model, stopped, 'b', { enough: false });
  const again = after(model, set, [{ type: 'retry', wait: waitAt(set.state, 'a', 'incident') }]);
  t.strictSame(waiting(again.state), ['task a', 'task b', 'task c']);
});

t.test('flows and gateways inside order what they connect', async (t) => {
  const model = adHoc({ completionCondition: 'done' }, { ...tasks, join: { type: 'parallelGateway', ...inside } }, [
    'a -> join',
    'b -> join',
    'join -> c',
  ]);
  const one = done(model, started(model, { done: false }), 'a');
  t.strictSame(waiting(one.state), ['task a', 'task b']);
  const both = done(model, one, 'b');
  t.strictSame(waiting(both.state), ['task a', 'task b', 'task c']);
  t.strictSame(waiting(done(model, both, 'c', { done: true }).state), ['task next']);
});

t.test('sequential: while a sub-process inside is at work, nothing else is offered', async (t) => {
  const sub: Record<string, Shape> = {
    a: { ...task, ...inside },
    sub: { type: 'subProcess', ...inside },
    in: { type: 'startEvent', scope: 'sub' },
    s: { ...task, scope: 'sub' },
    call: { type: 'serviceTask', service: { topic: 'x' }, ...inside },
  };
  const model = adHoc({ sequential: true, completionCondition: 'enough' }, sub, ['in -> s']);
  const first = started(model, { enough: false });
  t.strictSame(waiting(first.state), ['task s']);
  const second = done(model, first, 's');
  t.strictSame(waiting(second.state), ['service call']);
  const third = done(model, second, 'call');
  t.strictSame(waiting(third.state), ['task a']);
  t.strictSame(waiting(done(model, third, 'a').state), ['task a']);
  const parallel = started(adHoc({ completionCondition: 'enough' }, sub, ['in -> s']), { enough: false });
  t.strictSame(waiting(parallel.state), ['service call', 'task a', 'task s']);
});

t.test('sequential: what follows an offered task takes the other offers back while it is performed', async (t) => {
  const model = adHoc(
    { sequential: true, completionCondition: 'enough' },
    { ...tasks, call: { type: 'serviceTask', service: { topic: 'x' }, ...inside } },
    ['a -> call', 'c -> b'],
  );
  const first = started(model, { enough: false });
  t.strictSame(waiting(first.state), ['task a', 'task c']);
  const busy = done(model, first, 'a');
  t.strictSame(waiting(busy.state), ['service call']);
  const free = done(model, busy, 'call');
  t.strictSame(waiting(free.state), ['task a', 'task c']);
  t.strictSame(waiting(done(model, free, 'c', { enough: true }).state), ['task next']);
  const cancelled = after(model, busy, [{ type: 'cancel' }]);
  t.strictSame(
    trace(cancelled).filter((each) => / [ac]$/.test(each)),
    [],
    'what is parked has not begun',
  );
});

t.test('what interrupts it cancels all inside', async (t) => {
  const limit: Shape = {
    type: 'boundaryEvent',
    attachedTo: 'adhoc',
    interrupting: true,
    timer: timer('duration', 'PT1H'),
  };
  const model = adHoc({ completionCondition: 'enough' }, { ...tasks, limit, late: task }, ['limit -> late']);
  const first = started(model);
  const wait = waitAt(first.state, 'limit');
  const late = after(model, first, [{ type: 'fire', wait, dueAt: thursday, provisional: false }]);
  t.strictSame([waiting(late.state), late.state.scopes, late.state.tokens.length], [['task late'], [], 1]);
});

t.test('instances of an ad-hoc sub-process, and of a task inside one', async (t) => {
  const many = {
    multiInstance: { sequential: false, cardinality: '2', input: null, output: null, completionCondition: null },
  };
  const outer = processModel(
    {
      start: { type: 'startEvent' },
      adhoc: { type: 'adHocSubProcess', ...many },
      a: { ...task, ...inside },
      next: task,
    },
    ['start -> adhoc', 'adhoc -> next'],
  );
  const one = done(outer, started(outer), 'a');
  t.strictSame(waiting(one.state), ['task a']);
  t.strictSame(waiting(done(outer, one, 'a').state), ['task next']);
  const within = adHoc({ completionCondition: 'true' }, { a: { ...task, ...inside, ...many } });
  const half = done(within, started(within), 'a');
  t.strictSame(waiting(half.state), ['task a']);
  t.strictSame(waiting(done(within, half, 'a').state), ['task next']);
});
