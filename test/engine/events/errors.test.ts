import t from 'tap';
import { after, processModel, started, trace, waitAt, waiting, type Shape } from '../models.ts';
import type { Advanced, EngineCommand } from '../../../src/engine/state.ts';

const guarded = (task: Shape) =>
  processModel(
    {
      start: { type: 'startEvent' },
      sub: { type: 'subProcess' },
      in: { type: 'startEvent', scope: 'sub' },
      step: { ...task, scope: 'sub' },
      refused: { type: 'boundaryEvent', attachedTo: 'step', interrupting: true, catches: 'refused', scope: 'sub' },
      broken: { type: 'boundaryEvent', attachedTo: 'sub', interrupting: true, catches: 'broken' },
      mend: { type: 'userTask', scope: 'sub' },
      outside: { type: 'userTask' },
    },
    ['start -> sub', 'in -> step', 'refused -> mend', 'broken -> outside'],
  );
const throwAt = (from: Advanced, code: string): EngineCommand => ({
  type: 'throw',
  wait: waitAt(from.state, 'step'),
  code,
  variables: { why: 'so' },
});

for (const task of [{ type: 'userTask' }, { type: 'serviceTask', service: { topic: 'work' } }] as const) {
  void t.test(`an error at a ${task.type} is caught by its own boundary, or around`, (t) => {
    const model = guarded(task);
    const begun = started(model);
    const own = after(model, begun, [throwAt(begun, 'refused')]);
    t.same([waiting(own.state), own.changed], [['task mend'], { why: 'so' }]);
    const kind = task.type === 'userTask' ? 'task' : 'service';
    t.same(trace(own).slice(0, 4), [
      `${kind}.completed step`,
      'error.thrown step',
      'element.cancelled step',
      'error.caught refused',
    ]);
    t.same(own.closed, [{ no: 1, as: 'completed' }]);
    const around = after(model, begun, [throwAt(begun, 'broken')]);
    t.same([waiting(around.state), around.state.scopes], [['task outside'], []]);
    t.end();
  });

  void t.test(`an error at a ${task.type} that nobody catches is an incident; retried, the work is done again`, (t) => {
    const model = guarded(task);
    const begun = started(model);
    const stopped = after(model, begun, [throwAt(begun, 'unknown')]);
    t.match(stopped.opened, [{ kind: 'incident', incident: { code: 'uncaught-error', message: /unknown.*step/ } }]);
    const again = after(model, stopped, [{ type: 'retry', wait: waitAt(stopped.state, 'step') }]);
    t.same(waiting(again.state), waiting(begun.state));
    t.end();
  });
}

void t.test('nothing is thrown at what is no task', (t) => {
  const model = guarded({ type: 'receiveTask', message: 'm' });
  const begun = started(model);
  t.throws(() => after(model, begun, [throwAt(begun, 'refused')]), /does not apply/);
  t.end();
});
