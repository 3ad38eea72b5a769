import t from 'tap';
import {
  accepted,
  bodyOf,
  contextAt,
  leased,
  monday,
  noAt,
  oneService,
  person,
  startedCase,
} from '../helpers/casebook.ts';
import { addRecord } from '../../src/commands/addRecord.ts';
import { around } from '../fixtures/bpmn/build.ts';
import { blankLaw, contextFor, hanna, licenceCase, relawed } from '../helpers/lawbook.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import { processModel } from '../engine/models.ts';
import { throwServiceError } from '../../src/commands/serviceTasks.ts';
import { throwTaskError } from '../../src/commands/throwTaskError.ts';

const guarded = processModel(
  {
    start: { type: 'startEvent' },
    examine: { type: 'userTask', role: 'handler' },
    refused: { type: 'boundaryEvent', attachedTo: 'examine', interrupting: true, catches: 'refused' },
    end: { type: 'endEvent' },
    answer: { type: 'userTask' },
  },
  ['start -> examine', 'examine -> end', 'refused -> answer'],
);
const thrown = { no: 1, code: 'refused', variables: { why: 7 }, revision: null };

t.test('a task ends by an error, by whoever may do it, and the record says so', async (t) => {
  const before = startedCase(guarded);
  const changeset = accepted(throwTaskError(before, thrown, contextAt(monday, guarded, hanna)));
  t.same(changeset.close, [{ no: 1, as: 'completed' }], 'who throws it has handled the case');
  t.match(changeset.open, [{ elementId: 'answer' }]);
  t.match(bodyOf(changeset), {
    command: 'throwTaskError',
    variables: { why: 7 },
    events: [
      { type: 'task.completed', code: 'refused' },
      { type: 'error.thrown', elementId: 'examine', code: 'refused' },
      { type: 'element.cancelled' },
      { type: 'error.caught', elementId: 'refused', code: 'refused' },
    ],
  });
  const clerk = contextAt(monday, guarded, person('clara', 'clerk'));
  t.match(throwTaskError(before, thrown, clerk), { code: 'forbidden' });
  t.match(throwTaskError(before, { ...thrown, revision: 9 }, contextAt(monday, guarded, hanna)), {
    code: 'stale-revision',
  });
  t.match(throwTaskError(before, { ...thrown, no: 2 }, contextAt(monday, guarded, hanna)), { code: 'not-found' });
});

t.test('an error is no way around a step of the law', async (t) => {
  const licence = licenceCase();
  const [first] = licence.waits;
  const command = { ...thrown, no: first?.no ?? 0, variables: {} };
  t.match([first?.form, throwTaskError(licence, command, contextFor(hanna))], ['draft', { code: 'use-law-route' }]);
});

t.test('nor around its records; its code is a key, since it is recorded', async (t) => {
  const reading = await parseDefinition(
    Buffer.from(
      around(`<bpmn:userTask id="step"><bpmn:extensionElements><enf:step key="k" role="handler"/>
      <enf:record item="R7-5" kind="text" required="true" continuous="false" template="site-record"/></bpmn:extensionElements></bpmn:userTask>`),
    ),
  );
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings));
  const model = reading.model.processes['p']!;
  const before = { ...startedCase(model), law: blankLaw() };
  const command = { ...thrown, no: noAt(before, 'step'), variables: {} };
  const context = contextAt(monday, model, hanna);
  t.match(throwTaskError(before, command, context), { code: 'record-missing' });
  const note = { item: 'R7-5', kind: 'text', note: 'seen' } as const;
  const recorded = relawed(
    accepted(addRecord(before, { no: command.no, record: note, revision: null }, context)),
    before,
  );
  t.match(throwTaskError(recorded, { ...command, code: '张三 refused' }, context), { code: 'invalid-outcome' });
  t.match(accepted(throwTaskError(recorded, command, context)).open, [{ kind: 'incident' }]);
});

t.test('a worker ends a service task by an error while it holds the lease', async (t) => {
  const before = leased(startedCase(oneService), 'hanna', 1, '2026-03-02T02:00:00.000Z');
  const context = contextAt(monday, oneService, hanna);
  const command = { no: 1, lease: 1, code: 'refused', variables: {} };
  const changeset = accepted(throwServiceError(before, command, context));
  t.match(changeset.close, [{ no: 1, as: 'completed', leaseNo: before.waits[0]!.lease!.no }]);
  t.match(changeset.open, [{ kind: 'incident', incident: { code: 'uncaught-error' } }]);
  t.match(throwServiceError(before, { ...command, lease: 9 }, context), { code: 'lease-lost' });
});
