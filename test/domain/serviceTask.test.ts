import t from 'tap';
import { backOffSeconds, maxAttempts, requireLease } from '../../src/domain/serviceTask.ts';
import { leased, monday, oneService, startedCase } from '../helpers/casebook.ts';

const until = '2026-03-02T01:05:00.000Z';
const task = leased(startedCase(oneService), 'hanna', 7, until).waits[0]!;

t.test('a lease holds for its person until its last millisecond is over', async (t) => {
  t.equal(requireLease(task, { personId: 'hanna', lease: 7 }, monday), undefined);
  t.equal(requireLease(task, { personId: 'hanna', lease: null }, '2026-03-02T01:04:59.999Z'), undefined);
  t.match(requireLease(task, { personId: 'hanna', lease: 7 }, until), { code: 'lease-lost', detail: /fetch again/ });
});

t.test('the number alone does not make a holder, nor does the person with an older number', async (t) => {
  t.match(requireLease(task, { personId: 'bert', lease: 7 }, monday), { code: 'lease-lost' });
  t.match(requireLease(task, { personId: 'bert', lease: null }, monday), { code: 'lease-lost' });
  t.match(requireLease(task, { personId: 'hanna', lease: 6 }, monday), { code: 'lease-lost' });
  t.match(requireLease(task, { personId: 'hanna', lease: 8 }, monday), { code: 'lease-lost' });
});

t.test('what nobody has fetched nobody holds', async (t) => {
  t.match(requireLease({ ...task, lease: null }, { personId: 'hanna', lease: null }, monday), { code: 'lease-lost' });
});

t.test('failures are repeated after 5, 25 and 125 seconds, and never later than after an hour', async (t) => {
  t.strictSame([1, 2, 3].map(backOffSeconds), [5, 25, 125]);
  t.equal(maxAttempts, 3);
  t.ok(backOffSeconds(1_000) <= 3_600);
});
