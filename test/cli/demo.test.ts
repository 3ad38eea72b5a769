import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import t from 'tap';
import { lineOf } from '../../src/cli/demo/timeline.ts';
import { verdict } from '../../src/cli/demo/verdict.ts';
import type { CaseAnswer, EventAnswer } from '../../src/cli/demo/client.ts';

const endings = {
  A: { acceptedOn: '2026-02-10', deemedAccepted: false },
  B: { acceptedOn: '2026-02-09', deemedAccepted: true },
};
const intact = { streams: 4, records: 9, tampered: [] };

t.test('the demo ends with both cases completed, the chains intact, and exit code 0', async (t) => {
  const temporary = t.testdir();
  const { code, out, err } = await runDemo(temporary);
  t.equal(code, 0, err);
  const timeline = out.split('\n').filter((line) => /^2026-/.test(line));

  t.match(out, 'waits for: 形式审查 form check, until 24:00 of 2026-02-14 Sat', 'the make-up Saturday counts');
  t.match(out, 'counted although a weekend: 2026-02-14 春节 [国办发明电〔2025〕7号]', 'and the notice says so');
  t.match(out, '2026-02-14 Sat 23:59: B is running, open tasks: 1');
  t.match(out, 'case 2026-000002 waits 4 days for the clerk: 形式审查, unclaimed');
  t.strictSame(stepsOf(timeline, 'A'), [
    '2026-02-02 Mon 09:10 clerk the application arrives at the window',
    '2026-02-02 Mon 09:10 clerk 登记收件日 receipt day registered',
    '2026-02-02 Mon 09:10 waits for: 形式审查 form check, until 24:00 of 2026-02-09 Mon',
    '2026-02-04 Wed 15:30 clerk 形式审查 form check → notice',
    '2026-02-04 Wed 15:30 clerk 一次性告知 one-time notice',
    '2026-02-04 Wed 15:30 waits for: 补正材料 supplement',
    '2026-02-06 Fri 10:20 clerk 补正材料 supplement → supplemented',
    '2026-02-06 Fri 10:20 clerk 登记收件日 receipt day registered',
    '2026-02-06 Fri 10:20 waits for: 形式审查 form check, until 24:00 of 2026-02-13 Fri',
    '2026-02-10 Tue 11:00 clerk 形式审查 form check → accepted',
    '2026-02-10 Tue 11:00 clerk 出具受理凭证 receipt issued',
    '2026-02-10 Tue 11:00 clerk 已受理 accepted',
    '2026-02-10 Tue 11:00 clerk the case is completed',
  ]);
  t.strictSame(stepsOf(timeline, 'B').slice(-4), [
    '2026-02-15 Sun 00:00 timer 五个工作日届满 five working days are over: due 24:00 of 2026-02-14 Sat',
    '2026-02-15 Sun 00:00 timer 登记逾期受理 silence counts as acceptance, as of 2026-02-09 Mon',
    '2026-02-15 Sun 00:00 timer 逾期即为受理 deemed accepted',
    '2026-02-15 Sun 00:00 timer the case is completed',
  ]);
  const moments = timeline.map((line) => line.slice(0, 20));
  t.strictSame(moments.toSorted(), moments, 'the clock only moves forward');
  t.match(out, 'A  case 2026-000001: completed, accepted by the clerk as of 2026-02-10');
  t.match(out, 'B  case 2026-000002: completed, accepted by silence as of 2026-02-09');
  t.match(out, /^chains intact: \d+ records in 10 streams$/m);

  for (const secret of [/小吃店|面馆|示例路/, /sz_/]) t.notMatch(out + err, secret, 'nothing personal, and no key');
  t.notMatch(readdirSync(temporary).join(' '), 'sanzhi-demo-', 'its database is gone');
});

t.test('a case that ended otherwise, or a broken chain, is exit code 1', async (t) => {
  const A = ended('A', endings.A);
  const B = ended('B', endings.B);
  t.equal(verdict({ A, B }, endings, intact).code, 0);
  t.equal(verdict({ A: { ...A, state: 'running' }, B }, endings, intact).code, 1, 'not completed');
  t.equal(verdict({ A, B: ended('B', endings.A) }, endings, intact).code, 1, 'accepted as of another day');
  t.equal(verdict({ A, B: { ...B, variables: {} } }, endings, intact).code, 1, 'not accepted');
  t.equal(verdict({ A, B }, endings, { ...intact, records: 0 }).code, 1, 'nothing to verify');

  const tampered = [{ streamId: 'case:1', seq: 2, reason: 'the body does not match its hash' }];
  const broken = verdict({ A, B }, endings, { ...intact, tampered });
  t.equal(broken.code, 1);
  t.match(
    broken.lines,
    ['A', 'B', 'TAMPERED case:1 seq 2: the body does not match its hash'].map((line) => new RegExp(line)),
  );
});

t.test('a timeline shows Beijing time wherever it is read, and leaves out what people need not see', async (t) => {
  const event: EventAnswer = {
    seq: 1,
    at: '2026-02-14T16:00:00.000Z',
    type: 'case.completed',
    elementId: null,
    elementType: null,
    elementName: null,
    actor: { system: 'timer' },
  };
  t.equal(lineOf('B', event), '2026-02-15 Sun 00:00  B  timer   the case is completed');
  t.equal(lineOf('B', { ...event, type: 'flow.taken', elementId: 'toFormCheck' }), undefined);
});

function runDemo(temporary: string): Promise<{ code: number; out: string; err: string }> {
  const env = {
    ...process.env,
    TMPDIR: temporary,
    TZ: 'America/New_York',
    NODE_ENV: 'production',
    DATABASE_URL: 'postgres://127.0.0.1:1/unused',
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['--import', 'tsx', 'src/main.ts', 'demo'], { env }, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

function stepsOf(timeline: readonly string[], label: string): string[] {
  const own = timeline.filter((line) => line.slice(20).trim().startsWith(`${label} `));
  return own.map((line) => line.replace(`  ${label}  `, ' ').replace(/ {2,}/g, ' '));
}

function ended(label: string, variables: CaseAnswer['variables']): CaseAnswer {
  return { id: label, number: '2026-000001', state: 'completed', tasks: [], variables };
}
