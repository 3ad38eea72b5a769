import t from 'tap';
import type { Shape } from '../models.ts';
import { caseModel, processModel, started, trace, waiting } from '../models.ts';

const sub: Record<string, Shape> = {
  start: { type: 'startEvent' },
  sub: { type: 'subProcess' },
  in: { type: 'startEvent', scope: 'sub' },
  raise: { type: 'intermediateThrowEvent', escalation: 'late', scope: 'sub' },
  work: { type: 'userTask', scope: 'sub' },
  told: { type: 'userTask' },
};
const flows = ['start -> sub', 'in -> raise', 'raise -> work', 'caught -> told'];

void t.test('an escalation that nobody catches is on the record and goes by', (t) => {
  const at = started(processModel(sub, flows.slice(0, 3)));
  t.same(waiting(at.state), ['task work']);
  t.ok(trace(at).includes('escalation.thrown raise'));
  t.end();
});

void t.test('one that does not interrupt runs beside, one that does breaks off', (t) => {
  const beside = { type: 'boundaryEvent', attachedTo: 'sub', interrupting: false, escalation: 'late' } as const;
  t.same(waiting(started(processModel({ ...sub, caught: beside }, flows)).state), ['task told', 'task work']);
  const off = started(processModel({ ...sub, caught: { ...beside, interrupting: true } }, flows));
  t.same(waiting(off.state), ['task told']);
  t.same([off.state.scopes, off.state.tokens.length], [[], 1]);
  t.end();
});

void t.test('the code is asked before the event that catches every escalation; another code is not caught', (t) => {
  const any = { type: 'boundaryEvent', attachedTo: 'sub', interrupting: true, escalation: null } as const;
  const own = { ...any, escalation: 'late' } as const;
  const both = processModel({ ...sub, any, caught: own }, flows);
  t.same(waiting(started(both).state), ['task told']);
  const other = processModel({ ...sub, caught: { ...own, escalation: 'early' } }, flows);
  t.same(waiting(started(other).state), ['task work']);
  t.same(waiting(started(processModel({ ...sub, caught: any }, flows)).state), ['task told']);
  t.end();
});

void t.test('an escalation goes out of a called process, by an end event too', (t) => {
  const called = processModel(
    { cs: { type: 'startEvent' }, ce: { type: 'endEvent', escalation: 'late' } },
    ['cs -> ce'],
    'called',
  );
  const model = caseModel(
    processModel(
      {
        start: { type: 'startEvent' },
        call: { type: 'callActivity', calledElement: 'called' },
        caught: { type: 'boundaryEvent', attachedTo: 'call', interrupting: false, escalation: null },
        told: { type: 'userTask' },
        next: { type: 'userTask' },
      },
      ['start -> call', 'call -> next', 'caught -> told'],
    ),
    called,
  );
  t.same(waiting(started(model).state), ['task next', 'task told']);
  t.end();
});
