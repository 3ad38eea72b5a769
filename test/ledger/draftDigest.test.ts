import { createHash } from 'node:crypto';
import t from 'tap';
import type { DraftContent } from '../../src/domain/draft.ts';
import { draftDigest } from '../../src/ledger/draftDigest.ts';
import { content } from '../domain/lawCast.ts';

void t.test('the digest is SHA-256 over the tag and the canonical text', (t) => {
  const { kind, object, facts, evidence, basis, conclusion } = content({ amountFen: 20_000, kind: 'penalize' });
  const text =
    `{"amountFen":20000,"basis":[{"article":"${basis[0]?.article ?? ''}","title":"${basis[0]?.title ?? ''}"}],` +
    `"conclusion":"${conclusion}","evidence":[{"digest":"${evidence[0]?.digest ?? ''}","size":3}],` +
    `"facts":"${facts}","kind":"${kind}","object":"${object}"}`;
  const expected = createHash('sha256').update(`draft-v1\0${text}`, 'utf8').digest('hex');
  t.equal(draftDigest(content({ amountFen: 20_000, kind: 'penalize' })), expected);
  t.end();
});

void t.test('the order of members does not matter, every value does', (t) => {
  const reversed = Object.fromEntries(Object.entries(content()).reverse()) as DraftContent;
  t.equal(draftDigest(reversed), draftDigest(content()));
  const changes: Partial<DraftContent>[] = [
    { kind: 'refuse' },
    { object: '另一公司' },
    { facts: 'the premises fit ' },
    { evidence: [] },
    { basis: [{ title: '行政许可法', article: '39' }] },
    { discretion: 'lenient' },
    { conclusion: 'granted for a year' },
    { amountFen: 0 },
    { triggers: [] },
  ];
  const digests = changes.map((change) => draftDigest(content(change)));
  t.equal(new Set([draftDigest(content()), ...digests]).size, changes.length + 1);
  t.end();
});

void t.test('what JSON would change silently is refused', (t) => {
  t.throws(() => draftDigest(content({ amountFen: 2 ** 53 })), RangeError);
  t.throws(() => draftDigest(content({ evidence: [{ digest: 'a'.repeat(64), size: 0.5 }] })), RangeError);
  t.throws(() => draftDigest(content({ facts: '\ud800' })));
  t.end();
});
