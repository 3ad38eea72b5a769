import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { ProcessModel } from '../../src/bpmn/model.ts';
import type { Advanced } from '../../src/engine/state.ts';
import { after, processModel, started, type Shape } from './models.ts';
import { placesOf, textOf, TokenPlay, type Graph, type Holding, type Kind, type Marking } from './tokenPlay.ts';

/** Graphs that are explored. */
const numRuns = Number(process.env['RUNS'] ?? 5_000);
const limits = { states: 40, choices: 8 };

const kind = fc.constantFrom<Kind>(
  'task',
  'task',
  'exclusive',
  'parallel',
  'parallel',
  'inclusive',
  'inclusive',
  'events',
);
const specs = fc.array(fc.record({ kind, from: fc.array(fc.nat(), { minLength: 1, maxLength: 2 }), back: fc.nat() }), {
  minLength: 2,
  maxLength: 6,
});
type Spec = typeof specs extends fc.Arbitrary<(infer S)[]> ? S : never;

/** At most 8 nodes and an end; each is led to from earlier ones, many lead back. */
function graphOf(drawn: readonly Spec[]): Graph {
  const nodes: { id: string; kind: Kind }[] = [{ id: 's', kind: 'start' }];
  const pairs = new Set<string>();
  const closed = new Set<string>();
  for (const spec of drawn) {
    if (nodes.length > (spec.kind === 'events' ? 5 : 7)) break;
    const id = `n${String(nodes.length)}`;
    const before = nodes.filter((node) => !closed.has(node.id));
    for (const from of spec.from) pairs.add(`${before[from % before.length]!.id}>${id}`);
    nodes.push({ id, kind: spec.kind });
    if (spec.kind !== 'events') continue;
    closed.add(id);
    for (const event of ['a', 'b']) {
      nodes.push({ id: id + event, kind: 'event' });
      pairs.add(`${id}>${id}${event}`);
    }
  }
  const sources = nodes.filter(({ id, kind: of }) => of !== 'start' && !closed.has(id));
  const targets = nodes.filter(({ kind: of }) => of !== 'start' && of !== 'event');
  for (const { back } of drawn) {
    if (back % 3 === 0) continue;
    pairs.add(`${sources[back % sources.length]!.id}>${targets[(back >> 4) % targets.length]!.id}`);
  }
  nodes.push({ id: 'end', kind: 'end' });
  for (const { id, kind: of } of nodes) {
    if (of !== 'end' && ![...pairs].some((pair) => pair.startsWith(`${id}>`))) pairs.add(`${id}>end`);
  }
  const flows = [...pairs].map((pair) => {
    const [from = '', to = ''] = pair.split('>');
    return { id: `${from}-${to}`, from, to };
  });
  return { nodes, flows };
}

const shapes: Readonly<Record<Kind, Shape>> = {
  start: { type: 'startEvent' },
  end: { type: 'endEvent' },
  task: { type: 'userTask' },
  exclusive: { type: 'exclusiveGateway' },
  parallel: { type: 'parallelGateway' },
  inclusive: { type: 'inclusiveGateway' },
  events: { type: 'eventBasedGateway' },
  event: { type: 'intermediateCatchEvent', message: 'm' },
};

/** Each flow out of a choosing gateway has a variable of its own as its condition. */
function modelOf({ nodes, flows }: Graph): ProcessModel {
  const chosen = new Set(nodes.filter((node) => isChoosing(node.kind)).map(({ id }) => id));
  return processModel(
    Object.fromEntries(nodes.map((node) => [node.id, shapes[node.kind]])),
    flows.map(({ from, to }, at) => `${from} -> ${to}${chosen.has(from) ? ` : c${String(at)}` : ''}`),
  );
}

function isChoosing(of: Kind): boolean {
  return of === 'exclusive' || of === 'inclusive';
}

/** Ways in which the conditions can hold: one flow of each exclusive gateway, some of each inclusive one. */
function choicesOf({ nodes, flows }: Graph): Holding[] {
  let all: string[][] = [[]];
  for (const { id, kind: of } of nodes.filter((node) => isChoosing(node.kind))) {
    const out = flows.filter(({ from }) => from === id).map((flow) => flow.id);
    const single = out.map((flow) => [flow]);
    const ways = of === 'exclusive' || out.length === 1 ? single : [out, ...single];
    all = all.flatMap((chosen) => ways.map((way) => [...chosen, ...way]));
  }
  // spread over all of them where there are many
  const step = Math.max(1, Math.floor(all.length / limits.choices));
  return all.filter((_, at) => at % step === 0).map((holding) => new Set(holding));
}

