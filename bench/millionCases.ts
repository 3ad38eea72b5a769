import { agencyId, completeRound, openOffice, startCases } from './lab/office.ts';
import { interleaved, median, medianRatio, sideBySide, summary } from './lab/measure.ts';
import { postgresLab, stopServer, type PostgresLab } from './lab/databases.ts';
import { report } from './lab/findings.ts';
import { rounds, seconds } from './lab/length.ts';

// Is the service as fast with 1,000,000 finished cases behind it as with none?
const finished = Number(process.env['BENCH_CASES'] ?? 1_000_000);
const emptyLab = await postgresLab();
const fullLab = await postgresLab();
const empty = await openOffice(emptyLab.db);
const full = await openOffice(fullLab.db);
await insertFinished(fullLab, finished);
const inEmpty = await startCases(empty, 'round', 16);
const inFull = await startCases(full, 'round', 16);
const variants = {
  full: () => sideBySide(16, seconds, (writer) => completeRound(full, inFull[writer]!)),
  empty: () => sideBySide(16, seconds, (writer) => completeRound(empty, inEmpty[writer]!)),
};
for (const prefill of Object.values(variants)) await prefill();
await emptyLab.settle();
await fullLab.settle();
for (const warm of Object.values(variants)) await warm();
const measured = await interleaved(rounds, variants);
const sizes = await fullLab.admin.query<{ size: string }>(
  'select pg_size_pretty(pg_database_size(current_database())) as size',
);
await emptyLab.close();
await fullLab.close();
await stopServer();

report({
  question: `After ${finished.toLocaleString('en')} finished cases, PostgreSQL, in process`,
  calibration: median(measured.full.map(({ calibration }) => calibration)),
  findings: [
    {
      what: 'against an empty database',
      value: medianRatio(measured.full, measured.empty),
      unit: '×',
      gate: { atLeast: 0.8 },
    },
    { what: 'completions', value: summary(measured.full).perSecond, unit: 'completions/s' },
    { what: 'completions, empty database', value: summary(measured.empty).perSecond, unit: 'completions/s' },
  ],
  notes: [`Each finished case has two closed tasks and three records; the database holds ${sizes.rows[0]!.size}.`],
});

/** Finished cases as they are after a year's work: the rows of a case, with bodies of the length of real ones. */
async function insertFinished({ admin }: PostgresLab, cases: number): Promise<void> {
  const caseId = `('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const startedAt = `timestamptz '2025-01-01' + n * interval '30 seconds'`;
  await admin.query(`set session_replication_role = replica; set synchronous_commit = off`); // no checks row by row
  await admin.query(
    `insert into instance (agency_id, case_id, number, definition_id, process_id, status, revision, head_hash, state,
       started_by, started_at, ended_at)
     select $1, ${caseId}, '2025-' || n, d.definition_id, 'round', 'completed', 3, sha256(n::text::bytea),
       '{"stateVersion":1,"nextToken":2,"nextWait":3,"events":21,"tokens":[],"waits":[],"variables":{"done":true,"checked":2}}',
       'clerk', ${startedAt}, ${startedAt} + interval '9 days'
     from generate_series(1, $2::integer) n, definition d where d.agency_id = $1 and d.key = 'round'`,
    [agencyId, cases],
  );
  await admin.query(
    `insert into wait (agency_id, case_id, no, kind, element_id, name, definition_id, state, assignee, since, closed_at, closed_by)
     select $1, ${caseId}, no, 'task', 'check', 'Check the materials', d.definition_id, 'completed', 'clerk', ${startedAt},
       ${startedAt} + no * interval '4 days', 'clerk'
     from generate_series(1, $2::integer) n, generate_series(1, 2) no, definition d
     where d.agency_id = $1 and d.key = 'round'`,
    [agencyId, cases],
  );
  await admin.query(
    `insert into record (agency_id, stream_id, seq, hash, body, at)
     select $1, 'case:' || ${caseId}, seq, sha256((n || '.' || seq)::bytea),
       '{"n":' || n || ',"seq":' || seq || ',"events":"' || repeat('element.entered ', 40) || '"}', ${startedAt}
     from generate_series(1, $2::integer) n, generate_series(1, 3) seq`,
    [agencyId, cases],
  );
  await admin.query(`reset session_replication_role; reset synchronous_commit`);
}
