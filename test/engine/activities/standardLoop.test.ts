import t from 'tap';
import {
  after,
  at,
  done,
  processModel,
  started,
  thursday,
  timer,
  trace,
  waitAt,
  waiting,
  type Shape,
} from '../models.ts';
import type { CaseModel } from '../../../src/bpmn/model.ts';
import type { StandardLoop } from '../../../src/bpmn/activityModel.ts';

const task: Shape = { type: 'userTask' };

function repeated(
  more: Partial<StandardLoop>,
  activity: Shape = task,
  inside: Record<string, Shape> = {},
  flows: string[] = [],
): CaseModel {
  const loop = { testBefore: false, maximum: null, condition: null, ...more };
  const shapes = { start: { type: 'startEvent' }, work: { ...activity, loop }, next: task, ...inside } as const;
  return processModel(shapes, ['start -> work', 'work -> next', ...flows]);
}

t.test('the activity is performed, and again while the condition holds after it', async (t) => {
  const model = repeated({ condition: 'again' });
  const first = started(model);
  t.strictSame(waiting(first.state), ['task work']);
  const second = done(model, first, 'work', { again: true });
  t.strictSame(trace(second), [
    'task.completed work',
    'element.completed work',
    'element.entered work',
    'task.created work',
  ]);
  t.match(second.opened, [{ loopCounter: 2 }]);
  const over = done(model, second, 'work', { again: false });
  t.strictSame(trace(over).slice(0, 4), [
    'task.completed work',
    'element.completed work',
    'element.completed work',
    'flow.taken work-next',
  ]);
  t.strictSame([waiting(over.state), over.state.scopes], [['task next'], []]);
});

t.test('tested before, it may not be performed at all', async (t) => {
  const model = repeated({ condition: 'open > 0', testBefore: true });
  t.strictSame(waiting(started(model, { open: 0 }).state), ['task next']);
  const one = done(model, started(model, { open: 1 }), 'work', { open: 0 });
  t.strictSame(waiting(one.state), ['task next']);
});

t.test('it is performed at most as often as its maximum', async (t) => {
  for (const [testBefore, condition] of [
    [false, null],
    [true, 'true'],
  ] as const) {
    const model = repeated({ maximum: 2, testBefore, condition });
    const second = done(model, started(model), 'work');
    t.strictSame(waiting(second.state), ['task work']);
    t.strictSame(waiting(done(model, second, 'work').state), ['task next']);
  }
});

t.test('loopCounter counts how often it has been performed', async (t) => {
  const after3 = repeated({ condition: 'loopCounter < 3' });
  let now = started(after3);
  for (let round = 1; round < 3; round += 1) now = done(after3, now, 'work');
  t.strictSame(waiting(now.state), ['task work']);
  t.strictSame(waiting(done(after3, now, 'work').state), ['task next']);
  const before = repeated({ condition: 'loopCounter < 1', testBefore: true });
  t.strictSame(waiting(done(before, started(before), 'work').state), ['task next']);
});

t.test('a condition without an answer stops the loop where it is asked', async (t) => {
  const before = repeated({ condition: 'again', testBefore: true });
  const stopped = started(before);
  t.match(stopped.opened, [
    { kind: 'incident', incident: { code: 'undecidable-condition', message: /loopCondition of work/ } },
  ]);
  const behind = repeated({ condition: 'again' });
  const later = done(behind, started(behind), 'work');
  t.match(later.opened, [{ kind: 'incident', loopCounter: 1, incident: { code: 'undecidable-condition' } }]);
  const corrected = { ...later, state: { ...later.state, variables: { again: true } } };
  const again = after(behind, corrected, [{ type: 'retry', wait: waitAt(later.state, 'work') }]);
  t.strictSame(waiting(again.state), ['task work']);
  t.strictSame(again.state.tokens.length, 2);
});

t.test('a sub-process is performed anew each time; what interrupts it ends the loop', async (t) => {
  const model = repeated(
    { condition: 'again' },
    { type: 'subProcess' },
    {
      in: { type: 'startEvent', scope: 'work' },
      a: { ...task, scope: 'work' },
      limit: { type: 'boundaryEvent', attachedTo: 'work', interrupting: true, timer: timer('duration', 'PT1H') },
      late: task,
    },
    ['in -> a', 'limit -> late'],
  );
  const second = done(model, started(model), 'a', { again: true });
  t.strictSame(waiting(second.state), ['task a', 'timer limit']);
  const wait = waitAt(second.state, 'limit');
  const late = after(model, second, [{ type: 'fire', wait, dueAt: thursday, provisional: false }]);
  t.strictSame([waiting(late.state), late.state.scopes, late.state.tokens.length], [['task late'], [], 1]);
});

t.test('a loop that never waits stops at the limit of steps', async (t) => {
  const model = repeated({ condition: 'true' }, { type: 'manualTask' });
  const stopped = started(model, {}, at(thursday, { maxSteps: 100 }));
  t.match(stopped.opened, [{ kind: 'incident', elementId: 'work', incident: { code: 'limit-reached' } }]);
});
