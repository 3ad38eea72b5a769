import t from 'tap';
import { accepted, bodyOf, monday, person, withOtherKey } from '../helpers/casebook.ts';
import { activateDefinition } from '../../src/commands/activateDefinition.ts';
import { processModel } from '../engine/models.ts';
import { decidedBy, definition, version } from './definitions.ts';

const amy = person('amy', 'activator');
const dora = person('dora', 'designer', 'activator');
const asked = { id: 'v2', reason: 'approved on 1 March' };

t.test('a second person activates; the version that was active is retired first', async (t) => {
  const snapshot = definition([version(1, { status: 'active' }), version(2)]);
  const changeset = accepted(activateDefinition(snapshot, asked, decidedBy(amy, monday)));
  t.match(changeset, { kind: 'definition', key: 'permit', expected: 2, insert: null, actor: amy });
  t.strictSame(changeset.setStatus, [
    { id: 'v1', from: 'active', to: 'retired' },
    { id: 'v2', from: 'deployed', to: 'active', bindings: null },
  ]);
  t.match(changeset.answer, { id: 'v2', status: 'active' });
  const body = bodyOf(changeset);
  t.match(body, { command: 'activateDefinition', stream: 'definition:permit', seq: 3, prev: 'ab'.repeat(32) });
  t.match(body.facts, { id: 'v2', status: 'active', reason: 'approved on 1 March', retired: ['v1'] });
});

t.test('four eyes are two persons, not two keys', async (t) => {
  const snapshot = definition([version(2)]);
  for (const actor of [dora, withOtherKey(dora)]) {
    const refused = activateDefinition(snapshot, asked, decidedBy(actor, monday));
    t.match(refused, { code: 'four-eyes', detail: /The same person deployed version 2/ });
  }
});

t.test('activating what is active changes nothing, for whoever asks', async (t) => {
  const snapshot = definition([version(2, { status: 'active' })]);
  for (const actor of [amy, dora]) {
    const again = activateDefinition(snapshot, asked, decidedBy(actor, monday));
    t.match(again, { kind: 'unchanged', answer: { id: 'v2', status: 'active' } });
  }
});

t.test('a retired version can be put into force again', async (t) => {
  const snapshot = definition([version(2, { status: 'retired' }), version(3, { status: 'active' })]);
  const changeset = accepted(activateDefinition(snapshot, asked, decidedBy(amy, monday)));
  t.strictSame(changeset.setStatus, [
    { id: 'v3', from: 'active', to: 'retired' },
    { id: 'v2', from: 'retired', to: 'active', bindings: null },
  ]);
});

t.test('only activators and administrators activate, and only what there is', async (t) => {
  const snapshot = definition([version(2)]);
  t.match(activateDefinition(snapshot, asked, decidedBy(person('d', 'designer'), monday)), { code: 'forbidden' });
  t.match(activateDefinition(snapshot, { ...asked, id: 'v9' }, decidedBy(amy, monday)), { code: 'not-found' });
});

const caller = processModel(
  { start: { type: 'startEvent' }, call: { type: 'callActivity', calledElement: 'review' } },
  ['start -> call'],
  'permit',
);
const review = processModel({ start: { type: 'startEvent' } }, [], 'review');
const files = { 'sha-2': [caller], 'sha-r1': [review], 'sha-r2': [review] };
const active = (id: string, sha256: string) => ({ id, key: 'review', sha256 });
const bindings = (definitionId: string, sha256: string) => JSON.stringify({ review: { definitionId, sha256 } });

t.test('activation binds calls to the versions that are active now, and the record says so', async (t) => {
  const snapshot = { ...definition([version(2)]), active: [active('r1', 'sha-r1')] };
  const changeset = accepted(activateDefinition(snapshot, asked, decidedBy(amy, monday, files)));
  t.strictSame(changeset.setStatus, [{ id: 'v2', from: 'deployed', to: 'active', bindings: bindings('r1', 'sha-r1') }]);
  t.match(bodyOf(changeset).facts, { bindings: { review: { definitionId: 'r1', sha256: 'sha-r1' } } });
});

t.test('a version that calls what is not active is not activated', async (t) => {
  const refused = activateDefinition(definition([version(2)]), asked, decidedBy(amy, monday, files));
  t.match(refused, { code: 'callee-not-active', detail: /permit calls review/ });
});

t.test('activating an active version again binds it anew, by a second person', async (t) => {
  const bound = version(2, { status: 'active', bindings: bindings('r1', 'sha-r1') });
  const before = { ...definition([bound]), active: [active('r1', 'sha-r1')] };
  t.match(activateDefinition(before, asked, decidedBy(dora, monday, files)), { kind: 'unchanged' });
  const after = { ...before, active: [active('r2', 'sha-r2')] };
  t.match(activateDefinition(after, asked, decidedBy(dora, monday, files)), { code: 'four-eyes' });
  const changeset = accepted(activateDefinition(after, asked, decidedBy(amy, monday, files)));
  t.strictSame(changeset.setStatus, [{ id: 'v2', from: 'active', to: 'active', bindings: bindings('r2', 'sha-r2') }]);
});
