import t from 'tap';
import { isRefusal } from '../../src/domain/refusal.ts';
import { clockState } from '../../src/domain/clock.ts';
import { withClocks } from '../../src/commands/clockProgress.ts';
import { noWrites } from '../../src/commands/lawWrites.ts';
import { blankLaw } from '../helpers/lawbook.ts';
import { calendarOf, done, processModel, started, thursday } from '../engine/models.ts';
import type { Advanced } from '../../src/engine/state.ts';
import type { CaseModel, FlowNode } from '../../src/bpmn/model.ts';
import type { UserTask } from '../../src/bpmn/activityModel.ts';
import type { LawProgress } from '../../src/commands/lawProgress.ts';

/** Three instances, one after the other, of a step whose limit starts with it and stops when it is complete. */
function looped(): CaseModel {
  const multiInstance = { sequential: true, cardinality: '3', input: null, output: null, completionCondition: null };
  const model = processModel(
    { start: { type: 'startEvent' }, test: { type: 'userTask', multiInstance }, next: { type: 'userTask' } },
    ['start -> test', 'test -> next'],
  );
  const limit = { clock: 'test', limit: { count: 5, unit: 'workingDay' }, rolls: false, from: null, extension: null };
  const test: UserTask = {
    ...(model.nodes['test'] as UserTask),
    deadlines: [{ ...limit, basis: 'article 1', onBreach: 'overdue' } as UserTask['deadlines'][number]],
    clocks: [{ clock: 'test', event: 'stop' }],
  };
  return { ...model, nodes: { ...model.nodes, test } satisfies Record<string, FlowNode> };
}

t.test('a limit runs from the first instance of a step to the end of the last', async (t) => {
  const process = looped();
  let law: LawProgress = { caseId: 'c', procedure: 'p', facts: blankLaw(), writes: noWrites };
  const clocksAfter = (each: Advanced) => {
    const after = withClocks(law, { ...each, moment: thursday }, { process, calendar: calendarOf(2026) });
    if (isRefusal(after)) throw new Error(after.detail);
    law = after;
    return law.facts.clocks.map((clock) => [clock.id, clockState(clock)]);
  };
  let now = started(process);
  t.strictSame(clocksAfter(now), [['test', 'running']]);
  for (let instance = 1; instance < 3; instance += 1) {
    now = done(process, now, 'test');
    t.strictSame(clocksAfter(now), [['test', 'running']]);
  }
  t.strictSame(clocksAfter(done(process, now, 'test')), [['test', 'stopped']]);
});
