import t from 'tap';
import {
  accepted,
  bodyOf,
  contextAt,
  eventTypes,
  monday,
  noAt,
  oneTask,
  person,
  reloaded,
  startedCase,
  withLimit,
  withOtherKey,
} from '../helpers/casebook.ts';
import { claimTask } from '../../src/commands/claimTask.ts';
import { processModel, timer } from '../engine/models.ts';
import type { EngineState } from '../../src/engine/state.ts';

const hanna = person('hanna', 'handler');
const bert = person('bert', 'handler');
const first = { no: 1, revision: null };

t.test('claiming gives the task to the person, on the record and in the next revision', async (t) => {
  const before = startedCase(oneTask);
  const changeset = accepted(claimTask(before, first, contextAt(monday, oneTask, hanna)));
  t.match(changeset, { expected: 1, close: [], open: [], assign: [{ no: 1, assignee: 'hanna' }], status: 'running' });
  t.match(changeset.answer, { id: `${before.caseId}.1`, state: 'claimed', assignee: 'hanna', revision: 2 });
  t.match(bodyOf(changeset), { command: 'claimTask', actor: { person: 'hanna', key: 'key-hanna' }, prev: before.head });
  t.strictSame(bodyOf(changeset).events, [{ type: 'task.claimed', elementId: 'examine', wait: 1 }]);
  const after = reloaded(changeset, before);
  t.match(after.waits, [{ state: 'claimed', assignee: 'hanna' }]);
  t.equal((JSON.parse(after.state) as EngineState).events, bodyOf(changeset).firstEvent, 'the event is counted');
});

t.test('claiming once more changes nothing, by whichever key', async (t) => {
  const before = startedCase(oneTask);
  const claimed = reloaded(accepted(claimTask(before, first, contextAt(monday, oneTask, hanna))), before);
  const again = claimTask(claimed, first, contextAt(monday, oneTask, withOtherKey(hanna)));
  t.match(again, { kind: 'unchanged', answer: { state: 'claimed', assignee: 'hanna', revision: 2 } });
});

t.test('a task that somebody else has claimed is theirs', async (t) => {
  const before = startedCase(oneTask);
  const claimed = reloaded(accepted(claimTask(before, first, contextAt(monday, oneTask, hanna))), before);
  t.match(claimTask(claimed, first, contextAt(monday, oneTask, bert)), { code: 'task-claimed', detail: /hanna/ });
});

t.test('who may not work on the task may not claim it', async (t) => {
  const forHandlers = processModel({ start: { type: 'startEvent' }, examine: { type: 'userTask', role: 'handler' } }, [
    'start -> examine',
  ]);
  const before = startedCase(forHandlers);
  const claimAs = (actor: typeof hanna) => claimTask(before, first, contextAt(monday, forHandlers, actor));
  t.match(claimAs(person('mona', 'monitor')), { code: 'forbidden', detail: /task\.work/ });
  t.match(claimAs(person('clara', 'clerk')), { code: 'forbidden', detail: /for the role handler/ });
  t.match(claimAs(hanna), { kind: 'case' });
});

t.test('unknown, closed, stale and stopped are four answers', async (t) => {
  const before = startedCase(oneTask);
  const context = contextAt(monday, oneTask, hanna);
  t.match(claimTask(before, { no: 9, revision: null }, context), { code: 'not-found' });
  t.match(claimTask({ ...before, waits: [] }, first, context), { code: 'task-closed' });
  t.match(claimTask(before, { no: 1, revision: 9 }, context), { code: 'stale-revision', detail: /revision 1, not 9/ });
  t.match(claimTask({ ...before, status: 'suspended' }, first, context), { code: 'case-closed' });
});

t.test('the timer beside a task is no task', async (t) => {
  const before = startedCase(withLimit);
  const no = noAt(before, 'late', 'timer');
  t.match(claimTask(before, { no, revision: null }, contextAt(monday, withLimit, hanna)), { code: 'not-found' });
});

t.test('a limit that has passed comes first, for a repeated claim as well', async (t) => {
  const before = startedCase(withLimit);
  const command = { no: noAt(before, 'examine'), revision: null };
  const claimed = reloaded(accepted(claimTask(before, command, contextAt(monday, withLimit, hanna))), before);
  const onTheDot = contextAt('2026-03-02T02:00:00.000Z', withLimit, hanna);
  t.match(claimTask(before, command, onTheDot), { code: 'task-closed', detail: /A limit has passed/ });
  t.match(claimTask(claimed, command, onTheDot), { code: 'task-closed', detail: /A limit has passed/ });
});

t.test('a due timer that leaves the task open is fired in the same record', async (t) => {
  const reminded = processModel(
    {
      start: { type: 'startEvent' },
      examine: { type: 'userTask' },
      hint: { type: 'boundaryEvent', attachedTo: 'examine', interrupting: false, timer: timer('duration', 'PT1H') },
      remind: { type: 'userTask' },
    },
    ['start -> examine', 'hint -> remind'],
  );
  const before = startedCase(reminded);
  const command = { no: noAt(before, 'examine'), revision: null };
  const later = contextAt('2026-03-02T05:00:00.000Z', reminded, hanna);
  const changeset = accepted(claimTask(before, command, later));
  t.equal(eventTypes(changeset)[0], 'timer.fired');
  t.equal(eventTypes(changeset).at(-1), 'task.claimed');
  t.match(reloaded(changeset, before).waits, [{ assignee: 'hanna' }, { elementId: 'remind', assignee: null }]);
});
