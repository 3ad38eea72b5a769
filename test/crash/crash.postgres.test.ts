import t from 'tap';
import { randomInt } from 'node:crypto';
import { crashRounds } from './rounds.ts';
import { startPostgres } from '../helpers/postgres.ts';

// npm run crash -- 300 --postgres for more
t.setTimeout(900_000);
const rounds = 20;

t.test('kill -9 loses no acknowledged command and doubles none, on PostgreSQL', async (t) => {
  const server = await startPostgres();
  t.teardown(() => server.stop());
  const seed = randomInt(2 ** 31);
  const databaseUrl = await server.createDatabase();
  const report = await crashRounds({ rounds, seed, databaseUrl });
  t.comment(JSON.stringify({ seed, ...report }));
  t.same(report.faults, []);
  t.ok(report.acked > 0, 'commands were acknowledged');
  t.equal(report.kills, rounds);
  await server.dropDatabase(databaseUrl);
});
