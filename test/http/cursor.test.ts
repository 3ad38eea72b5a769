import t from 'tap';
import { cursorOf, readCursor } from '../../src/http/cursor.ts';

type Key = readonly [string, string, number];
const key: Key = ['2026-03-02T01:00:00.000Z', '01a20014-3bf6-7129-81c6-8c9f5c2eeccf', 7];
const read = (text: string | undefined) => readCursor<Key>(text, 'due', 'uuid', 'number');

t.test('a cursor names the place it was made of', (t) => {
  t.same(read(cursorOf(key)), key);
  t.same(read(cursorOf(['infinity', key[1], 7])), ['infinity', key[1], 7]);
  t.equal(read(undefined), null);
  t.end();
});

t.test('a text that is no cursor of the list is refused', (t) => {
  const others = [
    '',
    'abc',
    '***',
    'x'.repeat(5000),
    cursorOf([]),
    cursorOf([...key, 1]),
    cursorOf([key[0], 'no-uuid', 7]),
    cursorOf(['yesterday', key[1], 7]),
    cursorOf(['2026-13-02T01:00:00.000Z', key[1], 7]),
    cursorOf([key[0], key[1], 2_147_483_648]),
    cursorOf([key[0], key[1], -1]),
    cursorOf([key[0], key[1], 1.5]),
    Buffer.from('{"length":3}').toString('base64url'),
    Buffer.from('null').toString('base64url'),
    Buffer.from('[1,2').toString('base64url'),
  ];
  for (const text of others) t.throws(() => read(text), { message: /cursor is none/ }, text.slice(0, 40));
  t.end();
});
