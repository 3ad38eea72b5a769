import t from 'tap';
import { checkJoins } from '../../src/bpmn/compile/joins.ts';
import { processModel, timer, type Shape } from '../engine/models.ts';

const task: Shape = { type: 'userTask' };
const start: Shape = { type: 'startEvent' };
const and: Shape = { type: 'parallelGateway' };
const xor: Shape = { type: 'exclusiveGateway' };

function found(shapes: Record<string, Shape>, ...flows: string[]): unknown[] {
  const model = processModel({ start, ...shapes }, flows);
  return checkJoins(model.nodes, model.flows).map(({ rule, elementId, path }) => [rule, elementId, ...(path ?? [])]);
}

void t.test('a join of a split is fine, choices and loops between them too', async (t) => {
  const shapes = { split: and, a: task, x: xor, b: task, c: task, m: xor, join: and, again: xor, head: xor };
  t.strictSame(
    found(
      shapes,
      'start -> head',
      'head -> split',
      'split -> a',
      'split -> x',
      'x -> b',
      'x -> c',
      'b -> m',
      'c -> m',
      'a -> join',
      'm -> join',
      'join -> again',
      'again -> head',
      'again -> end',
    ).concat(found({ split: and, a: task, join: and }, 'start -> split', 'split -> a', 'split -> join', 'a -> join')),
    [],
  );
});

void t.test('a join of a choice never passes', async (t) => {
  t.strictSame(
    found({ x: xor, a: task, b: task, join: and }, 'start -> x', 'x -> a', 'x -> b', 'a -> join', 'b -> join'),
    [['join-unmatched', 'join']],
  );
  t.strictSame(
    found(
      { race: { type: 'eventBasedGateway' }, a: task, b: task, join: and },
      'start -> race',
      'race -> a',
      'race -> b',
      'a -> join',
      'b -> join',
    ),
    [['join-unmatched', 'join']],
    'nor one of a race',
  );
});

void t.test('a branch that can go elsewhere may starve the join; the finding says by which way', async (t) => {
  t.strictSame(
    found(
      { split: and, a: task, x: xor, out: task, join: and },
      'start -> split',
      'split -> a',
      'split -> x',
      'x -> join',
      'x -> out',
      'a -> join',
    ),
    [['join-starves', 'join', 'x-out', 'join']],
  );
  t.strictSame(
    found(
      { split: and, a: task, b: task, twice: task, c: task, join: and },
      'start -> split',
      'split -> a',
      'split -> b',
      'split -> c',
      'a -> twice',
      'b -> twice',
      'twice -> join',
      'c -> join',
    ),
    [['join-starves', 'join', 'join']],
    'two tokens on one side leave one over',
  );
});

void t.test('an interrupting event takes the token away, another one makes the number unknown', async (t) => {
  const limit = (interrupting: boolean): Shape => {
    return { type: 'boundaryEvent', attachedTo: 'a', interrupting, timer: timer('duration', 'P1D') };
  };
  const flows = ['start -> split', 'split -> a', 'split -> b', 'a -> join', 'b -> join'];
  const shapes = { split: and, a: task, b: task, late: task, join: and };
  t.strictSame(found({ ...shapes, limit: limit(true) }, ...flows, 'limit -> late'), [
    ['join-starves', 'join', 'limit-late', 'join'],
  ]);
  t.strictSame(found({ ...shapes, limit: limit(false) }, ...flows, 'limit -> late'), []);
  t.strictSame(found({ ...shapes, limit: limit(false) }, ...flows, 'limit -> join'), []);
});

void t.test('what ends everything starves no join', async (t) => {
  for (const stop of [
    { type: 'endEvent', terminate: true },
    { type: 'endEvent', throws: 'refused' },
  ] as const) {
    const shapes: Record<string, Shape> = { split: and, a: task, x: xor, stop, join: and };
    t.strictSame(
      found(shapes, 'start -> split', 'split -> a', 'split -> x', 'x -> join', 'x -> stop', 'a -> join'),
      [],
    );
  }
});

void t.test('flows by outcome are a choice', async (t) => {
  t.strictSame(
    found(
      { review: { type: 'userTask', outcomes: ['passed', 'returned'] }, join: and },
      'start -> review',
      'review -> join : by passed',
      'review -> mend : by returned',
      'mend -> join',
    ).length,
    1,
  );
});

void t.test('a join that is out of reach, and a graph too wide to play, are left alone', async (t) => {
  t.strictSame(found({ a: task, lost: task, join: and }, 'start -> a', 'lost -> join', 'a -> end', 'lost -> end'), []);
  const wide: Record<string, Shape> = { split: and, join: and };
  const flows = ['start -> split'];
  for (let at = 0; at < 16; at += 1) {
    Object.assign(wide, { [`x${at}`]: xor, [`a${at}`]: and, [`b${at}`]: and });
    flows.push(`split -> x${at}`, `x${at} -> a${at}`, `x${at} -> b${at}`, `a${at} -> join`);
  }
  const begin = performance.now();
  found(wide, ...flows);
  t.ok(performance.now() - begin < 1_000);
});
