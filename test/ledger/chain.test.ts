import { createHash } from 'node:crypto';
import t from 'tap';
import { canonical, genesis, recordHash, seal } from '../../src/ledger/chain.ts';
import type { Json } from '../../src/domain/json.ts';
import type { RecordBody } from '../../src/domain/record.ts';

const body: RecordBody = {
  v: 1,
  agency: 'qilin',
  stream: 'case:c-1',
  seq: 1,
  prev: genesis,
  at: '2026-03-02T01:00:00.000Z',
  command: 'startCase',
  actor: { person: 'clara', key: 'k' },
  firstEvent: 1,
  events: [{ type: 'case.started' }],
  variables: { 名称: '麒麟', n: 1.5 },
};
/** The bytes as RFC 8785 has them, written by hand: keys in order, no blanks, text as it is. */
const bytes =
  '{"actor":{"key":"k","person":"clara"},"agency":"qilin","at":"2026-03-02T01:00:00.000Z","command":"startCase",' +
  `"events":[{"type":"case.started"}],"firstEvent":1,"prev":"${'0'.repeat(64)}","seq":1,"stream":"case:c-1","v":1,` +
  '"variables":{"n":1.5,"名称":"麒麟"}}';

t.test('a record is its canonical bytes and their hash under the label record-v1', async (t) => {
  const hash = createHash('sha256')
    .update(Buffer.concat([Buffer.from('record-v1', 'ascii'), Buffer.of(0), Buffer.from(bytes, 'utf8')]))
    .digest('hex');
  t.strictSame(seal(body), { streamId: 'case:c-1', seq: 1, hash, body: bytes });
  // the same by Python's hashlib
  t.equal(hash, '8809aad0da256beb289613619687d767b1d9b0d1eae923e00a672b46d3c1bde0');
  t.equal(recordHash(bytes), hash);
});

t.test('the order in which a body was put together does not matter, its content does', async (t) => {
  const reversed = Object.fromEntries(Object.entries(body).reverse()) as unknown as RecordBody;
  t.equal(seal(reversed).hash, seal(body).hash);
  t.not(seal({ ...body, seq: 2 }).hash, seal(body).hash);
  t.not(recordHash(`${bytes} `), recordHash(bytes));
});

t.test('canonical text is that of RFC 8785', async (t) => {
  const texts: [Json, string][] = [
    [[56, { d: true, '10': null, '1': [] }], '[56,{"1":[],"10":null,"d":true}]'],
    [
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    ],
    [[333333333.3333333, 1e30, 4.5, 0.002, 1e-27, -0], '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]'],
    ['\u20ac$\u000f\nA\'B"\\"/', '"\u20ac$\\u000f\\nA\'B\\"\\\\\\"/"'],
  ];
  for (const [value, text] of texts) t.equal(canonical(value), text);
  t.equal(canonical(JSON.parse('{"b":1,"__proto__":{"a":2}}') as Json), '{"__proto__":{"a":2},"b":1}');
});

t.test('what JSON cannot hold is no record', async (t) => {
  t.throws(() => canonical(Number.NaN));
  t.throws(() => canonical([Number.POSITIVE_INFINITY]));
  t.throws(() => canonical('half a pair: \ud83d'));
  t.throws(() => canonical({ '\ude00': 1 }));
  t.throws(() => canonical(undefined as unknown as Json), TypeError);
});
