import t from 'tap';
import { after, at, done, processModel, started, thursday, waitAt, waiting } from './models.ts';
import type { EngineContext } from '../../src/engine/state.ts';

const opinion = processModel(
  {
    start: { type: 'startEvent' },
    opinion: {
      type: 'userTask',
      outcomes: ['passed', 'returned', 'rejected'],
      law: { form: 'reviewOpinion', level: 1 },
    },
    go: { type: 'userTask' },
    mend: { type: 'userTask' },
    answer: { type: 'userTask' },
  },
  ['start -> opinion', 'opinion -> go : by passed', 'opinion -> mend : by returned', 'opinion -> answer : by rejected'],
);

t.test(
  'a task with outcome flows is left by exactly the flow of its outcome, and its wait says what it is',
  async (t) => {
    const asked = started(opinion);
    t.match(asked.opened, [{ elementId: 'opinion', form: 'reviewOpinion' }]);
    for (const [outcome, next] of [
      ['passed', 'go'],
      ['returned', 'mend'],
      ['rejected', 'answer'],
    ] as const) {
      const answered = after(opinion, asked, [
        { type: 'complete', wait: waitAt(asked.state, 'opinion'), variables: {}, outcome },
      ]);
      t.strictSame(waiting(answered.state), [`task ${next}`]);
      t.match(answered.opened, [{ elementId: next, form: null }]);
      t.notOk(
        answered.events.some((event) => event.conditions !== undefined),
        'the condition is for other engines',
      );
    }
  },
);

t.test('variables never stand in for the outcome', async (t) => {
  const asked = started(opinion, { outcome: 'passed' });
  const stopped = done(opinion, asked, 'opinion', { outcome: 'passed' });
  t.match(stopped.opened, [{ kind: 'incident', incident: { code: 'no-flow-to-take' } }]);
  const odd = after(opinion, asked, [
    { type: 'complete', wait: waitAt(asked.state, 'opinion'), variables: { outcome: 'passed' }, outcome: 'approved' },
  ]);
  t.strictSame(waiting(odd.state), ['incident opinion']);
  const again = after(opinion, stopped, [{ type: 'retry', wait: waitAt(stopped.state, 'opinion') }]);
  t.strictSame(waiting(again.state), ['task opinion'], 'the step is done again');
});

const scoped = processModel(
  {
    start: { type: 'startEvent' },
    scope: { type: 'serviceTask', service: { builtIn: 'scope' }, law: { form: 'scope', act: 'penalty' } },
    limit: { type: 'boundaryEvent', attachedTo: 'scope', interrupting: false, message: 'hurry' },
    review: { type: 'userTask' },
    decide: { type: 'userTask', law: { form: 'decision', act: 'penalty' } },
  },
  ['start -> scope', 'scope -> review : by required', 'scope -> decide : by notRequired'],
);

t.test('the scope is answered by who gives the command, and is left by the answer', async (t) => {
  const asked: unknown[] = [];
  const answering = (outcome: string, reviewLevels: number): EngineContext => {
    return at(thursday, {
      perform: (...question) => {
        asked.push(question);
        return { variables: { reviewLevels }, outcome };
      },
    });
  };
  const free = started(scoped, {}, answering('notRequired', 0));
  t.strictSame(waiting(free.state), ['task decide']);
  t.match(free.opened, [{ elementId: 'decide', form: 'decision' }]);
  t.strictSame(free.changed, { reviewLevels: 0, outcome: 'notRequired' });
  t.strictSame(
    free.events.find(({ type }) => type === 'service.completed'),
    { type: 'service.completed', elementId: 'scope', outcome: 'notRequired' },
  );
  t.strictSame(waiting(started(scoped, {}, answering('required', 2)).state), ['task review']);
  t.strictSame(asked[0], ['scope', 'scope', { form: 'scope', act: 'penalty' }]);
});

t.test('a scope that nobody answers, or that fails, is an incident; retry asks again', async (t) => {
  const nobody = started(scoped);
  t.strictSame(waiting(nobody.state), ['incident scope', 'message limit']);
  t.match(nobody.opened[0], { incident: { code: 'service-failed', message: /no catalogue/ } });
  const failing = at(thursday, { perform: () => ({ failed: 'there is no draft.', nextAction: 'Write it, retry.' }) });
  const failed = started(scoped, {}, failing);
  t.match(failed.opened[0], { incident: { message: /there is no draft/, nextAction: 'Write it, retry.' } });
  const free = at(thursday, { perform: () => ({ outcome: 'notRequired' }) });
  const retried = after(scoped, failed, [{ type: 'retry', wait: waitAt(failed.state, 'scope') }, free]);
  t.strictSame(waiting(retried.state), ['task decide']);
  const odd = started(scoped, {}, at(thursday, { perform: () => ({ variables: {} }) }));
  t.strictSame(waiting(odd.state), ['incident scope'], 'an answer without outcome takes no flow');
  t.match(odd.opened[0], { incident: { code: 'no-flow-to-take' } });
  const mended = after(scoped, odd, [{ type: 'retry', wait: waitAt(odd.state, 'scope') }, free]);
  t.strictSame(waiting(mended.state), ['task decide']);
});

t.test('other built-in services are performed as ever where the caller has no answer', async (t) => {
  const receipt = processModel(
    { start: { type: 'startEvent' }, receive: { type: 'serviceTask', service: { builtIn: 'record-receipt-day' } } },
    ['start -> receive'],
  );
  const names: string[] = [];
  const passing = at(thursday, { perform: (name) => void names.push(name) });
  t.match(started(receipt, {}, passing), { status: 'completed', changed: { receivedOn: '2026-03-05' } });
  t.strictSame(names, ['record-receipt-day']);
});
