import t from 'tap';
import { accepted, contextAt, monday, noAt, person, reloaded, startSnapshot } from '../helpers/casebook.ts';
import { addRecord } from '../../src/commands/addRecord.ts';
import { around } from '../fixtures/bpmn/build.ts';
import { blankLaw, relawed } from '../helpers/lawbook.ts';
import { codeOf } from '../domain/lawCast.ts';
import { completeTask } from '../../src/commands/completeTask.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import { startCase } from '../../src/commands/startCase.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { CaseSnapshot } from '../../src/domain/snapshot.ts';

const siteCheck = `<bpmn:userTask id="step"><bpmn:extensionElements><enf:step key="site-check" role="handler" officers="2"/>
  <enf:record item="R7-5" kind="text" required="true" continuous="false" template="site-record"/></bpmn:extensionElements></bpmn:userTask>`;
const reading = await parseDefinition(Buffer.from(around(siteCheck)));
if (!reading.ok) throw new Error(JSON.stringify(reading.findings));
const model = reading.model.processes['p']!;
const certificate = { kind: 'enforcement-certificate', number: 'A-1', from: '2020-01-01' } as const;
const officer = (id: string): Actor => ({ ...person(id, 'handler'), qualifications: [certificate] });
const note = { item: 'R7-5', kind: 'text', note: 'seen' } as const;

function begun(): CaseSnapshot {
  const snapshot = { ...startSnapshot(), rules: {} };
  const changeset = accepted(
    startCase(snapshot, { variables: {} }, contextAt(monday, model, person('clara', 'clerk'))),
  );
  return { ...reloaded(changeset), law: blankLaw() };
}
const complete = (snapshot: CaseSnapshot, who: Actor) => {
  const command = { no: noAt(snapshot, 'step'), variables: {}, records: [note], revision: null };
  return completeTask(snapshot, command, contextAt(monday, model, who));
};
const recorded = (snapshot: CaseSnapshot, who: Actor) =>
  addRecord(snapshot, { no: noAt(snapshot, 'step'), record: note, revision: null }, contextAt(monday, model, who));

t.test('a step of two officers is completed by one when another has put a record to it', async (t) => {
  const before = begun();
  t.match(complete(before, officer('hanna')), { code: 'record-missing', detail: /two officers/ });
  const own = relawed(accepted(recorded(before, officer('hanna'))), before);
  t.equal(codeOf(complete(own, officer('hanna'))), 'record-missing', 'a record of the same officer');
  const both = relawed(accepted(recorded(before, officer('bert'))), before);
  t.equal(codeOf(complete(both, officer('hanna'))), 'ok');
});

t.test('without a valid certificate nobody completes it, nor puts a record to it', async (t) => {
  const before = begun();
  t.match(complete(before, person('hanna', 'handler')), { code: 'forbidden', detail: /certificate/ });
  t.equal(codeOf(recorded(before, person('bert', 'handler'))), 'forbidden');
  const lapsed = { ...person('bert', 'handler'), qualifications: [{ ...certificate, to: '2026-03-01' }] };
  t.equal(codeOf(recorded(before, lapsed)), 'forbidden');
});
