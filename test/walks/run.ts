import { openDatabase, type Database } from '../../src/store/db.ts';
import { decidedShare, storyOf, tally, type Tally } from './tally.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openOffice } from './office.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { verbs } from './verbs.ts';

/** `npm run walks -- [--postgres] [--commands 100000] [--seed 1] [procedure …]` */
const flags = process.argv.slice(2);
const procedures = [
  'permit',
  'penalty-ordinary',
  'penalty-summary',
  'legal-review',
  'hearing',
  'publication',
  'acceptance',
];
const onPostgres = flags.includes('--postgres');
const commands = numberAfter('--commands', 100_000);
const seed = numberAfter('--seed', 1);
const named = flags.filter((flag) => procedures.includes(flag));
const failed: string[] = [];

const server = onPostgres ? await startPostgres() : null;
for (const procedure of named.length > 0 ? named : procedures) {
  const db: Database = await openDatabase(
    server === null ? { kind: 'pglite', dataDir: null } : { kind: 'postgres', url: await server.createDatabase() },
  );
  await migrate(db, 'migrations');
  const ground = { office: await openOffice(db), means: verbs, databaseRefuses: false };
  const began = performance.now();
  const walked = await tally(ground, procedure, commands, seed);
  print(walked, db.kind, (performance.now() - began) / 1000);
  await db.close();
}
await server?.stop();
process.exitCode = failed.length > 0 ? 1 : 0;

function print(walked: Tally, kind: string, seconds: number): void {
  const { procedure, sent, accepted, refused, walks, byReview, byScope, left, faulty } = walked;
  const share = decidedShare(walked);
  const most = (counts: ReadonlyMap<string, number>): string =>
    [...counts]
      .sort(([, one], [, other]) => other - one)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  console.log(
    [
      `${procedure} on ${kind}: ${sent} commands in ${seconds.toFixed(0)} s, ${accepted} accepted, ${walks} walks, seed ${seed}`,
      `  decided: ${byReview + byScope} (${(100 * share).toFixed(1)} %), by review ${byReview}, by the catalogue ${byScope}`,
      `  refused: ${most(refused)}`,
      ...(left.size === 0 ? [] : [`  left undecided at: ${most(left)}`]),
      `  violations: ${faulty.length}`,
      ...faulty.map(storyOf),
    ].join('\n'),
  );
  if (faulty.length > 0 || share < 0.2) failed.push(procedure);
}

function numberAfter(flag: string, otherwise: number): number {
  const at = flags.indexOf(flag);
  return at < 0 ? otherwise : Number(flags[at + 1]);
}
