import t from 'tap';
import { formatApiKey, parseApiKey } from '../../src/domain/apiKey.ts';

const secret = `${'a_-B9'.repeat(8)}xyz`;

t.test('a token is read back into its parts, underscores in the secret included', (t) => {
  const token = formatApiKey('qilin-1', '0123456789abcdef', secret);
  t.equal(token, `sz_qilin-1_0123456789abcdef_${secret}`);
  t.same(parseApiKey(token), { agencyId: 'qilin-1', keyId: '0123456789abcdef', secret });
  t.end();
});

t.test('a text of another form is no token', (t) => {
  const good = formatApiKey('qilin', '0123456789abcdef', secret);
  for (const text of [
    '',
    'sz_',
    good.slice(1),
    `${good}a`,
    good.slice(0, -1),
    good.replace('qilin', 'Qilin'),
    good.replace('0123', '012X'),
    `${good}\n`,
  ]) {
    t.equal(parseApiKey(text), undefined, JSON.stringify(text));
  }
  t.end();
});

t.test('a part of another form makes no token', (t) => {
  t.throws(() => formatApiKey('Qilin', '0123456789abcdef', secret), RangeError);
  t.throws(() => formatApiKey('qilin', '0123', secret), RangeError);
  t.throws(() => formatApiKey('qilin', '0123456789abcdef', 'short'), RangeError);
  t.end();
});