t.test('reachable wait-sets are those of the standard on random graphs of gateways and tasks', async (t) => {
  const met: Record<string, number> = {
    graphs: 0,
    steps: 0,
    equal: 0,
    ordered: 0,
    inclusiveJoins: 0,
    loops: 0,
    starved: 0,
  };
  const agrees = fc.property(specs, (drawn) => {
    const graph = graphOf(drawn);
    met['graphs']! += 1;
    if (explore(graph)) met['equal']! += 1;
  });
  fc.assert(agrees, { numRuns, seed: 20260302 });
  t.comment(JSON.stringify(met));
  t.ok(met['equal']! > numRuns * 0.98, 'in the others, only the order that joins pass in is left open');
  for (const [what, times] of Object.entries(met)) t.ok(times > numRuns / 50, `${what}: ${String(times)}`);

  /** Walks all that the kernel can reach; answers whether the standard leaves nothing else to be reached. */
  function explore(graph: Graph): boolean {
    const play = new TokenPlay(graph);
    const model = modelOf(graph);
    const choices = choicesOf(graph);
    const cases = new Map<Marking, Advanced>();
    let isEqual = true;
    for (const holding of choices) {
      const rests = play.start(holding);
      if (rests !== undefined) compare(rests, started(model, variablesOf(graph, holding)));
    }
    for (const [marking, from] of cases) {
      for (const action of play.actions(marking)) {
        for (const holding of choices) {
          const rests = cases.size > limits.states ? undefined : play.act(marking, action, holding);
          if (rests === undefined) continue;
          const wait = from.state.waits.find(({ at, kind: of }) => at === action && of !== 'incident')!;
          const variables = variablesOf(graph, holding);
          const type = wait.kind === 'message' ? 'receive' : 'complete';
          compare(rests, after(model, from, [{ type, wait: wait.no, variables }]));
        }
      }
    }
    return isEqual;

    function compare(rests: ReadonlySet<Marking>, ours: Advanced): void {
      const marking = markingOf(ours);
      met['steps']! += 1;
      assert.ok(rests.has(marking), `kernel: ${marking}\nstandard: ${[...rests].join(' | ')}\n${describe(graph)}`);
      if (rests.size > 1) {
        isEqual = false;
        met['ordered']! += 1;
      }
      if (placesOf(marking).every((place) => place.startsWith('f:')) && marking !== '') met['starved']! += 1;
      if (cases.has(marking)) met['loops']! += 1;
      else cases.set(marking, ours);
      const joined = ours.events.some(
        ({ type, elementId = '' }) =>
          type === 'element.completed' &&
          model.nodes[elementId]?.type === 'inclusiveGateway' &&
          model.nodes[elementId].incoming.length > 1,
      );
      if (joined) met['inclusiveJoins']! += 1;
    }
  }
});

function variablesOf({ flows }: Graph, holding: Holding): Record<string, boolean> {
  return Object.fromEntries(flows.map(({ id }, at) => [`c${String(at)}`, holding.has(id)]));
}

function markingOf({ state }: Advanced): Marking {
  return textOf(state.tokens.map(({ at, heldOn }) => (heldOn === undefined ? `n:${at}` : `f:${heldOn}`)));
}

function describe({ nodes, flows }: Graph): string {
  return `${nodes.map(({ id, kind: of }) => `${id}=${of}`).join(' ')} ; ${flows.map(({ id }) => id).join(' ')}`;
}

t.test('the play itself: the standard’s examples', async (t) => {
  const node = (text: string) => {
    const [id = '', of = ''] = text.split('=');
    return { id, kind: of as Kind };
  };
  const graph = (nodes: string, pairs: string): Graph => ({
    nodes: nodes.split(' ').map(node),
    flows: pairs.split(' ').map((id) => ({ id, from: id.split('-')[0]!, to: id.split('-')[1]! })),
  });
  const none: Holding = new Set();
  const two = new TokenPlay(graph('s=start p=parallel a=task b=task j=inclusive c=task', 's-p p-a p-b a-j b-j j-c'));
  t.strictSame([...two.start(none)!], ['n:a n:b']);
  t.strictSame([...two.act('n:a n:b', 'a', none)!], ['f:a-j n:b'], 'the join waits');
  t.strictSame([...two.act('f:a-j n:b', 'b', new Set(['j-c']))!], ['n:c']);
  const race = new TokenPlay(graph('s=start e=events x=event y=event a=task', 's-e e-x e-y x-a'));
  t.strictSame([...race.start(none)!], ['n:e']);
  t.strictSame(race.actions('n:e'), ['x', 'y']);
  t.strictSame([...race.act('n:e', 'y', none)!], ['']);
  const circle = new TokenPlay(graph('s=start a=exclusive b=exclusive', 's-a a-b b-a'));
  t.equal(circle.start(new Set(['a-b', 'b-a'])), undefined, 'never at rest');
});
