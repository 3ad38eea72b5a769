import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { canonical, genesis, recordHash, seal } from '../../src/ledger/chain.ts';
import { verifyChain, type StoredRecord, type StreamHead } from '../../src/ledger/verifyChain.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
const streamId = 'case:c-1';

interface Chain {
  readonly records: readonly StoredRecord[];
  readonly head: StreamHead;
}

/** An intact chain, one record for each of the facts. */
function chainOf(facts: readonly Json[]): Chain {
  const records: StoredRecord[] = [];
  for (const [index, fact] of facts.entries()) {
    const sealed = seal({
      v: 1,
      agency: 'qilin',
      stream: streamId,
      seq: index + 1,
      prev: records.at(-1)?.hash ?? genesis,
      at: '2026-03-02T01:00:00.000Z',
      command: 'completeTask',
      actor: { person: 'hanna', key: 'k' },
      facts: { fact },
    });
    records.push({ ...sealed, agencyId: 'qilin' });
  }
  return { records, head: { seq: records.length, hash: records.at(-1)?.hash ?? genesis } };
}

const verify = ({ records, head }: Chain) => verifyChain(streamId, records, head);

const three = chainOf(['one', 'two', 'three']);

/** The chain with one record changed, everything else as it was. */
function changed({ records, head }: Chain, at: number, change: (record: StoredRecord) => StoredRecord): Chain {
  return { records: records.map((record, index) => (index === at ? change(record) : record)), head };
}

/** A forger's record: another body text, with the hash that belongs to it. */
function withBody(record: StoredRecord, body: string): StoredRecord {
  return { ...record, body, hash: recordHash(body) };
}

/** What a forger does who also moves the head along: only for the last record is that enough. */
function withHead(chain: Chain): Chain {
  return { ...chain, head: { seq: chain.records.length, hash: chain.records.at(-1)?.hash ?? genesis } };
}

function renamed(body: string, key: string): string {
  const { [key]: value, ...rest } = JSON.parse(body) as JsonObject;
  return canonical({ ...rest, [`${key}_`]: value ?? null });
}

t.test('an intact chain is intact', async (t) => {
  t.equal(verify(three), undefined);
  t.equal(verify(chainOf(['only'])), undefined);
});

t.test('each fault is told with stream, place and reason', async (t) => {
  const [first, second, third] = three.records as [StoredRecord, StoredRecord, StoredRecord];
  const told = (chain: Chain) => {
    const fault = verify(chain);
    return `${fault?.seq} ${fault?.reason}`;
  };
  const { head } = three;
  const edited = changed(three, 1, (record) => ({ ...record, body: record.body.replace('two', 'too') }));
  t.strictSame(verify(edited), { streamId, seq: 2, reason: 'the body does not match its hash' });
  t.equal(told({ records: [first, third], head }), '3 seq 2 is missing');
  t.equal(told({ records: [first, second], head }), '3 the head says 3 records, the stream holds 2');
  t.equal(told({ records: [second, first, third], head }), '2 seq 1 is missing');
  t.equal(told({ records: [first, first, second, third], head }), '1 seq 2 is missing');
  t.equal(told({ records: three.records, head: { seq: 3, hash: genesis } }), '3 the head has another hash');
  const forged = changed(three, 1, (record) => withBody(record, record.body.replace('two', 'too')));
  t.equal(told(forged), '3 the previous hash does not match the record before');
  const loose = changed(three, 2, (record) => withBody(record, `${record.body} `));
  t.equal(told(withHead(loose)), '3 the body is not canonical JSON');
  const moved = changed(three, 2, (record) => ({ ...record, agencyId: 'other' }));
  t.equal(told(moved), '3 the body belongs to another place');
  t.equal(
    told(changed(three, 0, (record) => ({ ...record, streamId: 'case:c-2' }))),
    '1 the record belongs to another stream',
  );
  t.match(verifyChain(streamId, three.records, null), { seq: 0, reason: /no owner that knows its head/ });
});

