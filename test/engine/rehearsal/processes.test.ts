import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { parseDefinition } from '../../../src/bpmn/parse.ts';
import { rehearse } from '../../../src/engine/rehearsal/rehearse.ts';
import { at, thursday } from '../models.ts';

const folder = new URL('../../../processes/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.bpmn'))
  .sort();

t.test('there are shipped procedures to rehearse', async (t) => {
  t.ok(files.length > 0, 'processes/ holds BPMN files');
});

for (const file of files) {
  t.test(`${file}: both engines agree along paths that cover every flow`, async (t) => {
    const bytes = readFileSync(new URL(file, folder));
    const reading = await parseDefinition(bytes);
    if (!reading.ok) return t.fail('the file cannot be read', { findings: reading.findings });
    const processes = Object.values(reading.model.processes);
    t.ok(processes.length > 0, 'it holds an executable process');
    for (const model of processes) {
      const report = await rehearse(bytes.toString('utf8'), model, at(thursday));
      t.strictSame(report.disagreements, []);
      t.strictSame(report.uncovered, []);
      t.equal(report.flowsCovered, report.flowsTotal);
      t.comment(`${model.id}: ${report.paths} paths, ${report.flowsCovered} of ${report.flowsTotal} flows`);
    }
  });
}
