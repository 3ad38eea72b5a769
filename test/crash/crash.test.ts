import t from 'tap';
import { randomInt } from 'node:crypto';
import { crashRounds } from './rounds.ts';

// npm run crash -- 300 for more
t.setTimeout(900_000);
const rounds = 20;

t.test('kill -9 loses no acknowledged command and doubles none, on PGlite', async (t) => {
  const seed = randomInt(2 ** 31);
  const report = await crashRounds({ rounds, seed, databaseUrl: null });
  t.comment(JSON.stringify({ seed, ...report }));
  t.same(report.faults, []);
  t.ok(report.acked > 0, 'commands were acknowledged');
  t.equal(report.kills, rounds);
});
