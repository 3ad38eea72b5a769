import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { calibrate, median } from './lab/measure.ts';
import { report } from './lab/findings.ts';
import { startService } from '../test/crash/service.ts';

// How long until the service answers that it is ready: the first time, with a new database, and later?
const first: number[] = [];
const later: number[] = [];
const calibrations: number[] = [];
for (let round = 0; round < 3; round += 1) {
  const folder = mkdtempSync(join(tmpdir(), 'sanzhi-bench-'));
  for (const times of [first, later, later]) {
    calibrations.push(calibrate());
    const surroundings = { env: { DATA_DIR: join(folder, 'data') }, logFile: join(folder, 'service.log') };
    const service = await startService(['--demo', '--keys-file', join(folder, 'keys.json')], surroundings);
    times.push((await service.ready) / 1000);
    await service.stop();
  }
  rmSync(folder, { recursive: true });
}
report({
  question: 'From `serve --demo` to ready, on PGlite',
  calibration: median(calibrations),
  findings: [
    { what: 'first start: new database, agency, procedures', value: median(first), unit: 's', gate: { atMost: 8 } },
    { what: 'later start', value: median(later), unit: 's', gate: { atMost: 2 } },
  ],
  notes: ['From source through tsx, which compiles on the way.'],
});
