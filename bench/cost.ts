import { calibrate, median, sideBySide } from './lab/measure.ts';
import { completeRound, inTurn, openOffice, startCases, agencyId, type Office, type RoundCase } from './lab/office.ts';
import { completeTask } from '../src/commands/completeTask.ts';
import { isRefusal } from '../src/domain/refusal.ts';
import { loadCaseSnapshot } from '../src/store/snapshot.ts';
import { newIdentity } from '../src/service/identity.ts';
import { postgresLab, stopServer, type PostgresLab } from './lab/databases.ts';
import { readCounters } from './lab/counters.ts';
import { report, type Finding } from './lab/findings.ts';
import { rounds, seconds } from './lab/length.ts';

// What does one completion cost: bytes of WAL and state, µs of deciding, of the service, of PostgreSQL?
const lab = await postgresLab();
const office = await openOffice(lab.db);
const findings: Finding[] = [];
const calibrations: number[] = [];
for (const model of ['round', 'limit']) {
  const cases = await startCases(office, model, 1600);
  const name = model === 'round' ? '' : ', enforcement with a limit `P5WD`';
  findings.push(...(await costs(lab, office, cases, name)));
}
await lab.close();
await stopServer();
report({
  question: 'What one completion costs on PostgreSQL',
  calibration: median(calibrations),
  findings,
  notes: [
    'WAL without a checkpoint in between; `wal_fpi` says how many full page images were in it.',
    'CPU of the service: the whole process in process; of PostgreSQL: its backends (`/proc/<pid>/stat`).',
  ],
});

async function costs({ admin, settle }: PostgresLab, at: Office, cases: RoundCase[], name: string): Promise<Finding[]> {
  const next = inTurn(cases, 16);
  const once = (writer: number) => completeRound(at, next(writer));
  await sideBySide(16, seconds, once);
  await settle();
  await sideBySide(16, seconds, once);
  const samples: Record<'wal' | 'images' | 'node' | 'postgres', number>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = await readCounters(admin);
    const { count, calibration, cpuUs } = await sideBySide(16, seconds, once);
    const after = await readCounters(admin);
    calibrations.push(calibration);
    samples.push({
      wal: (after.wal - before.wal) / count,
      images: (after.images - before.images) / count,
      node: cpuUs / count,
      postgres: (after.cpuUs - before.cpuUs) / count,
    });
  }
  const of = (what: keyof (typeof samples)[number]) => median(samples.map((sample) => sample[what]));
  const decided = await decideCost(at, cases[0]!);
  return [
    { what: `WAL${name}`, value: of('wal'), unit: 'bytes', gate: { atMost: 6000 } },
    { what: `full page images in it${name}`, value: of('images'), unit: '' },
    { what: `state${name}`, value: decided.stateBytes, unit: 'bytes', gate: { atMost: 1024 } },
    { what: `record${name}`, value: decided.recordBytes, unit: 'bytes' },
    { what: `decide, record and its hash included${name}`, value: decided.us, unit: 'µs', gate: { atMost: 150 } },
    { what: `service, CPU${name}`, value: of('node'), unit: 'µs', target: { atMost: 500 } },
    { what: `PostgreSQL, CPU${name}`, value: of('postgres'), unit: 'µs', target: { atMost: 450 } },
  ];
}

async function decideCost(
  { house, clerk }: Office,
  one: RoundCase,
): Promise<{ us: number; stateBytes: number; recordBytes: number }> {
  const { snapshot } = await loadCaseSnapshot(house.db, { agencyId, personId: null, repeatable: null }, one.id);
  const model = await house.models.get(agencyId, snapshot!.definition);
  const context = {
    now: house.now(),
    calendar: house.calendar,
    process: model.processes[snapshot!.processId]!,
    privacy: { kind: 'generic' },
    maxSteps: 2000,
    actor: clerk.actor,
  } as const;
  const decide = () =>
    completeTask(
      snapshot!,
      { no: one.task, variables: { checked: 1 }, revision: null },
      { ...newIdentity(), ...context },
    );
  const batches = Array.from({ length: 20 }, () => {
    const before = process.cpuUsage(); // not the clock: whoever shares the core does not decide more slowly for it
    for (let call = 0; call < 500; call += 1) decide();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 500;
  });
  calibrations.push(calibrate());
  const changeset = decide();
  if (isRefusal(changeset)) throw new Error(changeset.detail);
  return {
    us: median(batches),
    stateBytes: Buffer.byteLength(changeset.state),
    recordBytes: Buffer.byteLength(changeset.record.body),
  };
}
