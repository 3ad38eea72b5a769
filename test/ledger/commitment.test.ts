import { createHash } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { commit, commitmentOf } from '../../src/ledger/commitment.ts';
import type { Json } from '../../src/domain/json.ts';

const salt = '000102030405060708090a0b0c0d0e0f';

t.test('a commitment hashes label, name, salt and canonical value', async (t) => {
  const { personal, commitment } = commit('applicant', { name: '张三', age: 41 }, salt);
  t.strictSame(personal, { name: 'applicant', value: '{"age":41,"name":"张三"}', salt });
  const bytes = Buffer.concat([
    Buffer.from('field-v1\0applicant\0', 'ascii'),
    Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
    Buffer.from('{"age":41,"name":"张三"}', 'utf8'),
  ]);
  t.equal(commitment, createHash('sha256').update(bytes).digest('hex'));
  // the same by Python's hashlib
  t.equal(commitment, '8af3fb7009c44e4c4cec55bfaad8a3a084672350c6b664fa3c1c438233f8d9bf');
  t.equal(commitmentOf('applicant', personal.value, salt), commitment);
});

t.test('another name, salt or value is another commitment', async () => {
  const value = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
  const salts = fc.stringMatching(/^[0-9a-f]{32}$/);
  const field = fc.tuple(
    fc.string({ maxLength: 5 }).filter((name) => !name.includes('\0')),
    value,
    salts,
  );
  fc.assert(
    fc.property(field, field, (one, other) => {
      const [a, b] = [commit(...one), commit(...other)];
      const same = JSON.stringify(a.personal) === JSON.stringify(b.personal);
      return (a.commitment === b.commitment) === same;
    }),
    { numRuns: 2_000 },
  );
});

t.test('a salt that is not 16 bytes hides nothing and is refused', async (t) => {
  for (const wrong of ['', 'zz', salt.slice(2), `${salt}00`, salt.replace('0f', '0g'), salt.toUpperCase()]) {
    t.throws(
      () => commitmentOf('applicant', '"x"', wrong),
      new RangeError('The salt of a commitment has to be 16 bytes in hex.'),
    );
  }
});
