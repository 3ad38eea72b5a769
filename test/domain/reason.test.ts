import t from 'tap';
import { requireReason } from '../../src/domain/reason.ts';

void t.test('a reason is put in writing', (t) => {
  for (const blank of ['', ' ', '\n\t', '\u3000']) {
    t.match(requireReason(blank, '/reason', 'A ruling'), { code: 'bad-request', errors: [{ pointer: '/reason' }] });
  }
  t.equal(requireReason('complex', '/reason', 'A ruling'), undefined);
  t.end();
});
