import { beijing } from '../src/cli/demo/timeline.ts';
import { calibrate } from './lab/measure.ts';
import { permitBegins } from '../src/cli/demo/permit.ts';
import { permitFigures } from '../test/helpers/permitFigures.ts';
import { postgresLab, stopServer } from './lab/databases.ts';
import { report } from './lab/findings.ts';
import { stageOn } from '../src/cli/demo/stage.ts';
import { totalOf } from '../test/helpers/caseWeight.ts';

// What does a permit case take from its submission to its archive: commands, state, bytes in all tables?
const calibration = calibrate();
const lab = await postgresLab();
const stage = await stageOn(lab.db, 'qilin', beijing(...permitBegins));
const { commands, largestState, weights } = await permitFigures(stage);
await stage.close();
await lab.close();
await stopServer();

const tables = [...new Set(weights.map(({ table }) => table))]
  .map((table) => ({ table, bytes: totalOf(weights.filter((weight) => weight.table === table)) }))
  .sort((a, b) => b.bytes - a.bytes);
const columns = weights.slice(0, 6).map(({ table, column, bytes }) => `\`${table}.${column}\` ${bytes}`);
report({
  question: 'What a permit case takes from submission to archive, on PostgreSQL',
  calibration,
  findings: [
    { what: 'commands', value: commands, unit: '', gate: { atMost: 25 } },
    { what: 'largest state', value: largestState, unit: 'bytes', gate: { atMost: 1024 } },
    { what: 'stored in all tables together', value: totalOf(weights), unit: 'bytes', target: { atMost: 12 * 1024 } },
    ...tables.map(({ table, bytes }) => ({ what: `of it in \`${table}\``, value: bytes, unit: 'bytes' })),
  ],
  notes: [
    'The food business permit of `npm run demo -- --agency qilin`: site check, a review at one level, service, publication.',
    'Bytes are `pg_column_size` of every value of every row of the case, without row headers and indexes.',
    `Heaviest columns: ${columns.join(', ')}.`,
  ],
});
