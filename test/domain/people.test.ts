import t from 'tap';
import {
  isQualifiedOn,
  requireOtherPerson,
  requirePermission,
  roles,
  rolesOn,
  type Action,
  type Actor,
  type HeldRole,
} from '../../src/domain/people.ts';

const today = '2026-03-02';

function actor(held: readonly HeldRole[], more: Partial<Actor> = {}): Actor {
  return { agencyId: 'qilin', personId: 'p', keyId: 'k', revision: 1, roles: held, qualifications: [], ...more };
}

/** Who may do what, the roles in the order of `roles`: x may, . may not. */
//            admin designer activator clerk handler reviewer leader publisher checker monitor
const matrix = {
  'definition.deploy': /*     */ 'x x . . . . . . . .',
  'definition.activate': /*   */ 'x . x . . . . . . .',
  'definition.read': /*       */ 'x x x x x x x x x x',
  'case.start': /*            */ 'x x . x x . x . . .',
  'case.read': /*             */ 'x x x x x x x x x x',
  'case.readPersonal': /*     */ 'x . . x x x x x x .',
  'case.message': /*          */ 'x . . x x x x . . .',
  'case.cancel': /*           */ 'x . . . x . x . . .',
  'draft.edit': /*            */ '. . . . x . x . . .',
  'review.request': /*        */ '. . . . x . . . . .',
  'review.work': /*           */ '. . . . . x . . . .',
  'review.rule': /*           */ '. . . . . . x . . .',
  'decision.revoke': /*       */ '. . . . . . x . . .',
  'decision.make': /*         */ '. . . . x . x . . .',
  'record.add': /*            */ 'x . . x x x x x x .',
  'task.work': /*             */ 'x x x x x x x x x .',
  'publication.redact': /*    */ '. . . . . . . x . .',
  'publication.approve': /*   */ '. . . . . . . . x .',
  'publication.withhold': /*  */ '. . . . . . . x x .',
  'publication.withdraw': /*  */ '. . . . . . x x . .',
  'service.work': /*          */ 'x . . . x . . . . .',
  'incident.repair': /*       */ 'x . . . . . x . . .',
  'monitor.read': /*          */ 'x x x x x x x x x x',
} satisfies Record<Action, string>;

for (const [action, row] of Object.entries(matrix) as [Action, string][]) {
  t.test(`${action} is for ${row}`, async (t) => {
    const cells = row.split(' ');
    t.equal(cells.length, roles.length);
    for (const [index, role] of roles.entries()) {
      const refused = requirePermission(actor([{ role, from: '2020-01-01' }]), action, today);
      if (cells[index] === 'x') t.equal(refused, undefined, role);
      else t.match(refused, { code: 'forbidden', detail: new RegExp(`^${action} needs one of the roles `) }, role);
    }
    t.match(requirePermission(actor([]), action, today), { code: 'forbidden' }, 'nobody without a role');
  });
}

t.test('a role holds from its first to its last day, both included', async (t) => {
  const held = (span: Omit<HeldRole, 'role'>, day: string) => rolesOn(actor([{ role: 'clerk', ...span }]), day);
  const march = { from: '2026-03-01', to: '2026-03-31' };
  t.strictSame(held(march, '2026-02-28'), []);
  t.strictSame(held(march, '2026-03-01'), ['clerk']);
  t.strictSame(held(march, '2026-03-31'), ['clerk']);
  t.strictSame(held(march, '2026-04-01'), []);
  t.strictSame(held({ from: today, to: today }, today), ['clerk'], 'for one day');
  t.strictSame(held({ from: '2026-03-01' }, '2999-12-31'), ['clerk'], 'without end');
  t.strictSame(held({ from: '2026-03-01', to: null }, '2999-12-31'), ['clerk'], 'without end');
});

t.test('one role among several is enough, one that has run out is none', async (t) => {
  const both = actor([
    { role: 'designer', from: '2020-01-01', to: '2026-03-01' },
    { role: 'monitor', from: '2020-01-01' },
  ]);
  t.equal(requirePermission(both, 'definition.deploy', '2026-03-01'), undefined);
  t.match(requirePermission(both, 'definition.deploy', today), { code: 'forbidden' });
  t.equal(requirePermission(both, 'monitor.read', today), undefined);
});

t.test('a qualification counts by its kind and on its days', async (t) => {
  const officer = actor([], {
    qualifications: [{ kind: 'enforcement-certificate', number: '53-1', from: '2026-01-01', to: '2026-03-02' }],
  });
  t.equal(isQualifiedOn(officer, 'enforcement-certificate', '2025-12-31'), false);
  t.equal(isQualifiedOn(officer, 'enforcement-certificate', '2026-01-01'), true);
  t.equal(isQualifiedOn(officer, 'enforcement-certificate', today), true);
  t.equal(isQualifiedOn(officer, 'enforcement-certificate', '2026-03-03'), false);
  t.equal(isQualifiedOn(officer, 'legal-qualification', today), false);
});

t.test('four eyes are two persons, whichever keys and roles they use', async (t) => {
  const earlier = { personId: 'p', act: 'deployed version 2' };
  const detail = 'The same person deployed version 2; another person has to do this step.';
  t.match(requireOtherPerson(actor([]), earlier), { code: 'four-eyes', detail });
  t.match(requireOtherPerson(actor([], { keyId: 'another' }), earlier), { code: 'four-eyes' });
  t.equal(requireOtherPerson(actor([], { personId: 'q' }), earlier), undefined);
});
