import t from 'tap';
import { accepted, bodyOf, monday, person, withOtherKey } from '../helpers/casebook.ts';
import { decidedBy, definition, version } from './definitions.ts';
import { retireDefinition } from '../../src/commands/retireDefinition.ts';

const amy = person('amy', 'activator');
const dora = person('dora', 'designer', 'activator');
const asked = { id: 'v1', reason: 'superseded by the order of 1 March' };

t.test('a second person retires a version; the others stay as they are', async (t) => {
  const snapshot = definition([version(1, { status: 'active' }), version(2)]);
  const changeset = accepted(retireDefinition(snapshot, asked, decidedBy(amy, monday)));
  t.strictSame(changeset.setStatus, [{ id: 'v1', from: 'active', to: 'retired' }]);
  t.match(changeset, { insert: null, expected: 2, answer: { id: 'v1', status: 'retired' } });
  t.match(bodyOf(changeset), { command: 'retireDefinition', seq: 3, facts: { id: 'v1', reason: asked.reason } });
});

t.test('who deployed a version does not retire it, by no key', async (t) => {
  const snapshot = definition([version(1, { status: 'active' })]);
  for (const actor of [dora, withOtherKey(dora)]) {
    t.match(retireDefinition(snapshot, asked, decidedBy(actor, monday)), { code: 'four-eyes' });
  }
});

t.test('retiring what is retired changes nothing', async (t) => {
  const snapshot = definition([version(1, { status: 'retired' })]);
  t.match(retireDefinition(snapshot, asked, decidedBy(amy, monday)), { kind: 'unchanged', answer: { id: 'v1' } });
});

t.test('only activators and administrators retire, and only what there is', async (t) => {
  const snapshot = definition([version(1)]);
  t.match(retireDefinition(snapshot, asked, decidedBy(person('l', 'leader'), monday)), { code: 'forbidden' });
  t.match(retireDefinition(snapshot, { ...asked, id: 'v9' }, decidedBy(amy, monday)), { code: 'not-found' });
});
