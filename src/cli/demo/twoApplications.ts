import { addWorkingDays, explainWorkingDays } from '../../domain/deadline.ts';
import { calendarOf } from '../open.ts';
import { clientOf, type Client, type StuckAnswer } from './client.ts';
import { beijing, momentOf } from './timeline.ts';
import { openStage } from './stage.ts';
import { openWindow } from './window.ts';
import { verdict } from './verdict.ts';
import { verifyDatabase } from '../verify.ts';

const required = ['application-form', 'business-licence', 'equipment-and-layout', 'food-safety-rules'];
const missing = 'equipment-and-layout';

/** How the two applications have to end. */
const endings = {
  A: { acceptedOn: '2026-02-10', deemedAccepted: false },
  B: { acceptedOn: '2026-02-09', deemedAccepted: true },
};

/**
 * Drives two applications for a food business permit over HTTP, on a clock moved by hand: A lacks a material and is
 * accepted on time, nobody looks at B. Prints the timeline; 0 when both cases are completed as the law says and every
 * chain is intact, else 1.
 */
export async function twoApplications(): Promise<0 | 1> {
  title(
    'Two applications for a food business permit 食品经营许可, as far as 申请受理. The database is a new one, removed at the end.',
  );
  const stage = await openStage('qilin', beijing('2026-02-02', '08:30'));
  const at = (date: string, time: string) => stage.moveTo(beijing(date, time));
  try {
    const window = openWindow(clientOf(stage.url, stage.keys.clerk));

    title(`A arrives without ${missing}. It is told once what is missing, and delivers it.`);
    await at('2026-02-02', '09:10');
    await window.apply(
      'A',
      required.filter((material) => material !== missing),
    );
    await at('2026-02-04', '15:30');
    await window.answer('A', 'formCheck', { outcome: 'notice', variables: { missingMaterials: [missing] } });
    await at('2026-02-06', '10:20');
    await window.answer('A', 'supplement', { outcome: 'supplemented', variables: { materialsSubmitted: required } });

    title('B arrives, complete. Nobody looks at it.');
    await at('2026-02-09', '10:00');
    await window.apply('B', required);
    for (const line of explainWorkingDays(addWorkingDays('2026-02-09', 5, calendarOf('CN')))) print(line);

    title('A is accepted on time.');
    await at('2026-02-10', '11:00');
    await window.answer('A', 'formCheck', { outcome: 'accepted' });

    title('The monitor asks on Friday what nobody touched for four days.');
    await at('2026-02-13', '17:00');
    await printStuck(clientOf(stage.url, stage.keys.monitor));

    title('The clock is moved over Saturday, a working day this week, into the night.');
    await at('2026-02-14', '23:59');
    const { state, tasks } = await window.read('B');
    print(`${momentOf(beijing('2026-02-14', '23:59'))}: B is ${state}, open tasks: ${tasks.length}`);
    await at('2026-02-15', '00:00');
    await window.show('B');

    title('How it ended');
    const ended = { A: await window.read('A'), B: await window.read('B') };
    const { lines, code } = verdict(ended, endings, await verifyDatabase(stage.db));
    for (const line of lines) console.log(line);
    return code;
  } finally {
    await stage.close();
  }
}

async function printStuck(monitor: Client): Promise<void> {
  const { items } = await monitor.get<{ items: readonly StuckAnswer[] }>('/v1/monitor/stuck?olderThan=P4D&kind=task');
  for (const { caseNumber, name, role, reason, age } of items) {
    const days = Math.floor(age / 86_400);
    print(`case ${caseNumber} waits ${days} days for the ${role ?? 'staff'}: ${name ?? ''}, ${reason ?? 'old'}`);
  }
}

function title(text: string): void {
  console.log(`\n${text}`);
}

function print(line: string): void {
  console.log(`    ${line}`);
}
