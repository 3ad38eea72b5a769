import t from 'tap';
import type { Draft } from '../../src/domain/draft.ts';
import type { LegalReview } from '../../src/domain/review.ts';
import type { Conclusion, ReviewGround } from '../../src/domain/reviewSteps.ts';
import {
  acceptMaterials,
  concludeReview,
  disagree,
  extendReview,
  requestReview,
  resubmitMaterials,
  returnMaterials,
  ruleReview,
  voidReviews,
} from '../../src/domain/reviewSteps.ts';
import { calendar, codeOf, draft, granted, monday, opinion, passed, person, rejected, review } from './lawCast.ts';

const tuesday = '2026-03-03T02:00:00.000Z';
const limits = { days: 3, extensionDays: 5, basis: 'S4' };
const handlers = [{ personId: 'handler', act: 'completed examine', at: monday }];
const about = (reviews: readonly LegalReview[], of: Draft = draft()): ReviewGround => ({
  draft: of,
  reviews,
  handlers,
});
const request = { id: 'review-1', by: person('handler'), at: monday, materials: [], levels: 1 as const };
const conclusion = (change: Partial<Conclusion> = {}): Conclusion => ({
  by: person('reviewer'),
  act: 'permit',
  items: [],
  level: 1,
  outcome: 'passed',
  checklist: [],
  opinion: 'lawful',
  at: tuesday,
  ...change,
});
const ruling = { by: person('leader'), at: tuesday, reason: 'reads otherwise' };
const disputed = rejected({
  state: 'disputed',
  disagreement: { by: 'handler', at: monday, grounds: 'the law was changed' },
});

void t.test('a request is a new round, bound to the draft, with a clock of its own', (t) => {
  const second = granted(
    requestReview(
      { draft: draft({ version: 2, digest: 'digest-b' }), reviews: [rejected()] },
      { ...request, id: 'review-2', at: tuesday, levels: 2 },
    ),
  );
  t.match(second, { id: 'review-2', round: 2, draftVersion: 2, draftDigest: 'digest-b', state: 'requested' });
  t.match(second, { levelsAsked: 2, levelsPassed: 0, receivedAt: tuesday, opinions: [] });
  t.match(granted(requestReview(about([]), { ...request, levels: 0 })), { levelsAsked: 1 }, 'asked for freely');
  t.equal(codeOf(requestReview(about([review()]), request)), 'review-state', 'one is under way');
  t.equal(codeOf(requestReview(about([rejected()]), request)), 'review-state', 'the draft is not changed');
  t.end();
});

void t.test('the reviewing side accepts the materials', (t) => {
  const accepted = granted(acceptMaterials(review(), about([]), { by: person('reviewer'), at: tuesday }));
  t.match(accepted, { state: 'inReview', receivedAt: monday, acceptance: { by: 'reviewer' }, revision: 2 });
  const byHandler = { by: person('handler', 'key-2'), at: tuesday };
  t.equal(codeOf(acceptMaterials(review(), about([]), byHandler)), 'separation');
  t.equal(
    codeOf(acceptMaterials(review(), { ...about([]), handlers: [] }, byHandler)),
    'separation',
    'he requested it',
  );
  t.equal(codeOf(acceptMaterials(accepted, about([]), { by: person('reviewer'), at: tuesday })), 'review-state');
  const edited = draft({ version: 2, digest: 'digest-b' });
  t.equal(codeOf(acceptMaterials(review(), about([], edited), { by: person('reviewer'), at: tuesday })), 'stale-draft');
  t.end();
});

