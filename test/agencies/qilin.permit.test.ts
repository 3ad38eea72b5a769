import { beijing } from '../../src/cli/demo/timeline.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { judge, readEnding } from '../../src/cli/demo/ending.ts';
import { permitBegins, permitEnding } from '../../src/cli/demo/permit.ts';
import { permitFigures } from '../helpers/permitFigures.ts';
import { stageOn } from '../../src/cli/demo/stage.ts';
import { totalOf } from '../helpers/caseWeight.ts';
import { verifyDatabase } from '../../src/cli/verify.ts';
import t from 'tap';

eachDatabase(t, 'a food business permit of Qilin, from submission to archive', async (t, db) => {
  const stage = await stageOn(db, 'qilin', beijing(...permitBegins));
  t.teardown(() => stage.close());
  const { desk, lines, commands, largestState, weights } = await permitFigures(stage);

  await t.test('it ends decided on its clearance, numbered, published in time and archived', async (t) => {
    const ended = await readEnding(desk);
    const verified = await verifyDatabase(db);
    t.strictSame(verified.tampered, []);
    t.match(judge(ended, permitEnding, verified), { code: 0 });
    t.match(ended, {
      case: { state: 'completed', number: '2026-000001' },
      decision: { number: '麒审许〔2026〕1号', kind: 'grant', by: 'review', decidedBy: 'leader', state: 'effective' },
      publications: [{ state: 'published', redactedBy: 'publisher', approvedBy: 'checker' }],
    });
    t.match(await desk.get('handler', `${desk.path()}/draft`), { version: 1, clearance: 'cleared', by: 'review' });
    const tasks = await desk.get<{ items: readonly { state: string }[] }>('monitor', `${desk.path()}/tasks`);
    t.strictSame(new Set(tasks.items.map(({ state }) => state)), new Set(['completed']));
    t.strictSame((await desk.get<{ items: unknown[] }>('monitor', `${desk.path()}/waits`)).items, []);
  });

  await t.test('it was reviewed by somebody who did not handle it', async (t) => {
    const { items } = await desk.get<{ items: readonly { id: string }[] }>('reviewer', `${desk.path()}/reviews`);
    t.match(await desk.get('reviewer', `/v1/reviews/${items[0]?.id ?? ''}`), {
      state: 'passed',
      levelsAsked: 1,
      levelsPassed: 1,
      requestedBy: 'handler',
      acceptance: { by: 'reviewer' },
      opinions: [{ personId: 'reviewer', outcome: 'passed', checklist: { length: 6 } }],
    });
  });

  await t.test('what was not there yet was refused, and told', async (t) => {
    const told = lines.join('\n');
    t.match(told, 'refused, 422 record-missing: The step siteCheck has to be on record: R7-5 (text), R7-5 (video).');
    t.match(told, /refused, 422 not-cleared: Draft 1 .* has no clearance/);
    t.ok(told.indexOf('the public register shows nothing yet') < told.indexOf('public since 2026-10-09 Fri 10:30'));
  });

  await t.test('the records of the steps stand on the record, two officers at the site', async (t) => {
    const { items } = await desk.get<{ items: readonly { body: string }[] }>('monitor', `${desk.path()}/records`);
    const bodies = items.map(({ body }) => (typeof body === 'string' ? (JSON.parse(body) as Body) : (body as Body)));
    const given = bodies.flatMap(({ actor, facts = {} }) =>
      (facts.evidence ?? []).map(({ item, kind, unbroken }) => [actor.person, item, kind, unbroken].join(' ')),
    );
    t.strictSame(given, [
      'handler R7-9 text false',
      'handler-2 R7-5 video true',
      'handler R7-5 text false',
      'clerk R7-10 document false',
      'clerk R7-10 text false',
    ]);
  });

  await t.test('its clocks ran by the calendar of 2026 and are stopped', async (t) => {
    const { items } = await desk.get<{ items: readonly { id: string; state: string; dueOn: string }[] }>(
      'monitor',
      `${desk.path()}/clocks`,
    );
    t.strictSame(items.map(({ id, state, dueOn }) => `${id} ${state} ${dueOn}`).sort(), [
      'decision stopped 2026-10-12',
      'issue stopped 2026-10-15',
      'publication stopped 2026-10-12',
      'review stopped 2026-09-20',
    ]);
    t.match(lines.join('\n'), 'clock decision is running, until 24:00 of 2026-10-12 Mon');
  });

  await t.test('its page is public, and shows nothing that stays hidden', async (t) => {
    const list = await (await fetch(`${stage.url}/public`)).text();
    t.match(list, '麒审许〔2026〕1号');
    const [address = ''] = /\/public\/decisions\/[0-9a-f-]+/.exec(list) ?? [];
    const page = await (await fetch(`${stage.url}${address}`)).text();
    for (const shown of ['曲靖市麒麟区行政审批局', '示例餐饮有限公司', '行政许可', '准予食品经营许可'])
      t.match(page, shown);
    t.notMatch(page, '示例路');
  });

  await t.test('it takes few commands and little state', async (t) => {
    t.comment(`${commands} commands, state ≤ ${largestState} bytes, ${totalOf(weights)} bytes in all tables`);
    t.ok(commands <= 25, `${commands} commands`);
    t.ok(largestState <= 1024, `state of ${largestState} bytes`);
    t.ok(totalOf(weights) <= 34 * 1024, 'more is stored of a case than before; bench/permitCase.ts tells where');
    const tables = ['clock', 'decision', 'draft', 'evidence', 'instance', 'publication', 'record', 'review'];
    const others = ['review_opinion', 'scope', 'variable', 'wait'];
    t.strictSame([...new Set(weights.map(({ table }) => table))].sort(), [...tables, ...others], 'all are weighed');
  });
});

interface Body {
  readonly actor: { readonly person: string };
  readonly facts?: { readonly evidence?: readonly Record<'item' | 'kind' | 'unbroken', unknown>[] };
}
