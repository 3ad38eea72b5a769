import t from 'tap';
import {
  accepted,
  bodyOf,
  contextAt,
  monday,
  noAt,
  oneTask,
  person,
  reloaded,
  startedCase,
  withLimit,
} from '../helpers/casebook.ts';
import { claimTask } from '../../src/commands/claimTask.ts';
import { completeTask } from '../../src/commands/completeTask.ts';
import { releaseTask } from '../../src/commands/releaseTask.ts';
import type { ProcessModel } from '../../src/bpmn/model.ts';

const hanna = person('hanna', 'handler');
const bert = person('bert', 'handler');

function claimedBy(actor: typeof hanna, process: ProcessModel) {
  const before = startedCase(process);
  const command = { no: noAt(before, 'examine'), revision: null };
  return {
    command,
    claimed: reloaded(accepted(claimTask(before, command, contextAt(monday, process, actor))), before),
  };
}

t.test('a released task is open to everybody again', async (t) => {
  const { claimed, command } = claimedBy(hanna, oneTask);
  const changeset = accepted(releaseTask(claimed, command, contextAt(monday, oneTask, hanna)));
  t.strictSame(changeset.assign, [{ no: 1, assignee: null }]);
  t.match(changeset.answer, { state: 'open', assignee: null, revision: 3 });
  t.match(bodyOf(changeset), { command: 'releaseTask', events: [{ type: 'task.released', wait: 1 }] });
  const released = reloaded(changeset, claimed);
  t.match(released.waits, [{ state: 'open', assignee: null }]);
  const done = completeTask(released, { ...command, variables: {} }, contextAt(monday, oneTask, bert));
  t.match(done, { status: 'completed' });
});

t.test('releasing what nobody holds changes nothing', async (t) => {
  const released = releaseTask(startedCase(oneTask), { no: 1, revision: null }, contextAt(monday, oneTask, hanna));
  t.match(released, { kind: 'unchanged', answer: { state: 'open', assignee: null, revision: 1 } });
});

t.test('nobody gives back what another person holds', async (t) => {
  const { claimed, command } = claimedBy(hanna, oneTask);
  t.match(releaseTask(claimed, command, contextAt(monday, oneTask, bert)), { code: 'task-claimed', detail: /hanna/ });
});

t.test('a limit that has passed comes first', async (t) => {
  const { claimed, command } = claimedBy(hanna, withLimit);
  const late = contextAt('2026-03-02T02:00:00.000Z', withLimit, hanna);
  t.match(releaseTask(claimed, command, late), { code: 'task-closed', detail: /A limit has passed/ });
});

t.test('unknown, stale and stopped are three answers', async (t) => {
  const { claimed } = claimedBy(hanna, oneTask);
  const context = contextAt(monday, oneTask, hanna);
  t.match(releaseTask(claimed, { no: 9, revision: null }, context), { code: 'not-found' });
  t.match(releaseTask(claimed, { no: 1, revision: 1 }, context), { code: 'stale-revision' });
  t.match(releaseTask({ ...claimed, status: 'cancelled' }, { no: 1, revision: null }, context), {
    code: 'case-closed',
  });
});
