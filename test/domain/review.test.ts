import t from 'tap';
import {
  isObjectedTo,
  isStanding,
  requireChangedDraft,
  requireChecklist,
  requireExtensionDays,
  requireFirstExtension,
  requireLegalQualification,
  requireNextLevel,
  requireNoStandingOpinion,
  requireNoStandingReview,
  requireReviewableDraft,
  requireReviewOfDraft,
  requireReviewState,
  requireUnruled,
  reviewDue,
  reviewersOf,
  requireOnReview,
} from '../../src/domain/review.ts';
import type { LegalReview, ReviewState, Ruling } from '../../src/domain/review.ts';
import { calendar, codeOf, draft, monday, opinion, passed, person, rejected, review } from './lawCast.ts';

const limits = { days: 3, extensionDays: 5, basis: 'S4' };
const extension = { days: 5, reason: 'complex', askedBy: 'reviewer', approvedBy: 'leader', at: monday };
const ruling = (kind: Ruling['kind']): Ruling => ({ kind, by: 'leader', at: monday, reason: 'reads otherwise' });

void t.test('a review is due three working days after the materials came in, not after they were accepted', (t) => {
  const due = (receivedAt: string, change: Partial<LegalReview> = {}) =>
    reviewDue(review({ receivedAt, ...change }), limits, calendar);
  t.same(due(monday), { due: '2026-03-05', dueAt: '2026-03-05T16:00:00.000Z', provisional: false });
  t.match(due(monday, { acceptance: { by: 'reviewer', at: '2026-03-04T02:00:00.000Z' } }), { due: '2026-03-05' });
  t.match(due('2026-09-30T10:00:00.000Z'), { due: '2026-10-10' }, 'over the holiday, counting a make-up Saturday');
  t.match(due('2026-03-02T16:30:00.000Z'), { due: '2026-03-06' }, 'half past midnight in Shanghai is the next day');
  t.match(due(monday, { extension }), { due: '2026-03-12' }, 'three and five');
  t.match(due('2026-12-30T02:00:00.000Z'), { provisional: true });
  t.equal(reviewDue(review({ receivedAt: null }), limits, calendar), null, 'the handler has them again');
  const first = { ...opinion(1, 'zhao'), at: '2026-03-05T02:00:00.000Z' };
  const second = { levelsAsked: 2, levelsPassed: 1, opinions: [first] } as const;
  t.match(due(monday, second), { due: '2026-03-10' }, 'the second level has three of its own');
  t.match(due(monday, { opinions: [first] }), { due: '2026-03-05' }, 'the last level moves nothing');
  t.match(due(monday, { ...second, extension }), { due: '2026-03-10' }, 'the extension was that of the first');
  const later = { ...extension, at: '2026-03-06T02:00:00.000Z' };
  t.match(due(monday, { ...second, extension: later }), { due: '2026-03-17' });
  t.end();
});

void t.test('the reviewing side is whoever accepted, returned or gave an opinion', (t) => {
  const returns = [{ by: 'wang', at: monday, reason: 'unsigned', resubmittedAt: null }];
  const whole = review({ acceptance: { by: 'li', at: monday }, returns, opinions: [opinion(1, 'zhao')] });
  t.same(
    reviewersOf(whole).map(({ personId }) => personId),
    ['li', 'wang', 'zhao'],
  );
  t.same(reviewersOf(review()), []);
  t.end();
});

void t.test('what is under way or passed stands; an objection stays one', (t) => {
  const states: ReviewState[] = ['requested', 'materialsReturned', 'inReview', 'passed'];
  for (const state of states) t.equal(isStanding(review({ state })), true, state);
  for (const state of ['returned', 'rejected', 'disputed', 'voided'] as const)
    t.equal(isStanding(review({ state })), false, state);
  t.equal(isObjectedTo(rejected({ state: 'voided' })), true);
  t.equal(isObjectedTo(passed()), false);
  t.end();
});

void t.test('a step needs the right state', (t) => {
  t.match(requireReviewState(review({ state: 'voided' }), ['inReview'], 'concluded'), {
    code: 'review-state',
    detail: 'Review review-1 is voided and cannot be concluded; read it again.',
  });
  t.equal(requireReviewState(review(), ['requested'], 'accepted'), undefined);
  t.end();
});

void t.test('a review of an earlier draft is not gone on with, even if its content came back', (t) => {
  t.equal(codeOf(requireReviewOfDraft(review(), draft({ version: 2, digest: 'digest-b' }))), 'stale-draft');
  t.equal(codeOf(requireReviewOfDraft(review(), draft({ version: 3 }))), 'stale-draft');
  t.equal(codeOf(requireReviewOfDraft(review(), draft({ digest: 'digest-b' }))), 'stale-draft');
  t.equal(codeOf(requireReviewOfDraft(review(), draft())), 'ok');
  t.end();
});

void t.test('a draft has one review at a time, and another only for more levels', (t) => {
  const states: ReviewState[] = ['requested', 'materialsReturned', 'inReview'];
  for (const state of states)
    t.equal(codeOf(requireNoStandingReview(draft(), 2, [review({ state })])), 'review-state', state);
  t.equal(codeOf(requireNoStandingReview(draft(), 1, [passed()])), 'review-state');
  t.equal(codeOf(requireNoStandingReview(draft(), 2, [passed()])), 'ok', 'the case was found to be major');
  t.equal(codeOf(requireNoStandingReview(draft({ version: 2 }), 1, [passed()])), 'ok');
  t.equal(codeOf(requireNoStandingReview(draft(), 1, [review({ state: 'voided' })])), 'ok');
  t.end();
});

