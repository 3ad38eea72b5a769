import t from 'tap';
import { accepted, bodyOf, monday, person, withOtherKey } from '../helpers/casebook.ts';
import { activateDefinition } from '../../src/commands/activateDefinition.ts';
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
    { id: 'v2', from: 'deployed', to: 'active' },
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
    { id: 'v2', from: 'retired', to: 'active' },
  ]);
});

t.test('only activators and administrators activate, and only what there is', async (t) => {
  const snapshot = definition([version(2)]);
  t.match(activateDefinition(snapshot, asked, decidedBy(person('d', 'designer'), monday)), { code: 'forbidden' });
  t.match(activateDefinition(snapshot, { ...asked, id: 'v9' }, decidedBy(amy, monday)), { code: 'not-found' });
});
