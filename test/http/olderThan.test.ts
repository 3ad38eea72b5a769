import t from 'tap';
import { momentBefore } from '../../src/http/olderThan.ts';

const now = '2026-03-31T10:00:00.000Z';

t.test('a duration is counted back from now', (t) => {
  t.equal(momentBefore(now, 'P7D'), '2026-03-24T10:00:00.000Z');
  t.equal(momentBefore(now, 'PT36H'), '2026-03-29T22:00:00.000Z');
  t.equal(momentBefore(now, 'PT0S'), now);
  t.equal(momentBefore(now, 'P1M'), '2026-02-28T10:00:00.000Z', 'a shorter month ends the day');
  t.equal(momentBefore(now, 'P1Y2M'), '2025-01-31T10:00:00.000Z');
  t.end();
});

t.test('what is no duration is refused', (t) => {
  for (const text of ['', '7', 'P', '-P1D', 'P5WD', 'P1000Y', '7 days', 'R/P1D']) {
    t.throws(() => momentBefore(now, text), { message: /olderThan has to be/ }, text);
  }
  t.end();
});
