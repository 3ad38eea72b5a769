import t from 'tap';
import { advance } from '../../src/engine/advance.ts';
import { maxTokens } from '../../src/engine/incidents.ts';
import { after, at, processModel, started, thursday, timer, waitAt, waiting } from './models.ts';

t.test('a case that runs in a circle stops with an incident; retry goes on from there', async (t) => {
  const model = processModel({ start: { type: 'startEvent' }, a: { type: 'manualTask' }, b: { type: 'manualTask' } }, [
    'start -> a',
    'a -> b',
    'b -> a',
  ]);
  const context = at(thursday, { maxSteps: 10_000 });
  const done = advance(model, null, { type: 'start', variables: {} }, context);
  t.equal(done.opened[0]?.incident?.code, 'limit-reached');
  t.equal(done.events.filter((event) => event.type === 'element.entered').length, 10_000);
  const again = after(model, done, [{ type: 'retry', wait: 1 }, context]);
  t.equal(again.events.filter((event) => event.type === 'element.entered').length, 10_000);
  t.strictSame(waiting(again.state), waiting(done.state));
});

t.test('2,000 service tasks in a row are done in one command', async (t) => {
  const ids = Array.from({ length: 2_000 }, (_, index) => `s${index}`);
  const service = { type: 'serviceTask' as const, service: { builtIn: 'issue-receipt' } };
  const model = processModel(
    { start: { type: 'startEvent' as const }, ...Object.fromEntries(ids.map((id) => [id, service])) },
    ids.map((id, index) => `${index === 0 ? 'start' : `s${index - 1}`} -> ${id}`),
  );
  const done = started(model, {}, at(thursday, { maxSteps: 2_001 }));
  t.equal(done.status, 'completed');
  t.equal(done.state.variables['acceptedOn'], '2026-03-05');
});

t.test('every token that was still to move at the limit stops, and goes on when retried', async (t) => {
  const model = processModel(
    { start: { type: 'startEvent' }, split: { type: 'manualTask' }, a: { type: 'userTask' }, b: { type: 'userTask' } },
    ['start -> split', 'split -> a', 'split -> b'],
  );
  const stopped = started(model, {}, at(thursday, { maxSteps: 2 }));
  t.strictSame(waiting(stopped.state), ['incident a', 'incident b']);
  const done = after(model, stopped, [{ type: 'retry', wait: 1 }], [{ type: 'retry', wait: 2 }]);
  t.strictSame(waiting(done.state), ['task a', 'task b']);
});

t.test('a split beyond the number of tokens a case may have stops before it', async (t) => {
  const ids = Array.from({ length: maxTokens + 1 }, (_, index) => `u${index}`);
  const model = processModel(
    {
      start: { type: 'startEvent' as const },
      split: { type: 'manualTask' as const },
      ...Object.fromEntries(ids.map((id) => [id, { type: 'userTask' as const }])),
    },
    ['start -> split', ...ids.map((id) => `split -> ${id}`)],
  );
  const done = started(model);
  t.strictSame(waiting(done.state), ['incident split']);
  t.match(done.opened[0]?.incident, { code: 'limit-reached', message: /more than 1000 tokens/ });
});

t.test('a repeating timer stops adding tokens at the limit; retry arms its next firing', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      work: { type: 'userTask' },
      bell: { type: 'boundaryEvent', attachedTo: 'work', interrupting: false, timer: timer('cycle', 'R/PT1H') },
      ring: { type: 'userTask' },
      end: { type: 'endEvent' },
    },
    ['start -> work', 'bell -> ring', 'ring -> end'],
  );
  let done = started(model);
  let fired = 0;
  for (; done.state.waits.some((wait) => wait.kind === 'timer'); fired += 1) {
    const bell = done.opened.find((wait) => wait.kind === 'timer')!;
    done = after(model, done, [{ type: 'fire', wait: bell.no, dueAt: bell.dueAt!, provisional: false }]);
  }
  t.equal(fired, maxTokens);
  t.match(done.opened, [{ kind: 'incident', elementId: 'bell', incident: { code: 'limit-reached' } }]);
  const room = after(model, done, [{ type: 'complete', wait: waitAt(done.state, 'ring'), variables: {} }]);
  const retried = after(model, room, [{ type: 'retry', wait: waitAt(room.state, 'bell') }]);
  t.match(retried.opened, [{ kind: 'timer', elementId: 'bell', dueAt: /^2026-04-16T02:00/ }]);
});
