import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import t from 'tap';
import { lineOf } from '../../src/cli/demo/timeline.ts';
import { judge, type DecidedCase } from '../../src/cli/demo/ending.ts';
import { permitEnding } from '../../src/cli/demo/permit.ts';
import { shippedProcedures } from '../../src/cli/procedures.ts';
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
  const streams = ['agency', 'A', 'B', ...shippedProcedures()].length;
  t.match(out, new RegExp(`^chains intact: \\d+ records in ${streams} streams$`, 'm'));

  for (const secret of [/小吃店|面馆|示例路/, /sz_/]) t.notMatch(out + err, secret, 'nothing personal, and no key');
  t.notMatch(readdirSync(temporary).join(' '), 'sanzhi-demo-', 'its database is gone');
});

const toTheArchive = [
  [
    'qilin',
    ['case 2026-000001: completed after 17 commands', '麒审许〔2026〕1号 of 2026-09-24, cleared by review'],
    [
      '2026-09-14 Mon 09:30  handler-2   on record: R7-5 video, from start to end without a break',
      '2026-09-18 Fri 17:00  reviewer    出具审核意见 opinion of the first level → passed',
      '2026-09-24 Thu 10:00  leader      作出决定 decision made → done',
      '2026-10-09 Fri 10:30  checker     公示复核 checked and published → published',
      'published 2026-10-09 Fri 10:30, due by 2026-10-12',
    ],
  ],
  [
    'rugao',
    ['case 2026-000001: completed after 31 commands', '皋城管罚〔2026〕1号 of 2026-05-18, cleared by review'],
    [
      '2026-05-01 Fri 00:00  timer       提前七个工作日 seven working days of notice are over: due 24:00 of 2026-04-30 Thu',
      '2026-05-07 Thu 09:30  checker     举行听证 hearing → held',
      '2026-05-15 Fri 11:00  reviewer-2  上级审核意见 opinion of the second level → passed',
      '2026-05-26 Tue 10:00  checker     公示复核 checked and published → published',
      '2026-06-03 Wed 09:00  clerk       the case is completed',
    ],
  ],
] as const;
for (const [agency, ending, steps] of toTheArchive) {
  t.test(`with ${agency} it runs a case to the archive, and tells who did what and what was published`, async (t) => {
    const temporary = t.testdir();
    const { code, out, err } = await runDemo(temporary, '--agency', agency);
    t.equal(code, 0, `${agency} ${err}`);
    for (const line of [...ending, ...steps]) t.ok(out.includes(line), line);
    t.match(out, /^chains intact: \d+ records in \d+ streams$/m);
    for (const secret of [/示例/, /sz_/]) t.notMatch(out + err, secret, 'nothing personal, and no key');
    t.notMatch(readdirSync(temporary).join(' '), 'sanzhi-demo-', 'its database is gone');
  });
}

t.test('an agency without a case, an option or a word that there is not, are told and are exit code 2', async (t) => {
  const temporary = t.testdir();
  const none = await runDemo(temporary, '--agency', 'nowhere');
  t.match(none, { code: 2, err: 'The demo has no case of nowhere; name one of qilin, rugao with --agency.' });
  t.match(await runDemo(temporary, '--city', 'qilin'), { code: 2, err: "Unknown option '--city'" });
  t.match(await runDemo(temporary, 'qilin'), { code: 2, err: 'demo takes no qilin; name an agency with --agency.' });
});

t.test('a decided case that ended otherwise is exit code 1, and what was expected is told', async (t) => {
  const asItIs: DecidedCase = {
    case: { number: '2026-000001', state: 'completed', revision: 17 },
    decision: { number: permitEnding.number, decidedOn: permitEnding.decidedOn, by: 'review' },
    publications: [{ state: 'published', dueOn: permitEnding.dueOn }],
    published: [{ number: permitEnding.number, publishedAt: permitEnding.publishedAt }],
  };
  t.match(judge(asItIs, permitEnding, intact), { code: 0, lines: { length: 4 } });
  const { case: one, decision, publications, published } = asItIs;
  const others: Partial<DecidedCase>[] = [
    { case: { ...one, state: 'running' } },
    { decision: { ...decision, number: '麒审许〔2026〕2号' } },
    { decision: { ...decision, decidedOn: '2026-09-28' } },
    { publications: [] },
    { publications: publications.map((one) => ({ ...one, state: 'redacted' })) },
    { published: [] },
    { published: published.map((one) => ({ ...one, publishedAt: '2026-10-13T02:30:00.000Z' })) },
  ];
  for (const other of others) {
    const { code, lines } = judge({ ...asItIs, ...other }, permitEnding, intact);
    t.equal(code, 1, JSON.stringify(other));
    t.match(lines.at(-1), `expected: completed, ${permitEnding.number}`);
  }
  const late = { ...permitEnding, dueOn: '2026-10-08' };
  const dueThen = publications.map((one) => ({ ...one, dueOn: '2026-10-08' }));
  t.equal(judge({ ...asItIs, publications: dueThen }, late, intact).code, 1, 'published after its last day');
  t.equal(judge(asItIs, permitEnding, { ...intact, records: 0 }).code, 1, 'nothing to verify');
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

function runDemo(temporary: string, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = {
    ...process.env,
    TMPDIR: temporary,
    TZ: 'America/New_York',
    NODE_ENV: 'production',
    DATABASE_URL: 'postgres://127.0.0.1:1/unused',
  };
  return new Promise((resolve) => {
    const line = ['--import', 'tsx', 'src/main.ts', 'demo', ...words];
    const child = execFile(process.execPath, line, { env }, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

function stepsOf(timeline: readonly string[], label: string): string[] {
  const own = timeline.filter((line) => line.slice(20).trim().startsWith(`${label} `));
  return own.map((line) => line.replace(`  ${label}  `, ' ').replace(/ {2,}/g, ' '));
}

function ended(label: string, variables: CaseAnswer['variables']): CaseAnswer {
  return { id: label, number: '2026-000001', state: 'completed', revision: 1, tasks: [], variables };
}
