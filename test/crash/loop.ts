import { parseArgs } from 'node:util';
import { randomInt } from 'node:crypto';
import { crashRounds } from './rounds.ts';
import { startPostgres } from '../helpers/postgres.ts';

// npm run crash -- ROUNDS [--postgres] [--seed N]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { postgres: { type: 'boolean' }, seed: { type: 'string' } },
});
const rounds = Number(positionals[0] ?? 20);
const seed = Number(values.seed ?? randomInt(2 ** 31));
const postgres = values.postgres === true ? await startPostgres([]) : null;
const databaseUrl = postgres === null ? null : await postgres.createDatabase();
console.log(`${rounds} rounds on ${postgres === null ? 'PGlite' : 'PostgreSQL'}, seed ${seed}`);
const report = await crashRounds({ rounds, seed, databaseUrl, say: console.log });
console.log(report);
if (postgres !== null && databaseUrl !== null) {
  await postgres.dropDatabase(databaseUrl);
  await postgres.stop();
}
process.exit(report.faults.length === 0 && report.acked > 0 ? 0 : 1);
