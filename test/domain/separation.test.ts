import t from 'tap';
import {
  requireExtensionByAnother,
  requireNotHandled,
  requireNotOwnReview,
  requireOtherLevels,
  requireOutsideRuling,
  requireRedactorDoesNotApprove,
  requireReviewerDoesNotDecide,
  requireSecondReviewer,
} from '../../src/domain/separation.ts';
import { codeOf, monday, person } from './lawCast.ts';

const one = person('li', 'key-1');
const sameBySecondKey = person('li', 'key-2');
const other = person('wang');
const started = { personId: 'li', act: 'started the case', at: monday };

void t.test('who ever handled the case does not review it, by no key', (t) => {
  const handlers = [{ personId: 'zhao', act: 'completed examine', at: monday }, started];
  t.match(requireNotHandled(sameBySecondKey, handlers), {
    code: 'separation',
    detail: /L11.*this person started the case at 2026-03-02.*Let another person/,
  });
  t.equal(requireNotHandled(other, handlers), undefined);
  t.equal(requireNotHandled(one, []), undefined);
  t.end();
});

void t.test('two levels are two persons', (t) => {
  t.match(requireOtherLevels(sameBySecondKey, [{ personId: 'li', level: 1 }]), {
    code: 'separation',
    detail: /level 1/,
  });
  t.equal(requireOtherLevels(other, [{ personId: 'li', level: 1 }]), undefined);
  t.end();
});

void t.test('the second reviewer is another than the disputed one', (t) => {
  t.equal(codeOf(requireSecondReviewer(sameBySecondKey, [one])), 'separation');
  t.equal(codeOf(requireSecondReviewer(other, [one])), 'ok');
  t.end();
});

void t.test('who reviewed does not decide', (t) => {
  t.equal(codeOf(requireReviewerDoesNotDecide(sameBySecondKey, [one])), 'separation');
  t.equal(codeOf(requireReviewerDoesNotDecide(other, [one])), 'ok');
  t.end();
});

void t.test('who reviewed or disagreed does not rule', (t) => {
  t.match(requireOutsideRuling(sameBySecondKey, [{ ...started, act: 'disagreed' }]), {
    code: 'separation',
    detail: /this person disagreed/,
  });
  t.equal(codeOf(requireOutsideRuling(other, [started])), 'ok');
  t.end();
});

void t.test('a reviewer does not dispute the own review', (t) => {
  t.equal(codeOf(requireNotOwnReview(sameBySecondKey, [one])), 'separation');
  t.equal(codeOf(requireNotOwnReview(other, [one])), 'ok');
  t.end();
});

void t.test('nobody extends a limit for themselves', (t) => {
  t.equal(codeOf(requireExtensionByAnother('li', 'li')), 'separation');
  t.equal(codeOf(requireExtensionByAnother('wang', 'li')), 'ok');
  t.end();
});

void t.test('who redacted does not approve', (t) => {
  t.equal(codeOf(requireRedactorDoesNotApprove(sameBySecondKey, 'li')), 'separation');
  t.equal(codeOf(requireRedactorDoesNotApprove(other, 'li')), 'ok');
  t.end();
});
