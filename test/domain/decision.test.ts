import t from 'tap';
import {
  decide,
  endDecision,
  numberDecision,
  requireEffective,
  requireUndecided,
  requireUnnumbered,
} from '../../src/domain/decision.ts';
import type { DecisionGround } from '../../src/domain/decision.ts';
import { codeOf, decision, draft, ground, passed, person, scope } from './lawCast.ts';

const caseOf = (change: Partial<DecisionGround> = {}): DecisionGround => ({
  caseId: 'case-1',
  draft: draft(),
  decision: null,
  ...ground({ reviews: [passed()] }),
  ...change,
});
const act = {
  id: 'decision-1',
  act: 'permit' as const,
  draftDigest: 'digest-a',
  by: person('leader'),
  at: '2026-02-12T16:30:00.000Z',
};

void t.test('the head decides what the cleared draft says, on the day in Shanghai', (t) => {
  t.same(decide(caseOf(), act), {
    id: 'decision-1',
    number: null,
    act: 'permit',
    kind: 'grant',
    draftVersion: 1,
    draftDigest: 'digest-a',
    clearance: { by: 'review', reviewId: 'review-1' },
    decidedBy: 'leader',
    decidedAt: '2026-02-12T16:30:00.000Z',
    decidedOn: '2026-02-13',
    state: 'effective',
    ended: null,
  });
  t.match(decide(caseOf({ reviews: [], scopes: [scope()] }), act), { clearance: { by: 'scope', scopeId: 'scope-1' } });
  t.end();
});

void t.test('no decision without a clearance, on another draft, on none, or of another act', (t) => {
  t.equal(codeOf(decide(caseOf({ reviews: [] }), act)), 'not-cleared');
  t.equal(codeOf(decide(caseOf({ draft: draft({ version: 2, digest: 'digest-b' }) }), act)), 'stale-draft');
  const edited = draft({ version: 2, digest: 'digest-b' });
  t.equal(codeOf(decide(caseOf({ draft: edited }), { ...act, draftDigest: 'digest-b' })), 'not-cleared');
  t.equal(codeOf(decide(caseOf({ draft: null }), act)), 'no-draft');
  t.equal(codeOf(decide(caseOf(), { ...act, act: 'penalty' })), 'bad-request');
  t.end();
});

void t.test('whoever took part in a review of the case does not decide it, by no key', (t) => {
  t.equal(codeOf(decide(caseOf(), { ...act, by: person('reviewer', 'key-2') })), 'separation');
  const accepted = passed({ acceptance: { by: 'leader', at: act.at } });
  t.equal(codeOf(decide(caseOf({ reviews: [accepted] }), act)), 'separation');
  const earlier = passed({ id: 'review-0', state: 'voided', draftVersion: 0 });
  const later = passed({ opinions: [{ ...passed().opinions[0]!, personId: 'second' }] });
  t.equal(
    codeOf(decide(caseOf({ reviews: [earlier, later] }), { ...act, by: person('reviewer') })),
    'separation',
    'of an earlier draft',
  );
  t.end();
});

void t.test('a case is decided once', (t) => {
  t.equal(codeOf(decide(caseOf({ decision: decision() }), act)), 'decision-made');
  t.equal(codeOf(decide(caseOf({ decision: decision({ state: 'revoked' }) }), act)), 'decision-made');
  t.match(requireUndecided(decision(), 'case-1'), { detail: /decided on 2026-02-12 \(decision-1\).*case of its own/ });
  t.end();
});

void t.test('a decision gets one number', (t) => {
  const numbered = numberDecision(decision(), '麒审许〔2026〕15号');
  t.match(numbered, { number: '麒审许〔2026〕15号' });
  t.equal(codeOf(requireUnnumbered(decision({ number: '麒审许〔2026〕15号' }))), 'conflict');
  t.equal(codeOf(numberDecision(decision({ number: '麒审许〔2026〕15号' }), '麒审许〔2026〕16号')), 'conflict');
  t.end();
});

void t.test('a decision ends once, with basis and reason', (t) => {
  const withdrawal = { due: '2026-02-25', dueAt: '2026-02-25T16:00:00.000Z', provisional: false };
  const ended = {
    on: '2026-02-13',
    basis: '行政许可法 69',
    reason: 'obtained by deceit',
    by: 'decision-2',
    withdrawal,
  };
  const end = { state: 'revoked' as const, ...ended };
  t.match(endDecision(decision(), end), { state: 'revoked', ended });
  t.equal(codeOf(endDecision(decision({ state: 'unlawful' }), end)), 'conflict');
  t.equal(codeOf(requireEffective(decision({ state: 'expired' }))), 'conflict');
  t.equal(codeOf(endDecision(decision(), { ...end, reason: ' ' })), 'bad-request');
  t.equal(codeOf(endDecision(decision(), { ...end, basis: '' })), 'bad-request');
  t.end();
});
