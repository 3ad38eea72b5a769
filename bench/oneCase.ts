import { completeTask } from '../src/service/cases.ts';
import { median, rate, sideBySide, summary, type Stretch } from './lab/measure.ts';
import { agencyId, done, openOffice, startCases } from './lab/office.ts';
import { postgresLab, stopServer } from './lab/databases.ts';
import { report } from './lab/findings.ts';
import { rounds, seconds } from './lab/length.ts';

// Do 16 writers on one case get in each other's way? Each completes the next task of the loop; thousands of closed waits
// pile up in the case.
const lab = await postgresLab();
const office = await openOffice(lab.db);
const [one] = await startCases(office, 'round', 1);
await startCases(office, 'round', 1000); // others that wait meanwhile
let commands = 0;
const write = async (): Promise<void> => {
  const no = (commands += 1);
  done(await completeTask(office.house, office.clerk, one!.id, { no, variables: { checked: no }, revision: null }));
};
await sideBySide(16, seconds, write);
await lab.settle();
const stretches: Stretch[] = [];
for (let round = 0; round < rounds; round += 1) stretches.push(await sideBySide(16, seconds, write));

const { rows } = await lab.admin.query<{ records: number; once: number; revision: number }>(
  `select count(*)::integer as records, count(distinct body::json #>> '{variables,checked}')::integer as once,
     (select revision from instance where agency_id = $1 and case_id = $2) as revision
   from record where agency_id = $1 and stream_id = 'case:' || $2::text and seq > 1`,
  [agencyId, one!.id],
);
const { records = 0, once = 0, revision = 0 } = rows[0] ?? {};
const { perSecond, p50, p99 } = summary(stretches);
await lab.close();
await stopServer();

report({
  question: '16 writers on one case, PostgreSQL, in process',
  calibration: median(stretches.map(({ calibration }) => calibration)),
  findings: [
    { what: 'commands', value: perSecond, unit: 'commands/s', target: { atLeast: 1000 } },
    { what: 'p50', value: p50, unit: 'ms' },
    { what: 'p99', value: p99, unit: 'ms' },
    { what: 'commands refused (503 or other)', value: commands + 1 - revision, unit: '', gate: { atMost: 0 } },
    {
      what: 'commands not exactly once',
      value: Math.abs(commands - once) + Math.abs(commands - records),
      unit: '',
      gate: { atMost: 0 },
    },
    {
      what: 'last round against the first, with every wait of the rounds between closed in the case',
      value: rate(stretches.at(-1)!) / rate(stretches[0]!),
      unit: '×',
    },
  ],
  notes: [`The case ended with ${commands.toLocaleString('en')} closed waits.`],
});
