import t from 'tap';
import { readJson } from '../../src/http/readJson.ts';
import { Refused } from '../../src/http/refused.ts';

const read = (text: string | Buffer) => readJson(Buffer.isBuffer(text) ? text : Buffer.from(text, 'utf8'));

function refused(text: string | Buffer): { code: string; pointer: string | undefined } {
  try {
    read(text);
  } catch (error) {
    if (error instanceof Refused) return { code: error.told.code, pointer: error.told.errors?.[0]?.pointer };
    throw error;
  }
  return { code: 'accepted', pointer: undefined };
}

t.test('JSON is read as it is', (t) => {
  const value = { a: [1, -2.5, 1e-7, true, null], 名: '张三 😀', '': {}, constructor: 'builder' };
  t.same(read(JSON.stringify(value)), value);
  t.equal(read('"text"'), 'text');
  t.equal(read('null'), null);
  t.equal(read('9007199254740991'), 9007199254740991);
  t.end();
});

t.test('minus zero becomes zero, wherever it stands', (t) => {
  t.ok(Object.is(read('-0'), 0));
  t.ok(Object.is((read('{"a":[-0]}') as { a: number[] }).a[0], 0));
  t.end();
});

t.test('what cannot be kept is refused, with a pointer to it', (t) => {
  t.same(refused('{"a":{"b/c~d":"x\\u0000y"}}'), { code: 'bad-request', pointer: '/a/b~1c~0d' });
  t.same(refused('{"a":["\\ud800"]}'), { code: 'bad-request', pointer: '/a/0' });
  t.same(refused('{"\\udc00":1}').code, 'bad-request');
  t.same(refused('{"a\\u0000":1}'), { code: 'bad-request', pointer: '/a' });
  t.same(refused('{"a":1e400}'), { code: 'bad-request', pointer: '/a' });
  t.same(refused('{"a":-1e400}').code, 'bad-request');
  t.same(refused('{"id":110101199003070000123}'), { code: 'bad-request', pointer: '/id' });
  t.same(refused('{"a":{"__proto__":{"admin":true}}}'), { code: 'bad-request', pointer: '/a/__proto__' });
  t.same(refused('"\\u0000"'), { code: 'bad-request', pointer: '' });
  t.end();
});

t.test('64 levels are read, a 65th is refused, and a very deep text costs no stack', (t) => {
  const nested = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
  t.equal(refused(nested(64)).code, 'accepted');
  t.equal(refused(nested(65)).code, 'bad-request');
  t.equal(refused(nested(500_000)).code, 'bad-request');
  t.end();
});

t.test('text that is no JSON, or no UTF-8, is refused', (t) => {
  for (const text of ['', '{"a":', '{a:1}', "{'a':1}", '[1,]', 'NaN', '{"a":1}}', '\u0000']) {
    t.equal(refused(text).code, 'bad-request', JSON.stringify(text));
  }
  t.equal(refused(Buffer.from([0x22, 0xd5, 0xc5, 0x22])).code, 'bad-request', 'GBK');
  t.equal(refused(Buffer.from('\ufeff{}', 'utf16le')).code, 'bad-request', 'UTF-16');
  t.end();
});
