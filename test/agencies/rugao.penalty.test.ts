import { beijing } from '../../src/cli/demo/timeline.ts';
import { constructionWaste, penaltyBegins, penaltyEnding } from '../../src/cli/demo/penalty.ts';
import { eachDatabase, emptyTables } from '../helpers/databases.ts';
import { judge, readEnding } from '../../src/cli/demo/ending.ts';
import { onTheSpot, onTheSpotBegins } from './onTheSpot.ts';
import { openDesk, type Desk } from '../../src/cli/demo/desk.ts';
import { stageOn } from '../../src/cli/demo/stage.ts';
import { verifyDatabase } from '../../src/cli/verify.ts';
import t from 'tap';

eachDatabase(t, 'a penalty of Rugao in the ordinary procedure, with a hearing, to the archive', async (t, db) => {
  await emptyTables(db);
  const stage = await stageOn(db, 'rugao', beijing(...penaltyBegins));
  t.teardown(() => stage.close());
  const lines: string[] = [];
  const desk = openDesk(stage, { say: (line) => lines.push(line) });
  await constructionWaste(desk);

  await t.test('it ends decided, numbered, published in time, paid and archived', async (t) => {
    const ended = await readEnding(desk);
    const verified = await verifyDatabase(db);
    t.strictSame(verified.tampered, []);
    t.match(judge(ended, penaltyEnding, verified), { code: 0 });
    t.match(ended.decision, { kind: 'penalize', act: 'penalty', by: 'review', decidedBy: 'leader' });
    const page = await (await fetch(`${stage.url}/public`)).text();
    t.match(page, '皋城管罚〔2026〕1号');
    t.notMatch(page, '示例河西岸');
  });

  await t.test('two people reviewed it at two levels, because a hearing was held and the fine is large', async (t) => {
    const [review] = (await parts(desk, 'reviews')) as { id: string }[];
    t.match(await desk.get('reviewer', `/v1/reviews/${review?.id ?? ''}`), {
      state: 'passed',
      levelsAsked: 2,
      opinions: [
        { level: 1, personId: 'reviewer' },
        { level: 2, personId: 'reviewer-2' },
      ],
    });
    t.match(lines.join('\n'), /refused, 409 separation: Each level of review is another person/);
  });

  await t.test('nobody was heard before seven working days of notice were over, nor by an investigator', async (t) => {
    const history = (await parts(desk, 'history?limit=200')) as { type: string; elementId: string; at: string }[];
    const at = (type: string, elementId: string) =>
      history.find((event) => event.type === type && event.elementId === elementId);
    t.match(at('timer.fired', 'noticePeriod'), { dueAt: '2026-04-30T16:00:00.000Z' });
    t.match(at('task.completed', 'holdHearing'), { outcome: 'held', actor: { person: 'checker' } });
  });

  await t.test('its clocks ran in natural or in working days, as the law says, and are stopped', async (t) => {
    const clocks = (await parts(desk, 'clocks')) as { id: string; state: string; dueOn: string }[];
    t.strictSame(clocks.map(({ id, state, dueOn }) => `${id} ${state} ${dueOn}`).sort(), [
      'case-handling stopped 2026-06-29',
      'hearing stopped 2026-05-20',
      'payment stopped 2026-06-04',
      'publication stopped 2026-05-27',
      'review stopped 2026-05-14',
      'review-second stopped 2026-05-18',
      'service stopped 2026-05-27',
    ]);
  });

  await t.test('what a step has to have on record was asked for first', async (t) => {
    t.match(lines.join('\n'), 'refused, 422 record-missing: The step inspectScene has to be on record: R1-2 (video).');
  });
});

eachDatabase(t, 'a penalty of Rugao on the spot, to the archive', async (t, db) => {
  await emptyTables(db);
  const stage = await stageOn(db, 'rugao', beijing(...onTheSpotBegins));
  t.teardown(() => stage.close());
  const lines: string[] = [];
  const desk = openDesk(stage, { say: (line) => lines.push(line) });
  await onTheSpot(desk);

  const ended = await readEnding(desk);
  const verified = await verifyDatabase(db);
  t.strictSame(verified.tampered, []);
  t.match(ended, {
    case: { state: 'completed' },
    decision: { number: '皋城管罚〔2026〕1号', decidedOn: '2026-07-06', by: 'scope', decidedBy: 'handler' },
    publications: [{ state: 'published', dueOn: '2026-07-15' }],
    published: [{ number: '皋城管罚〔2026〕1号', summary: { object: '张某某' } }],
  });
  t.strictSame(await parts(desk, 'reviews'), [], 'the catalogue asks for no review of what is decided on the spot');
  t.match(await desk.get('handler', `${desk.path()}/draft`), { clearance: 'cleared', by: 'scope' });
  t.match(lines.join('\n'), 'refused, 422 record-missing: The step deliver has to be on record: R1-6 (text).');
});

async function parts(desk: Desk, part: string): Promise<readonly unknown[]> {
  const { items } = await desk.get<{ items: readonly unknown[] }>('monitor', `${desk.path()}/${part}`);
  return items;
}
