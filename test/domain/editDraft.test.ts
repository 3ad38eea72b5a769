import t from 'tap';
import type { DraftContent } from '../../src/domain/draft.ts';
import { editDraft } from '../../src/domain/editDraft.ts';
import { codeOf, content, decision, draft, passed, rejected, scope } from './lawCast.ts';

const caseOf = { caseId: 'case-1', draft: draft(), decision: null, reviews: [passed()], scopes: [scope()] };
const edit = (change: Partial<DraftContent> = {}, digest = 'digest-b') => ({
  act: 'permit' as const,
  content: content(change),
  digest,
  openForms: ['draft'],
});

void t.test('another content is a new version and voids what stood on the old one', (t) => {
  t.match(editDraft({ ...caseOf, reviews: [passed(), rejected({ id: 'review-0' })] }, edit({ kind: 'refuse' })), {
    changed: true,
    draft: { version: 2, kind: 'refuse' },
    reviews: [{ id: 'review-1', state: 'voided' }],
    scopes: [{ id: 'scope-1', voided: true }],
  });
  t.end();
});

void t.test('the same content voids nothing', (t) => {
  t.same(editDraft(caseOf, edit({}, 'digest-a')), { draft: draft(), changed: false, reviews: [], scopes: [] });
  t.end();
});

void t.test('an edit needs an open drafting step, an undecided case and a whole draft', (t) => {
  t.equal(codeOf(editDraft(caseOf, { ...edit(), openForms: [] })), 'no-draft-step');
  t.equal(codeOf(editDraft({ ...caseOf, decision: decision() }, edit())), 'decision-made');
  t.equal(codeOf(editDraft(caseOf, edit({ facts: '' }))), 'bad-request');
  t.equal(codeOf(editDraft(caseOf, edit({ kind: 'penalize', amountFen: 1 }))), 'bad-request');
  t.equal(codeOf(editDraft(caseOf, edit({ amountFen: -1 }))), 'bad-request');
  t.equal(codeOf(editDraft({ ...caseOf, draft: null }, edit())), 'ok');
  t.end();
});