t.test('the records of one stream do not stand for another, even all of them', async (t) => {
  t.match(verifyChain('case:c-2', three.records, three.head), { streamId: 'case:c-2', seq: 1 });
  const relabelled = three.records.map((record) => ({ ...record, streamId: 'case:c-2' }));
  t.match(verifyChain('case:c-2', relabelled, three.head), { seq: 1, reason: 'the body belongs to another place' });
});

t.test('bodies that no record could have are tampering, never an error', async (t) => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const bodies = ['', ' ', 'null', '5', '"text"', '[]', '{}', '{', '\0', '{"a":1e400}', '{"a":"\\ud800"}', deep];
  bodies.push('{"seq":1,"seq":1}', '{"b":1,"a":2}', '{"__proto__":1}', `\ufeff${three.records[2]!.body}`);
  for (const body of bodies) {
    const fault = verify(withHead(changed(three, 2, (record) => withBody(record, body))));
    t.match(fault, { seq: 3, reason: /canonical|previous|another place/ }, JSON.stringify(body.slice(0, 40)));
  }
});

t.test('an empty stream is intact only where its head says so', async (t) => {
  t.equal(verifyChain(streamId, [], { seq: 0, hash: genesis }), undefined);
  t.match(verifyChain(streamId, [], { seq: 1, hash: genesis }), { reason: /holds 0/ });
  t.match(verifyChain(streamId, [], null), { seq: 0 });
});

const fact = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
const facts = fc.array(fact, { minLength: 1, maxLength: 7 });

/** Every change of one row, or of the rows' order and number; `at` and `to` differ where there are two records. */
type Mutation = (chain: Chain, at: number, to: number, dice: number) => Chain | null;
const mutations: Record<string, Mutation> = {
  'a byte of a body': (chain, at, _to, dice) =>
    changed(chain, at, (record) => {
      const bytes = Buffer.from(record.body, 'utf8');
      const place = dice % bytes.length;
      bytes[place] = (bytes[place] ?? 0) ^ (1 + (dice % 127));
      return { ...record, body: bytes.toString('latin1') };
    }),
  'a digit of a hash': (chain, at, _to, dice) =>
    changed(chain, at, (record) => {
      const place = dice % 64;
      const digit = ((Number.parseInt(record.hash[place] ?? '0', 16) + 1) % 16).toString(16);
      return { ...record, hash: record.hash.slice(0, place) + digit + record.hash.slice(place + 1) };
    }),
  'a record dropped': ({ records, head }, at) => ({ records: records.filter((_, index) => index !== at), head }),
  'the first ones dropped': ({ records, head }, at) => ({ records: records.slice(at + 1), head }),
  'the tail cut off': ({ records, head }, at) => ({ records: records.slice(0, at), head }),
  'a record twice': ({ records, head }, at, to) => ({ records: records.toSpliced(to, 0, records[at]!), head }),
  'a record added': (chain, _at, _to, dice) => {
    const body = canonical({ ...(JSON.parse(chain.records[0]!.body) as JsonObject), facts: { dice } });
    const added = { ...withBody(chain.records[0]!, body), seq: chain.records.length + 1 };
    return { ...chain, records: [...chain.records, added] };
  },
  'two in each other’s place': ({ records, head }, at, to) => {
    if (at === to) return null;
    return { records: records.with(at, records[to]!).with(to, records[at]!), head };
  },
  'two bodies exchanged': (chain, at, to) => {
    const { hash, body } = chain.records[to]!;
    return at === to ? null : changed(chain, at, (record) => ({ ...record, hash, body }));
  },
  'another stream': (chain, at) => changed(chain, at, (record) => ({ ...record, streamId: 'case:c-2' })),
  'another agency': (chain, at) => changed(chain, at, (record) => ({ ...record, agencyId: 'other' })),
  'another number': (chain, at, _to, dice) =>
    changed(chain, at, (record) => ({ ...record, seq: record.seq + 1 + (dice % 3) })),
  'a body that is reformatted, the head moved along': (chain) =>
    withHead(
      changed(chain, chain.records.length - 1, (record) =>
        withBody(record, JSON.stringify(JSON.parse(record.body), null, 1)),
      ),
    ),
  'a body with another order of keys, the head moved along': (chain) =>
    withHead(
      changed(chain, chain.records.length - 1, (record) => {
        const entries = Object.entries(JSON.parse(record.body) as JsonObject).reverse();
        return withBody(record, JSON.stringify(Object.fromEntries(entries)));
      }),
    ),
  'a body that is no JSON, the head moved along': (chain, _at, _to, dice) =>
    withHead(
      changed(chain, chain.records.length - 1, (record) =>
        withBody(record, record.body.slice(0, dice % record.body.length)),
      ),
    ),
  'another prev with a hash that fits, the head moved along': (chain, at, _to, dice) =>
    withHead(
      changed(chain, at, (record) => {
        const prev = recordHash(String(dice));
        return withBody(record, canonical({ ...(JSON.parse(record.body) as JsonObject), prev }));
      }),
    ),
  'a key renamed with a hash that fits, the head moved along': (chain, at, _to, dice) => {
    const key = ['prev', 'seq', 'stream', 'agency'][dice % 4]!;
    return withHead(changed(chain, at, (record) => withBody(record, renamed(record.body, key))));
  },
  'any key renamed with a hash that fits': (chain, at, _to, dice) =>
    changed(chain, at, (record) => {
      const keys = Object.keys(JSON.parse(record.body) as JsonObject);
      return withBody(record, renamed(record.body, keys[dice % keys.length]!));
    }),
  'another head': ({ records, head }, _at, _to, dice) => ({
    records,
    head: dice % 2 === 0 ? { ...head, seq: head.seq + 1 + (dice % 5) } : { ...head, hash: recordHash(String(dice)) },
  }),
};