void t.test('defective materials go back, and the clock begins anew when they come again', (t) => {
  const wednesday = '2026-03-04T02:00:00.000Z';
  const back = { by: person('reviewer'), at: tuesday, reason: 'the statement of the party is missing' };
  const returned = granted(returnMaterials(review(), about([]), back));
  t.match(returned, {
    state: 'materialsReturned',
    receivedAt: null,
    returns: [{ by: 'reviewer', resubmittedAt: null }],
  });
  t.equal(codeOf(returnMaterials(review(), about([]), { ...back, reason: ' ' })), 'bad-request');
  t.equal(codeOf(returnMaterials(review(), about([]), { ...back, by: person('handler') })), 'separation');
  t.equal(codeOf(returnMaterials(returned, about([]), back)), 'review-state');
  const materials = [{ name: 'statement', digest: 'b'.repeat(64), size: 9 }];
  const again = { by: person('handler'), at: wednesday, materials };
  t.match(granted(resubmitMaterials(returned, draft(), again)), {
    state: 'requested',
    receivedAt: wednesday,
    materials,
    returns: [{ at: tuesday, resubmittedAt: wednesday }],
  });
  t.equal(codeOf(resubmitMaterials(review(), draft(), again)), 'review-state');
  t.equal(codeOf(resubmitMaterials(returned, draft({ version: 2 }), again)), 'stale-draft');
  t.end();
});

void t.test('a complex review is extended before it is due, by somebody else', (t) => {
  const inReview = review({ state: 'inReview' });
  const asked = { days: 5, reason: 'expert asked', askedBy: 'reviewer', approvedBy: 'leader', at: tuesday };
  const extend = (of: LegalReview, change: Partial<typeof asked> = {}) =>
    extendReview(of, { ...asked, ...change }, limits, calendar);
  const extended = granted(extend(inReview));
  t.match(extended, { state: 'inReview', extension: asked });
  t.equal(codeOf(extend(extended)), 'review-state', 'once only');
  t.equal(codeOf(extend(review())), 'review-state', 'not in review yet');
  t.equal(codeOf(extend(inReview, { days: 6 })), 'bad-request');
  t.equal(codeOf(extend(inReview, { reason: '' })), 'bad-request');
  t.equal(codeOf(extend(inReview, { approvedBy: 'reviewer' })), 'separation');
  t.equal(codeOf(extend(inReview, { at: '2026-03-05T16:00:00.000Z' })), 'conflict', 'it is over');
  t.end();
});

void t.test('one level passes a review that asks for one', (t) => {
  const inReview = review({ state: 'inReview' });
  const done = granted(concludeReview(inReview, about([inReview]), conclusion()));
  t.match(done, { state: 'passed', levelsPassed: 1, opinions: [{ personId: 'reviewer', level: 1 }] });
  t.equal(codeOf(concludeReview(done, about([done]), conclusion())), 'review-state');
  t.end();
});

void t.test('two levels pass by two persons, one after the other', (t) => {
  const inReview = review({ state: 'inReview', levelsAsked: 2 });
  const first = granted(concludeReview(inReview, about([]), conclusion()));
  t.match(first, { state: 'inReview', levelsPassed: 1 });
  t.equal(codeOf(concludeReview(first, about([]), conclusion({ level: 2 }))), 'separation');
  t.equal(codeOf(concludeReview(first, about([]), conclusion({ by: person('bureau') }))), 'review-state');
  const second = granted(concludeReview(first, about([]), conclusion({ level: 2, by: person('bureau') })));
  t.match(second, { state: 'passed', levelsPassed: 2 });
  t.match(
    granted(concludeReview(first, about([]), conclusion({ level: 2, by: person('bureau'), outcome: 'rejected' }))),
    { state: 'rejected', levelsPassed: 1 },
  );
  t.end();
});

void t.test('an opinion is written, by somebody qualified who never handled the case, on the newest draft', (t) => {
  const inReview = review({ state: 'inReview' });
  const code = (change: Partial<Conclusion>, of = about([])) =>
    codeOf(concludeReview(inReview, of, conclusion(change)));
  t.equal(code({ opinion: ' ' }), 'bad-request');
  t.equal(code({ items: ['power'] }), 'bad-request');
  t.equal(code({ by: person('handler', 'key-9') }), 'separation');
  t.equal(code({ act: 'penalty', by: { ...person('reviewer'), qualifications: [] } }), 'forbidden');
  t.equal(code({}, about([], draft({ version: 2, digest: 'digest-b' }))), 'stale-draft');
  t.equal(code({ outcome: 'returned' }), 'ok');
  for (const state of ['requested', 'materialsReturned', 'rejected', 'disputed', 'voided'] as const)
    t.equal(codeOf(concludeReview(review({ state }), about([]), conclusion())), 'review-state', state);
  t.end();
});

