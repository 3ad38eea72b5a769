import t from 'tap';
import {
  actNamed,
  relatedAct,
  requireNoOther,
  requireRevocable,
  requireRevoking,
  requireRuling,
  revoke,
  type RevocationGround,
} from '../../src/domain/revocation.ts';
import { calendar, codeOf, decision } from './lawCast.ts';
import { statePublicationRule } from '../../src/domain/publicationRule.ts';

const today = '2026-03-10';
const asked = { kind: 'revoked', basis: '行政许可法 69', reason: 'obtained by deceit', ruledOn: null } as const;
const ground: RevocationGround = { ...asked, decisionId: 'decision-1', decision: decision() };
const revoking = decision({ id: 'decision-2', kind: 'revoke', decidedOn: '2026-03-06' });

void t.test('a decision is revocable while it is effective and no case is about that, with basis and reason', (t) => {
  const now = { openCase: null, today };
  t.equal(requireRevocable(decision(), asked, now), undefined);
  t.equal(codeOf(requireRevocable(decision(), { ...asked, basis: ' ' }, now)), 'bad-request');
  t.equal(codeOf(requireRevocable(decision(), { ...asked, reason: '' }, now)), 'bad-request');
  t.equal(codeOf(requireRevocable(decision({ state: 'remade' }), asked, now)), 'conflict');
  t.equal(codeOf(requireRevocable(decision(), { ...asked, kind: 'unlawful' }, now)), 'bad-request');
  t.match(requireRevocable(decision(), asked, { openCase: 'case-9', today }), { code: 'conflict', detail: /case-9/ });
  t.equal(requireNoOther(decision(), null), undefined);
  t.end();
});

void t.test('a ruling has its day, between the decision and today; where nobody ruled there is none', (t) => {
  const days = { decidedOn: '2026-02-12', today };
  t.equal(requireRuling('revoked', null, days), undefined);
  t.match(requireRuling('revoked', '2026-03-01', days), { errors: [{ pointer: '/ruledOn', message: /absent/ }] });
  for (const kind of ['unlawful', 'remade'] as const) {
    t.equal(requireRuling(kind, '2026-02-12', days), undefined, 'on the day of the decision');
    t.equal(requireRuling(kind, today, days), undefined);
    for (const wrong of [null, '2026-02-11', '2026-03-11', '2026-02-30']) {
      t.equal(codeOf(requireRuling(kind, wrong, days)), 'bad-request', `${kind} ${String(wrong)}`);
    }
  }
  t.end();
});

void t.test('an element names its act, or takes that of the decision which ends', (t) => {
  const penalty = { ...ground, decision: decision({ act: 'penalty' }) };
  t.equal(actNamed('permit', penalty, 'case-2'), 'permit');
  t.equal(actNamed('permit', null, 'case-2'), 'permit');
  t.equal(actNamed(relatedAct, penalty, 'case-2'), 'penalty');
  t.match(actNamed(relatedAct, null, 'case-2'), { code: 'conflict', detail: /case-2.*\/revoke/ });
  t.end();
});

void t.test('a case about a revocation decides nothing else', (t) => {
  t.equal(requireRevoking(null, 'grant'), undefined);
  t.equal(requireRevoking(ground, 'revoke'), undefined);
  t.equal(codeOf(requireRevoking(ground, 'cancel')), 'bad-request');
  t.end();
});

void t.test('it ends with the other decision or as of the ruling, and comes down three working days after', (t) => {
  const due = (on: string) => ({ due: on, provisional: false });
  t.match(revoke(ground, revoking, statePublicationRule, calendar), {
    id: 'decision-1',
    state: 'revoked',
    ended: { on: '2026-03-06', by: 'decision-2', basis: asked.basis, withdrawal: due('2026-03-11') },
  });
  const ruled = { ...ground, kind: 'unlawful' as const, ruledOn: '2026-02-13' };
  t.match(revoke(ruled, revoking, statePublicationRule, calendar), {
    state: 'unlawful',
    ended: { on: '2026-02-13', withdrawal: due('2026-02-25') },
  });
  const gone = { ...ground, decision: decision({ state: 'revoked' }) };
  t.equal(codeOf(revoke(gone, revoking, statePublicationRule, calendar)), 'conflict');
  t.end();
});
