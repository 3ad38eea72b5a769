import t from 'tap';
import {
  nextDraft,
  requireAmount,
  requireCurrentDraft,
  requireDraft,
  requireDraftStep,
  requireDraftToSubmit,
  requireKindOfAct,
  requireWholeDraft,
} from '../../src/domain/draft.ts';
import { codeOf, content, draft } from './lawCast.ts';

void t.test('the first content is version 1, another content the next', (t) => {
  const first = nextDraft(null, content(), 'digest-a');
  t.same(first, { version: 1, digest: 'digest-a', kind: 'grant', amountFen: null, triggers: [] });
  const second = nextDraft(first, content({ kind: 'refuse', amountFen: 100, triggers: ['safety'] }), 'digest-b');
  t.same(second, { version: 2, digest: 'digest-b', kind: 'refuse', amountFen: 100, triggers: ['safety'] });
  t.end();
});

void t.test('the same content stays the same version', (t) => {
  const current = draft({ version: 4 });
  t.equal(nextDraft(current, content(), 'digest-a'), current);
  t.end();
});

void t.test('a content that comes back is a new version all the same', (t) => {
  const back = nextDraft(nextDraft(draft(), content(), 'digest-b'), content(), 'digest-a');
  t.equal(back.version, 3);
  t.end();
});

void t.test('a case without a draft says how to write one', (t) => {
  const refused = requireDraft(null, 'case-1');
  t.equal(codeOf(refused), 'no-draft');
  t.match(refused, { detail: /PUT \/v1\/cases\/case-1\/draft/ });
  t.equal(codeOf(requireDraft(draft(), 'case-1')), 'ok');
  t.end();
});

void t.test('what is said about another draft than the newest is stale', (t) => {
  t.equal(codeOf(requireCurrentDraft(draft(), 'digest-b')), 'stale-draft');
  t.equal(codeOf(requireCurrentDraft(draft(), 'digest-a')), 'ok');
  t.end();
});

void t.test('a draft is edited only while a drafting step is open', (t) => {
  t.equal(codeOf(requireDraftStep([null, 'reviewOpinion'], 'case-1')), 'no-draft-step');
  t.equal(codeOf(requireDraftStep([null, 'draft'], 'case-1')), 'ok');
  t.end();
});

void t.test('a draft states object, facts, basis and conclusion', (t) => {
  t.equal(requireWholeDraft(content()), undefined);
  t.match(requireWholeDraft(content({ object: ' ', basis: [] })), {
    code: 'bad-request',
    errors: [{ pointer: '/object' }, { pointer: '/basis' }],
  });
  t.end();
});

void t.test('a permit is not punished and a penalty not granted', (t) => {
  t.equal(codeOf(requireKindOfAct('permit', 'penalize')), 'bad-request');
  t.equal(codeOf(requireKindOfAct('penalty', 'grant')), 'bad-request');
  t.equal(codeOf(requireKindOfAct('permit', 'refuse')), 'ok');
  t.equal(codeOf(requireKindOfAct('penalty', 'noPenalty')), 'ok');
  t.end();
});

void t.test('each act is decided in its own ways', (t) => {
  for (const kind of ['grant', 'refuse', 'change', 'renew', 'revoke', 'cancel'] as const)
    t.equal(requireKindOfAct('permit', kind), undefined, kind);
  for (const kind of ['penalize', 'noPenalty', 'revoke'] as const)
    t.equal(requireKindOfAct('penalty', kind), undefined, kind);
  t.end();
});

void t.test('a penalty names its amount in whole fen', (t) => {
  for (const amountFen of [-1, 0.5, Number.MAX_SAFE_INTEGER + 1, NaN]) {
    t.equal(codeOf(requireAmount(content({ amountFen }))), 'bad-request', String(amountFen));
  }
  t.equal(codeOf(requireAmount(content({ kind: 'penalize' }))), 'bad-request', 'none');
  t.equal(codeOf(requireAmount(content({ kind: 'penalize', amountFen: 0 }))), 'ok', 'a warning');
  t.equal(codeOf(requireAmount(content())), 'ok', 'a permit');
  t.end();
});

void t.test('a drafting step is left with a draft, or because the matter is withdrawn', (t) => {
  t.equal(codeOf(requireDraftToSubmit(null, 'submitted', 'case-1')), 'no-draft');
  t.equal(codeOf(requireDraftToSubmit(null, undefined, 'case-1')), 'no-draft');
  t.equal(requireDraftToSubmit(null, 'withdrawn', 'case-1'), undefined);
  t.equal(requireDraftToSubmit(draft(), 'submitted', 'case-1'), undefined);
  t.end();
});
