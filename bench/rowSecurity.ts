import { completeRound, openOffice, startCases, agencyId } from './lab/office.ts';
import { interleaved, median, medianRatio, sideBySide, summary, type Stretch } from './lab/measure.ts';
import { postgresLab, stopServer, type PostgresLab } from './lab/databases.ts';
import { readCounters } from './lab/counters.ts';
import { report } from './lab/findings.ts';
import { rounds, seconds } from './lab/length.ts';

// What does row-level security cost? The functions of load and commit that set the agency for their transaction, against
// the same without policies, and against connections that are pinned to an agency.
const functions = await prepared(async () => undefined);
const without = await prepared(async ({ admin }) => {
  for (const table of await securedTables(admin)) {
    await admin.query(
      `alter table ${table} no force row level security; alter table ${table} disable row level security`,
    );
  }
  await withoutSetConfig(admin);
});
const pinned = await prepared(async ({ admin }) => {
  await admin.query(`alter database ${await databaseName(admin)} set app.agency = '${agencyId}'`);
  await withoutSetConfig(admin);
});
const variants = { functions: functions.once, without: without.once, pinned: pinned.once };
for (const warm of Object.values(variants)) await warm();
for (const { cpuUs } of [functions, without, pinned]) cpuUs.length = 0;
const measured = await interleaved(rounds, variants);
for (const { lab } of [functions, without, pinned]) await lab.close();
await stopServer();

const perSecond = 'completions/s';
report({
  question: 'Row-level security in one round trip, PostgreSQL, in process',
  calibration: median(measured.functions.map(({ calibration }) => calibration)),
  findings: [
    { what: 'functions that set the agency (ours)', value: summary(measured.functions).perSecond, unit: perSecond },
    { what: 'the same without row-level security', value: summary(measured.without).perSecond, unit: perSecond },
    {
      what: 'connections pinned to an agency, nothing set in the functions',
      value: summary(measured.pinned).perSecond,
      unit: perSecond,
    },
    { what: 'ours, CPU of PostgreSQL', value: median(functions.cpuUs), unit: 'µs' },
    { what: 'without, CPU of PostgreSQL', value: median(without.cpuUs), unit: 'µs' },
    { what: 'pinned, CPU of PostgreSQL', value: median(pinned.cpuUs), unit: 'µs' },
    { what: 'ours against none', value: medianRatio(measured.functions, measured.without), unit: '×' },
    { what: 'ours against pinned', value: medianRatio(measured.functions, measured.pinned), unit: '×' },
  ],
  notes: [],
});

interface Prepared {
  readonly lab: PostgresLab;
  readonly once: () => Promise<Stretch>;
  /** µs a completion, of each stretch. */
  readonly cpuUs: number[];
}

async function prepared(change: (lab: PostgresLab) => Promise<void>): Promise<Prepared> {
  const lab = await postgresLab();
  const office = await openOffice(lab.db);
  const cases = await startCases(office, 'round', 16);
  await change(lab);
  await lab.settle(); // settings of a database reach new connections
  const cpuUs: number[] = [];
  const once = async () => {
    const before = await readCounters(lab.admin);
    const stretch = await sideBySide(16, seconds, (writer) => completeRound(office, cases[writer]!));
    const after = await readCounters(lab.admin);
    cpuUs.push((after.cpuUs - before.cpuUs) / stretch.count);
    return stretch;
  };
  await once();
  await lab.settle();
  return { lab, once, cpuUs };
}

async function securedTables(admin: PostgresLab['admin']): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity`,
  );
  return rows.map(({ name }) => name);
}

/** The functions of load and commit without the line that sets the agency. */
async function withoutSetConfig(admin: PostgresLab['admin']): Promise<void> {
  const { rows } = await admin.query<{ text: string }>(
    `select pg_get_functiondef(oid) as text from pg_proc
     where pronamespace = 'public'::regnamespace and proname in ('load_case_v1', 'commit_case_v1')`,
  );
  for (const { text } of rows) {
    const changed = text.replaceAll(`perform set_config('app.agency', p_agency, true);`, '');
    if (changed === text) throw new Error('The function does not set the agency the way this bench takes out.');
    await admin.query(changed);
  }
}

async function databaseName(admin: PostgresLab['admin']): Promise<string> {
  const { rows } = await admin.query<{ name: string }>('select current_database() as name');
  return rows[0]!.name;
}
