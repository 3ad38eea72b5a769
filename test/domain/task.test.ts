import t from 'tap';
import {
  findOpenWait,
  requireCandidate,
  requireOutcome,
  requireRevision,
  requireRunning,
  requireUnclaimedByOthers,
  taskView,
} from '../../src/domain/task.ts';
import { monday, oneTask, person, startedCase } from '../helpers/casebook.ts';
import type { OpenWait } from '../../src/domain/wait.ts';

const snapshot = startedCase(oneTask);
const task: OpenWait = snapshot.waits[0]!;
const hanna = person('hanna', 'handler');

t.test('a wait is found by number and kind', async (t) => {
  t.equal(findOpenWait(snapshot, 'task', 1, 1), task);
  t.match(findOpenWait(snapshot, 'task', 2, 1), {
    code: 'not-found',
    detail: `There is no task ${snapshot.caseId}.2.`,
  });
  t.match(findOpenWait(snapshot, 'incident', 1, 1), { code: 'not-found' }, 'it is a task');
  const over = { ...snapshot, waits: [] };
  t.match(findOpenWait(over, 'task', 1, 1), { code: 'task-closed', detail: /read GET \/v1\/cases\/.*\/history/ });
});

t.test('only a running case is worked on', async (t) => {
  t.equal(requireRunning(snapshot), undefined);
  for (const status of ['suspended', 'completed', 'cancelled'] as const) {
    t.match(requireRunning({ ...snapshot, status }), { code: 'case-closed', detail: new RegExp(`is ${status};`) });
  }
});

t.test('a caller who names a revision has to name the newest', async (t) => {
  t.equal(requireRevision(snapshot, null), undefined);
  t.equal(requireRevision(snapshot, 1), undefined);
  t.match(requireRevision(snapshot, 0), { code: 'stale-revision', detail: /at revision 1, not 0; read it again/ });
  t.match(requireRevision(snapshot, 2), { code: 'stale-revision' });
});

t.test('a task with a role is for who holds it on the day', async (t) => {
  t.equal(requireCandidate(hanna, task, '2026-03-02'), undefined, 'no role asked');
  const forHandlers = { ...task, role: 'handler' };
  t.equal(requireCandidate(hanna, forHandlers, '2026-03-02'), undefined);
  t.match(requireCandidate(hanna, forHandlers, '2019-12-31'), { code: 'forbidden' }, 'not yet');
  t.match(requireCandidate(person('c', 'clerk'), forHandlers, '2026-03-02'), { detail: /for the role handler/ });
  t.match(requireCandidate(hanna, { ...task, role: 'nobody-holds-this' }, '2026-03-02'), { code: 'forbidden' });
});

t.test('a claimed task is for who claimed it', async (t) => {
  t.equal(requireUnclaimedByOthers(hanna, task), undefined);
  t.equal(requireUnclaimedByOthers(hanna, { ...task, assignee: 'hanna' }), undefined);
  t.match(requireUnclaimedByOthers(hanna, { ...task, assignee: 'bert' }), { code: 'task-claimed', detail: /bert/ });
});

t.test('an outcome is one of those that the step declares', async (t) => {
  t.equal(requireOutcome('examine', ['good', 'bad'], 'bad'), undefined);
  for (const outcome of ['great', '', 'GOOD', undefined]) {
    t.match(requireOutcome('examine', ['good', 'bad'], outcome), { code: 'invalid-outcome', detail: /good, bad/ });
  }
});

t.test('where a step declares none, an outcome is a key or absent', async (t) => {
  for (const outcome of [undefined, 'a', 'Accepted-2_b', `a${'b'.repeat(63)}`]) {
    t.equal(requireOutcome('examine', [], outcome), undefined);
  }
  for (const outcome of ['', '1a', 'with space', '张三', 'a\n', `a${'b'.repeat(64)}`]) {
    t.match(requireOutcome('examine', [], outcome), { code: 'invalid-outcome', detail: /letters, digits, - and _/ });
  }
});

t.test('a refused outcome is not repeated', async (t) => {
  t.notMatch(requireOutcome('examine', [], '张三')?.detail, /张三/);
  t.notMatch(requireOutcome('examine', ['good'], '张三')?.detail, /张三/);
});

t.test('a task is shown with its public id and whether it is claimed', async (t) => {
  const open = taskView('c', { ...task, role: 'handler', dueAt: monday, provisional: true }, null);
  t.match(open, { id: 'c.1', caseId: 'c', state: 'open', assignee: null, role: 'handler', provisional: true });
  t.match(open, { dueAt: monday, since: monday, elementId: 'examine', name: 'Name of examine' });
  t.match(taskView('c', task, 'hanna'), { state: 'claimed', assignee: 'hanna' });
});
