import t from 'tap';
import { lawForms, requireNoDisagreement, requirePlainForm } from '../../src/domain/law.ts';
import { codeOf } from './lawCast.ts';

void t.test('a plain task and a drafting task are completed as tasks', (t) => {
  t.equal(requirePlainForm(null, 'examine', 'case-1'), undefined);
  t.equal(requirePlainForm('draft', 'writeDraft', 'case-1'), undefined);
  t.end();
});

void t.test('every other form of law names the route that completes it', (t) => {
  for (const form of lawForms.filter((name) => name !== 'draft')) {
    const refused = requirePlainForm(form, 'element', 'case-1');
    t.equal(codeOf(refused), 'use-law-route', form);
    t.match(refused, { detail: /^The step element is done by POST \/v1\/(cases\/case-1|reviews|publications)\// });
  }
  t.end();
});

void t.test('nobody disagrees without grounds', (t) => {
  t.equal(requireNoDisagreement('answer', 'accepted'), undefined);
  t.equal(requireNoDisagreement('answer', undefined), undefined);
  t.match(requireNoDisagreement('answer', 'disagreed'), { code: 'use-law-route', detail: /disagree/ });
  t.end();
});
