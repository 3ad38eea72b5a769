import t from 'tap';
import { displayEnd, isOverdue, publicationRuleOf, statePublicationRule } from '../../src/domain/publicationRule.ts';
import { openPublicationFor } from '../../src/commands/openPublication.ts';
import { calendar, decision } from './lawCast.ts';

const own = { ...statePublicationRule, days: 20, basis: '市场监管总局令第45号' };

void t.test('a publication opens by the agency’s rule for the act, else by that of the State Council', (t) => {
  t.equal(publicationRuleOf({}, 'permit').days, 7);
  t.equal(publicationRuleOf({ publication: { permit: own, penalty: statePublicationRule } }, 'permit').days, 20);
  t.equal(publicationRuleOf({ publication: { permit: own, penalty: statePublicationRule } }, 'penalty').days, 7);
  const open = (rules = {}) => openPublicationFor(decision({ decidedOn: '2026-09-24' }), rules, calendar, () => 'id');
  t.match(open(), { id: 'id', state: 'due', due: { due: '2026-10-12', dueAt: '2026-10-12T16:00:00.000Z' } });
  t.match(open({ publication: { permit: own, penalty: own } }), { due: { due: '2026-10-29' } });
  const secret = { ...own, publishable: false };
  t.match(open({ publication: { permit: secret, penalty: own } }), { state: 'withheld', basis: own.basis });
  t.end();
});

void t.test(
  'the State Council publishes in seven working days, takes down in three and names no natural person',
  (t) => {
    t.same(statePublicationRule, {
      publishable: true,
      days: 7,
      withdrawDays: 3,
      namingBasis: null,
      displayMonths: null,
      basis: '国办发〔2018〕118号',
    });
    t.end();
  },
);

void t.test('a display ends on the same day of a later month, or on that month’s last day', (t) => {
  const end = (on: string, displayMonths: number | null) => displayEnd(on, { ...own, displayMonths });
  t.equal(end('2026-03-31', 3), '2026-06-30');
  t.equal(end('2026-10-12', 36), '2029-10-12');
  t.equal(end('2026-08-31', 6), '2027-02-28');
  t.equal(end('2026-11-30', 1), '2026-12-30');
  t.equal(end('2026-03-31', null), null);
  t.equal(
    displayEnd('2026-03-31', { publishable: true, days: 7, withdrawDays: 3, namingBasis: null, basis: 'b' }),
    null,
  );
  t.end();
});

void t.test(
  'a publication is overdue once its last day is over, unless that is provisional or it was published',
  (t) => {
    const due = openPublicationFor(decision({ decidedOn: '2026-09-24' }), {}, calendar, () => 'id');
    const [before, after] = ['2026-10-12T15:59:59.999Z', '2026-10-12T16:00:00.000Z'];
    t.equal(isOverdue(due, before), false);
    for (const state of ['due', 'redacted', 'approved'] as const) t.equal(isOverdue({ ...due, state }, after), true);
    for (const state of ['published', 'withheld', 'withdrawn'] as const) {
      t.equal(isOverdue({ ...due, state }, after), false, state);
    }
    t.equal(isOverdue({ ...due, publishedAt: before }, after), false);
    t.equal(isOverdue({ ...due, due: { ...due.due, provisional: true } }, after), false);
    t.end();
  },
);
