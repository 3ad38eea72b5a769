import t from 'tap';
import { agencyIdPattern, firstStaff, noAgencyLaw } from '../../src/domain/agency.ts';
import { isQualifiedOn, roles, rolesOn, type Actor } from '../../src/domain/people.ts';
import { legalDateOf } from '../../src/domain/legalTime.ts';

t.test('the first staff is one person for each role, at work from the first legal day', async (t) => {
  for (const at of ['2026-03-02T01:00:00.000Z', '2026-03-02T20:00:00.000Z']) {
    const staff = firstStaff(roles, at);
    t.strictSame(
      staff.map((person) => person.id),
      [...roles],
    );
    for (const { id, roles: held, qualifications } of staff) {
      const actor: Actor = { agencyId: 'a', personId: id, keyId: 'k', revision: 1, roles: held, qualifications };
      t.strictSame(rolesOn(actor, legalDateOf(at)), [id]);
    }
  }
});

t.test('officers begin with an enforcement certificate, the reviewer with a legal qualification', async (t) => {
  const qualified = (kind: 'enforcement-certificate' | 'legal-qualification') =>
    firstStaff(roles, '2026-03-02T01:00:00.000Z')
      .filter(({ id, qualifications }) => {
        const actor: Actor = { agencyId: 'a', personId: id, keyId: 'k', revision: 1, roles: [], qualifications };
        return isQualifiedOn(actor, kind, '2026-03-02');
      })
      .map((person) => person.id);
  t.strictSame(qualified('enforcement-certificate'), ['clerk', 'handler', 'leader']);
  t.strictSame(qualified('legal-qualification'), ['reviewer']);
});

t.test('an agency that has published nothing has no catalogue, so that everything is reviewed', async (t) => {
  t.strictSame(noAgencyLaw, { catalogue: null, rules: {} });
});

t.test('the id of an agency can stand in keys and paths', async (t) => {
  for (const id of ['qilin', 'a', '1', 'a-b-2', 'a'.repeat(63)]) t.match(id, agencyIdPattern);
  for (const id of ['', '-a', 'A', 'a_b', 'a/b', '麒麟', 'a\n', 'a'.repeat(64)]) t.notMatch(id, agencyIdPattern);
});