t.test('no change of a row, of order or of number is missed', async (t) => {
  const tried: Record<string, number> = {};
  const property = fc.property(
    facts,
    fc.constantFrom(...Object.entries(mutations)),
    fc.nat(),
    fc.nat(),
    fc.nat(),
    (content, [name, mutate], first, second, dice) => {
      const chain = chainOf(content);
      const { length } = content;
      const mutated = mutate(chain, first % length, second % length, dice);
      fc.pre(mutated !== null);
      tried[name] = (tried[name] ?? 0) + 1;
      return verify(mutated) !== undefined;
    },
  );
  fc.assert(property, { numRuns: 5_000, seed });
  t.comment(`5000 mutations, 0 missed, seed ${seed}: ${JSON.stringify(tried)}`);
  t.strictSame(Object.keys(tried).sort(), Object.keys(mutations).sort(), 'every kind was tried');
});

t.test('an intact chain raises no alarm, whatever it says', async (t) => {
  fc.assert(
    fc.property(facts, (content) => verify(chainOf(content)) === undefined),
    { numRuns: 500, seed },
  );
  t.comment(`500 intact chains, no false alarm, seed ${seed}`);
});

t.test('malformed rows never make the check throw', async () => {
  const odd = fc.record({
    agencyId: fc.string(),
    streamId: fc.oneof(fc.constant(streamId), fc.string()),
    seq: fc.integer(),
    hash: fc.string(),
    body: fc.oneof(fc.string(), fc.json()),
  });
  const property = fc.property(fc.array(odd, { minLength: 1 }), (records) => {
    const sealed = records.map((record, index) => ({ ...withBody(record, record.body), streamId, seq: index + 1 }));
    const head = { seq: records.length, hash: sealed.at(-1)?.hash ?? genesis };
    return verifyChain(streamId, records, head) !== undefined && verifyChain(streamId, sealed, head) !== undefined;
  });
  fc.assert(property, { numRuns: 2_000, seed });
});
