import t from 'tap';
import { registerPrefixOf, reviewLimitsOf } from '../../src/domain/agencyRules.ts';

t.test("an agency's own figures come before the general ones", async (t) => {
  const review = { days: 2, extensionDays: 1, basis: 'plan' };
  t.equal(reviewLimitsOf({ review }), review);
  t.match(reviewLimitsOf({}), { days: 3, extensionDays: 5, basis: '国办发〔2018〕118号' });
  t.equal(registerPrefixOf({ registers: { permit: '麒审许', penalty: '麒审罚' } }, 'permit'), '麒审许');
  t.equal(registerPrefixOf({}, 'penalty'), '罚');
});