void t.test('a draft that did not pass is changed before it is reviewed again', (t) => {
  t.equal(codeOf(requireChangedDraft(draft(), [rejected()])), 'review-state');
  t.equal(codeOf(requireChangedDraft(draft({ version: 3 }), [rejected()])), 'review-state', 'it came back');
  t.equal(codeOf(requireChangedDraft(draft(), [rejected({ state: 'voided' })])), 'review-state', 'voided by an edit');
  t.equal(codeOf(requireChangedDraft(draft(), [rejected({ ruling: ruling('newDraft') })])), 'review-state');
  t.equal(codeOf(requireChangedDraft(draft(), [rejected({ ruling: ruling('secondReviewer') })])), 'ok');
  t.equal(codeOf(requireChangedDraft(draft({ digest: 'digest-b' }), [rejected()])), 'ok');
  t.equal(codeOf(requireChangedDraft(draft(), [review({ state: 'voided' })])), 'ok');
  t.end();
});

void t.test('the second level follows the first', (t) => {
  const two = review({ levelsAsked: 2 });
  t.equal(codeOf(requireNextLevel(two, 2)), 'review-state');
  t.equal(codeOf(requireNextLevel(two, 1)), 'ok');
  t.equal(codeOf(requireNextLevel({ ...two, levelsPassed: 1 }, 1)), 'review-state');
  t.equal(codeOf(requireNextLevel({ ...two, levelsPassed: 1 }, 2)), 'ok');
  t.equal(codeOf(requireNextLevel(review({ levelsPassed: 1 }), 2)), 'review-state', 'one level is asked');
  t.end();
});

void t.test('an opinion answers each item of the checklist once and does not pass over a no', (t) => {
  const asked = ['subject', 'power'];
  const yes = asked.map((item) => ({ item, answer: 'yes' as const }));
  const no = [...yes.slice(1), { item: 'subject', answer: 'no' as const }];
  t.equal(requireChecklist('passed', yes, asked), undefined);
  t.equal(requireChecklist('rejected', no, asked), undefined);
  t.match(requireChecklist('passed', no, asked), { code: 'bad-request', errors: [{ pointer: '/checklist/1/answer' }] });
  t.match(requireChecklist('passed', yes.slice(1), asked), { errors: [{ message: 'must answer "subject" once' }] });
  t.match(requireChecklist('returned', [...yes, ...yes], asked), { errors: [{}, {}] });
  t.end();
});

void t.test('a penalty is reviewed with a legal qualification that is valid on the day', (t) => {
  const qualified = person('reviewer');
  const lapsed = { ...qualified, qualifications: [{ ...qualified.qualifications[0]!, to: '2026-03-02' }] };
  t.equal(codeOf(requireLegalQualification('penalty', qualified, monday)), 'ok');
  t.equal(codeOf(requireLegalQualification('penalty', { ...qualified, qualifications: [] }, monday)), 'forbidden');
  t.equal(codeOf(requireLegalQualification('penalty', lapsed, '2026-03-02T15:59:00.000Z')), 'ok');
  t.equal(codeOf(requireLegalQualification('penalty', lapsed, '2026-03-02T16:00:00.000Z')), 'forbidden');
  t.equal(codeOf(requireLegalQualification('permit', { ...qualified, qualifications: [] }, monday)), 'ok');
  t.end();
});

void t.test('a review is extended once and by five days at most', (t) => {
  t.equal(codeOf(requireFirstExtension(review({ extension }))), 'review-state');
  t.equal(codeOf(requireFirstExtension(review())), 'ok');
  for (const days of [0, -1, 1.5, 6, NaN])
    t.equal(codeOf(requireExtensionDays(days, limits)), 'bad-request', `${days}`);
  for (const days of [1, 5]) t.equal(codeOf(requireExtensionDays(days, limits)), 'ok', `${days}`);
  t.end();
});

void t.test('a disagreement is ruled once', (t) => {
  t.equal(codeOf(requireUnruled(rejected({ ruling: ruling('newDraft') }))), 'review-state');
  t.equal(codeOf(requireUnruled(rejected())), 'ok');
  t.end();
});

void t.test('more days are asked for by somebody who works on the review', (t) => {
  const accepted = review({ acceptance: { by: 'rita', at: monday } });
  t.equal(requireOnReview(accepted, 'rita'), undefined);
  t.match(requireOnReview(accepted, 'handler'), { code: 'bad-request', errors: [{ pointer: '/askedBy' }] });
  t.end();
});

void t.test('a draft that was objected to, or passed and was sent back, is handed on only when it was changed', (t) => {
  const on = (...reviews: LegalReview[]) => codeOf(requireReviewableDraft(draft(), reviews));
  const objection = { opinions: [opinion(1, 'zhao', { outcome: 'returned' })] };
  t.equal(on(), 'ok', 'nobody has reviewed it');
  t.equal(on(review({ state: 'returned', ...objection })), 'review-state');
  t.equal(on(passed()), 'review-state');
  t.equal(on(review({ ...passed(), draftVersion: 0, draftDigest: 'digest-0' })), 'ok', 'another draft');
  t.equal(on(review({ ...passed(), state: 'voided' })), 'ok');
  t.end();
});

void t.test('whose opinion stands on the draft handles nothing until it is decided', (t) => {
  const zhao = { personId: 'zhao' };
  const given = review({ state: 'inReview', opinions: [opinion(1, 'zhao')] });
  const code = (one: LegalReview, decision: object | null = null, who = zhao) =>
    codeOf(requireNoStandingOpinion(who, { reviews: [one], decision }));
  t.equal(code(given), 'separation');
  t.equal(code(given, null, { personId: 'qian' }), 'ok', 'somebody else');
  t.equal(code(review({ ...given, state: 'voided' })), 'ok', 'an opinion on a draft that is no more');
  t.equal(code(given, {}), 'ok', 'after the decision');
  t.end();
});