void t.test('the handling side disputes what did not pass', (t) => {
  const step = { by: person('handler'), at: tuesday, grounds: 'the law was changed' };
  t.match(granted(disagree(rejected(), draft(), step)), { state: 'disputed', disagreement: { by: 'handler' } });
  t.equal(codeOf(disagree(passed(), draft(), step)), 'review-state');
  t.equal(codeOf(disagree(rejected(), draft(), { ...step, grounds: '' })), 'bad-request');
  t.equal(codeOf(disagree(rejected(), draft(), { ...step, by: person('reviewer') })), 'separation');
  t.equal(codeOf(disagree(rejected(), draft({ version: 2 }), step)), 'stale-draft');
  t.end();
});

void t.test('a ruling for a new draft leaves the objection standing, for good', (t) => {
  const ruled = granted(ruleReview(disputed, draft(), { ...ruling, kind: 'newDraft' }));
  t.match(ruled, { state: 'rejected', ruling: { kind: 'newDraft', by: 'leader' } });
  t.equal(codeOf(requestReview(about([ruled]), request)), 'review-state');
  const again = { by: person('handler'), at: tuesday, grounds: 'still' };
  t.equal(codeOf(disagree(ruled, draft(), again)), 'review-state', 'it is ruled');
  const fromReturned = { ...disputed, opinions: [opinion(1, 'reviewer', { outcome: 'returned' })] };
  t.match(ruleReview(fromReturned, draft(), { ...ruling, kind: 'newDraft' }), { state: 'returned' });
  t.end();
});

void t.test('a ruling for a second reviewer lets the same draft be reviewed again, by somebody else', (t) => {
  const ruled = granted(ruleReview(disputed, draft(), { ...ruling, kind: 'secondReviewer' }));
  t.equal(ruled.state, 'voided');
  const next = granted(requestReview(about([ruled]), request));
  t.match(next, { round: 2, state: 'requested', opinions: [], levelsPassed: 0 });
  const inReview = { ...next, state: 'inReview' as const };
  const ground = about([ruled, inReview]);
  t.equal(codeOf(concludeReview(inReview, ground, conclusion({ by: person('reviewer', 'key-2') }))), 'separation');
  t.match(concludeReview(inReview, ground, conclusion({ by: person('second') })), { state: 'passed' });
  t.end();
});

void t.test('only who gave the disputed opinion on this very draft is no second reviewer', (t) => {
  const inReview = review({ id: 'review-2', round: 2, state: 'inReview' });
  const code = (earlier: LegalReview) => codeOf(concludeReview(inReview, about([earlier, inReview]), conclusion()));
  const ruled = rejected({
    state: 'voided',
    ruling: { by: 'leader', at: monday, kind: 'secondReviewer', reason: 'r' },
  });
  t.equal(code(ruled), 'separation');
  t.equal(code({ ...ruled, draftDigest: 'digest-b' }), 'ok', 'of another draft');
  t.equal(code(passed({ state: 'voided' })), 'ok', 'voided, not disputed');
  t.end();
});

void t.test('a ruling is given with a reason, from outside, on a dispute about the newest draft', (t) => {
  const code = (change: Partial<typeof ruling>, of = disputed, ground = about([disputed])) =>
    codeOf(ruleReview(of, ground.draft, { ...ruling, kind: 'newDraft', ...change }));
  t.equal(code({ reason: '' }), 'bad-request');
  t.equal(code({ by: person('reviewer') }), 'separation');
  t.equal(code({ by: person('handler') }), 'separation');
  t.equal(code({}, rejected()), 'review-state');
  t.equal(code({}, disputed, about([disputed], draft({ version: 2 }))), 'stale-draft');
  t.end();
});

void t.test('an edit voids what stands or is disputed and leaves what has ended', (t) => {
  const states = ['requested', 'materialsReturned', 'inReview', 'passed', 'disputed'] as const;
  const ended = [rejected(), review({ state: 'returned' }), review({ state: 'voided' })];
  const voided = voidReviews([...states.map((state) => review({ state, id: state })), ...ended]);
  t.same(
    voided.map(({ id, state, revision }) => [id, state, revision]),
    states.map((state) => [state, 'voided', 2]),
  );
  t.end();
});
