import { performance } from 'node:perf_hooks';
import { agencyId, openOffice, startCases } from './lab/office.ts';
import { asAgency } from '../src/store/asAgency.ts';
import { calibrate, median } from './lab/measure.ts';
import { fireDue } from '../src/worker/timers.ts';
import { openDatabase, type Database } from '../src/store/db.ts';
import { pgliteLab, postgresLab, stopServer, type Lab } from './lab/databases.ts';
import { report, type Finding } from './lab/findings.ts';

// 10,000 timers fall due at once: are all fired, each once, and how fast? On PostgreSQL two nodes fire them.
const timers = Number(process.env['BENCH_TIMERS'] ?? 10_000);
const calibrations: number[] = [];
const findings: Finding[] = [];
const postgres = await postgresLab();
const secondNode = await openDatabase({ kind: 'postgres', url: postgres.env['DATABASE_URL']! });
findings.push(...(await fireAll('PostgreSQL, two nodes', postgres, [postgres.db, secondNode])));
await secondNode.close();
await postgres.close();
await stopServer();
const embedded = await pgliteLab();
findings.push(...(await fireAll('PGlite', embedded, [embedded.db])));
await embedded.close();
report({
  question: `${timers.toLocaleString('en')} due timers`,
  calibration: median(calibrations),
  findings,
  notes: [],
});

async function fireAll(where: string, lab: Lab, nodes: readonly Database[]): Promise<Finding[]> {
  const clock = { now: '2026-03-02T01:00:00.000Z' };
  const office = await openOffice(lab.db, () => clock.now);
  await startCases(office, 'delay', timers);
  await lab.settle();
  calibrations.push(calibrate());
  clock.now = '2026-03-02T02:00:00.000Z';
  const failures: unknown[] = [];
  const started = performance.now();
  await Promise.all(
    nodes.map((db, node) =>
      fireDue({ ...office.house, db }, `node-${node}`, (_due, error) => void failures.push(error)),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  if (failures.length > 0) throw failures[0];
  const { lost, twice } = await asAgency(lab.db, agencyId, async (trx) => {
    const { rows } = await trx.raw<{ rows: { lost: number; twice: number }[] }>(
      `select count(*) filter (where fired = 0)::integer as lost, count(*) filter (where fired > 1)::integer as twice
       from (
         select (select count(*) from record r, json_array_elements(r.body::json -> 'events') e
           where r.agency_id = i.agency_id and r.stream_id = 'case:' || i.case_id and e ->> 'type' = 'timer.fired') as fired
         from instance i where i.agency_id = ?
       ) one`,
      [agencyId],
    );
    return rows[0]!;
  });
  return [
    { what: `${where}: until all are fired`, value: seconds, unit: 's', target: { atMost: 20 } },
    { what: `${where}: lost`, value: lost, unit: '', gate: { atMost: 0 } },
    { what: `${where}: fired twice`, value: twice, unit: '', gate: { atMost: 0 } },
  ];
}
