import { completeInTransaction } from './lab/peer.ts';
import { completeOverHttp, serveLab } from './lab/load.ts';
import { completeRound, inTurn, openOffice, startCases } from './lab/office.ts';
import { interleaved, median, medianRatio, sideBySide, summary } from './lab/measure.ts';
import { postgresLab, stopServer } from './lab/databases.ts';
import { report } from './lab/findings.ts';
import { rounds, seconds } from './lab/length.ts';
import { openDatabase } from '../src/store/db.ts';
import { watchWire, type Wire } from './lab/wire.ts';

// How fast are user tasks completed on PostgreSQL, in process and over HTTP, against the same writes as a transaction of
// knex's query builder?
const lab = await postgresLab();
const office = await openOffice(lab.db);
const [own, peers, remote, limited] = await Promise.all([
  startCases(office, 'round', 16),
  startCases(office, 'round', 16),
  startCases(office, 'round', 24),
  startCases(office, 'limit', 1600),
]);
const nextLimited = inTurn(limited, 16);
const variants = {
  inProcess: () => sideBySide(16, seconds, (writer) => completeRound(office, own[writer]!)),
  limits: () => sideBySide(16, seconds, (writer) => completeRound(office, nextLimited(writer))),
  peer: () => sideBySide(16, seconds, (writer) => completeInTransaction(office, lab.db.knex, peers[writer]!)),
};
for (const prefill of Object.values(variants)) await prefill();
await lab.settle();

const wire = await wireOfOne();
const service = await serveLab(lab);
const http = () => completeOverHttp(service.url, office.keys.clerk, remote, seconds);
await http();
const measured = await interleaved(rounds, { ...variants, http });
await service.stop();
await lab.close();
await stopServer();

const inProcess = summary(measured.inProcess);
const overHttp = summary(measured.http);
const perSecond = 'completions/s';
report({
  question: 'User tasks completed on PostgreSQL: 16 cases in process, 24 connections over HTTP',
  calibration: median(measured.inProcess.map(({ calibration }) => calibration)),
  findings: [
    { what: 'in process', value: inProcess.perSecond, unit: perSecond, target: { atLeast: 1500 } },
    { what: 'in process, p50', value: inProcess.p50, unit: 'ms' },
    { what: 'in process, p99', value: inProcess.p99, unit: 'ms', target: { atMost: 20 } },
    {
      what: 'times the same writes as `knex.transaction` with builder calls',
      value: medianRatio(measured.inProcess, measured.peer),
      unit: '×',
      gate: { atLeast: 2 },
    },
    { what: 'those builder calls', value: summary(measured.peer).perSecond, unit: perSecond },
    { what: 'statements of a completion', value: wire.statements, unit: '', gate: { atLeast: 2, atMost: 2 } },
    { what: 'round trips of a completion', value: wire.roundTrips, unit: '', gate: { atLeast: 2, atMost: 2 } },
    {
      what: 'in process, enforcement procedure, each task with a limit `P5WD` (a timer closed, a timer opened)',
      value: summary(measured.limits).perSecond,
      unit: perSecond,
    },
    { what: 'over HTTP', value: overHttp.perSecond, unit: perSecond, target: { atLeast: 1000 } },
    { what: 'over HTTP, p50', value: overHttp.p50, unit: 'ms' },
    { what: 'over HTTP, p99', value: overHttp.p99, unit: 'ms', target: { atMost: 70 } },
    {
      what: 'HTTP against in process',
      value: medianRatio(measured.http, measured.inProcess),
      unit: '×',
      gate: { atLeast: 0.7 },
    },
  ],
  notes: ['Service, PostgreSQL and load generator share the machine.'],
});

/** What one completion, the hundredth on its connection, sends over the wire. */
async function wireOfOne(): Promise<Wire> {
  const watched = await watchWire(lab.env['DATABASE_URL']!);
  const db = await openDatabase({ kind: 'postgres', url: watched.url, poolSize: 1 });
  const through = { ...office, house: { ...office.house, db } };
  for (let warm = 0; warm < 99; warm += 1) await completeRound(through, own[0]!);
  watched.look();
  await completeRound(through, own[0]!);
  const wire = watched.look();
  await db.close();
  watched.close();
  return wire;
}
