import { join } from 'node:path';
import knex, { type Knex } from 'knex';
import ClientPGLite from 'knex-pglite';
import { completeInTransaction } from './lab/peer.ts';
import { completeOverHttp, serveLab } from './lab/load.ts';
import { completeRound, openOffice, startCases, type Office, type RoundCase } from './lab/office.ts';
import { interleaved, median, medianRatio, sideBySide, summary } from './lab/measure.ts';
import { openDurablePglite } from '../src/store/durableFs.ts';
import { pgliteLab, type Lab } from './lab/databases.ts';
import { report } from './lab/findings.ts';
import { rounds, seconds } from './lab/length.ts';
import type { Database } from '../src/store/db.ts';

// How fast are user tasks completed on the embedded database with real fsync, against stock knex-pglite on the same disk
// and with the same fsync? Once it makes the same calls as we do, once it writes as a transaction of builder calls.
const ours = await pgliteLab();
const office = await openOffice(ours.db);
const own = await startCases(office, 'round', 16);
await fill(ours, office, own);

const stockLab = await pgliteLab();
const stockOffice = await openOffice(stockLab.db);
const calls = await startCases(stockOffice, 'round', 16);
const builders = await startCases(stockOffice, 'round', 16);
await fill(stockLab, stockOffice, [...calls, ...builders]);
await stockLab.db.close();
const stock = await openStock(stockLab);
const throughStock = { ...stockOffice, house: { ...stockOffice.house, db: sameCalls(stock) } };

const served = await pgliteLab();
const servedOffice = await openOffice(served.db);
const remote = await startCases(servedOffice, 'round', 16);
await fill(served, servedOffice, remote);
await served.db.close();
const service = await serveLab(served);

const variants = {
  ours: () => sideBySide(16, seconds, (writer) => completeRound(office, own[writer]!)),
  stockCalls: () => sideBySide(16, seconds, (writer) => completeRound(throughStock, calls[writer]!)),
  stockBuilder: () =>
    sideBySide(16, seconds, (writer) => completeInTransaction(throughStock, stock, builders[writer]!)),
  http: () => completeOverHttp(service.url, servedOffice.keys.clerk, remote, seconds),
};
for (const warm of Object.values(variants)) await warm();
const measured = await interleaved(rounds, variants);
await service.stop();

const inProcess = summary(measured.ours);
const overHttp = summary(measured.http);
const perSecond = 'completions/s';
report({
  question: 'User tasks completed on PGlite, on disk with real fsync: 16 cases',
  calibration: median(measured.ours.map(({ calibration }) => calibration)),
  findings: [
    { what: 'in process', value: inProcess.perSecond, unit: perSecond, target: { atLeast: 500 } },
    { what: 'in process, p50', value: inProcess.p50, unit: 'ms' },
    { what: 'in process, p99', value: inProcess.p99, unit: 'ms' },
    {
      what: 'times stock `knex-pglite` that writes the same in a transaction',
      value: medianRatio(measured.ours, measured.stockBuilder),
      unit: '×',
      gate: { atLeast: 1.5 },
    },
    {
      what: 'times stock `knex-pglite` that makes the same two calls',
      value: medianRatio(measured.ours, measured.stockCalls),
      unit: '×',
      gate: { atLeast: 1.5 },
    },
    { what: 'stock, transaction', value: summary(measured.stockBuilder).perSecond, unit: perSecond },
    { what: 'stock, same calls', value: summary(measured.stockCalls).perSecond, unit: perSecond },
    { what: 'over HTTP', value: overHttp.perSecond, unit: perSecond, target: { atLeast: 400 } },
    { what: 'over HTTP, p50', value: overHttp.p50, unit: 'ms' },
    { what: 'over HTTP, p99', value: overHttp.p99, unit: 'ms' },
    { what: 'HTTP against in process', value: medianRatio(measured.http, measured.ours), unit: '×' },
  ],
  notes: ['Stock `knex-pglite` runs on our file system, so that its commits are on disk too.'],
});

/** Rows and statistics before the first plan is made: one made on empty tables stays as long as its connection. */
async function fill(lab: Lab, at: Office, cases: readonly RoundCase[]): Promise<void> {
  await sideBySide(cases.length, seconds, (writer) => completeRound(at, cases[writer]!));
  await lab.settle();
}

async function openStock(lab: Lab): Promise<Knex> {
  const pglite = await openDurablePglite(join(lab.folder, 'data'));
  await pglite.exec(`set timezone = 'UTC'; set role sanzhi_app`);
  return knex({ client: ClientPGLite, dialect: 'postgres', connection: { pglite } as Knex.StaticConnectionConfig });
}

/** Our store over stock knex-pglite: the same texts and parameters, through `knex.raw`. */
function sameCalls(through: Knex): Database {
  const connection = {
    query: ({ text, values }: { text: string; values: readonly Knex.RawBinding[] }) =>
      through.raw<unknown>(text.replaceAll(/\$\d+/g, '?'), values),
  };
  const pool = { acquireConnection: () => Promise.resolve(connection), releaseConnection: () => Promise.resolve() };
  return {
    kind: 'pglite',
    knex: { client: pool } as unknown as Knex,
    dump: () => Promise.reject(new Error('A bench keeps no dump.')),
    close: () => through.destroy(),
  };
}
