import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { ProcessModel } from '../../src/bpmn/model.ts';
import type { Variables } from '../../src/domain/json.ts';
import { playJoins } from '../../src/bpmn/compile/playJoins.ts';
import type { Advanced } from '../../src/engine/state.ts';
import { after, processModel, started, waitAt, type Shape } from './models.ts';
import { finish, heldIn, isOver, placesOf, play, waitingIn, type Choice, type Marking } from './oracle.ts';

/** A node of a random graph; its flows come from earlier nodes of its scope, and from later ones only out of tasks. */
interface Spec {
  readonly type: 'userTask' | 'manualTask' | 'exclusiveGateway' | 'parallelGateway' | 'subProcess';
  readonly from: readonly number[];
  readonly back: number;
  readonly inside: readonly Spec[];
}
const type = fc.constantFrom<Spec['type']>(
  'userTask',
  'userTask',
  'manualTask',
  'exclusiveGateway',
  'parallelGateway',
  'parallelGateway',
  'subProcess',
);
const { graph } = fc.letrec<{ graph: Spec[]; leaf: Spec[] }>((tie) => {
  const nodes = (inside: fc.Arbitrary<Spec[]>, maxLength: number) =>
    fc.array(
      fc.record({ type, from: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), back: fc.nat({ max: 40 }), inside }),
      { minLength: 1, maxLength },
    );
  return { leaf: nodes(fc.constant<Spec[]>([]), 4), graph: nodes(fc.oneof(fc.constant<Spec[]>([]), tie('leaf')), 10) };
});

function processOf(specs: readonly Spec[]): ProcessModel {
  const shapes: Record<string, Shape> = {};
  const flows = new Set<string>();
  lay(specs, undefined);
  const model = processModel(shapes, [...flows]);
  // a gateway that nothing leaves has nothing to choose from
  for (const { id, outgoing, type: kind } of Object.values(model.nodes))
    if (kind === 'exclusiveGateway' && outgoing.length === 0) shapes[id] = { ...shapes[id]!, type: 'manualTask' };
  const guarded = [...flows].map((flow) => {
    const [source = ''] = flow.split(' -> ');
    const siblings = model.nodes[source]!.outgoing;
    const at = siblings.indexOf(flow.replace(' -> ', '-'));
    return shapes[source]?.type === 'exclusiveGateway' ? `${flow} : ${source} = ${at}` : flow;
  });
  return processModel(shapes, guarded);

  function lay(inside: readonly Spec[], scope: string | undefined): void {
    const at = scope === undefined ? {} : { scope };
    const placed = [`n${Object.keys(shapes).length}`];
    shapes[placed[0]!] = { type: 'startEvent', ...at };
    for (const spec of inside) {
      const id = `n${Object.keys(shapes).length}`;
      shapes[id] = { type: spec.type, ...at };
      for (const from of spec.from) flows.add(`${placed[from % placed.length]!} -> ${id}`);
      placed.push(id);
      if (spec.type === 'subProcess') lay(spec.inside, id);
    }
    for (const [index, { type: kind, back }] of inside.entries()) {
      if (kind === 'userTask' && back < index) flows.add(`${placed[index + 1]!} -> ${placed[back + 1]!}`);
    }
  }
}

t.test('a naive token play agrees on random graphs', async (t) => {
  let graphs = 0;
  let moves = 0;
  const met: Record<string, number> = { joinsPassed: 0, surplus: 0, starved: 0, completed: 0, nested: 0 };
  const steps = fc.array(fc.record({ pick: fc.nat(), turn: fc.nat({ max: 5 }) }), { minLength: 1, maxLength: 12 });
  const agrees = fc.property(graph, steps, (specs, walk) => {
    const model = processOf(specs);
    graphs += 1;
    const choiceAt = (turn: number): Choice & { variables: Variables } => {
      const gates = Object.values(model.nodes).filter((node) => node.type === 'exclusiveGateway');
      const index = new Map(gates.map(({ id, outgoing }, at) => [id, (turn + at) % outgoing.length]));
      const choice = (gate: string) => model.nodes[gate]!.outgoing[index.get(gate)!]!;
      return Object.assign(choice, { variables: Object.fromEntries(index) });
    };
    let choice = choiceAt(walk[0]!.turn);
    let ours = started(model, choice.variables);
    let theirs = play(model, choice);
    compare(ours, theirs);
    for (const { pick, turn } of walk) {
      const next = unambiguous(theirs);
      if (next.length === 0 || ours.state.tokens.length > 200) break;
      const element = next[pick % next.length]!;
      choice = choiceAt(turn);
      const wait = waitAt(ours.state, element, 'task');
      ours = after(model, ours, [{ type: 'complete', wait, variables: choice.variables }]);
      theirs = finish(model, theirs, element, choice);
      moves += 1;
      compare(ours, theirs);
      count(ours, model);
    }
  });
  fc.assert(agrees, { numRuns: Number(process.env['RUNS'] ?? 3_000) });
  t.ok(graphs >= 2_000 || process.env['RUNS'] !== undefined);
  for (const [what, times] of Object.entries(met)) t.ok(times > 20, `${what}: ${times}`);
  t.comment(`${graphs} graphs, ${moves} moves, ${JSON.stringify(met)}`);

  function count({ events, state, status }: Advanced, model: ProcessModel): void {
    const joins = events.filter(({ type: kind, elementId = '' }) => {
      const node = model.nodes[elementId];
      return kind === 'element.completed' && node?.type === 'parallelGateway' && node.incoming.length > 1;
    });
    if (joins.length > 0) met['joinsPassed'] = (met['joinsPassed'] ?? 0) + 1;
    const held = state.tokens.flatMap(({ heldOn, scope = 0 }) => (heldOn === undefined ? [] : [`${scope} ${heldOn}`]));
    if (new Set(held).size < held.length) met['surplus'] = (met['surplus'] ?? 0) + 1;
    if (state.waits.some(({ kind }) => kind === 'incident')) met['starved'] = (met['starved'] ?? 0) + 1;
    if (status === 'completed') met['completed'] = (met['completed'] ?? 0) + 1;
    if (state.scopes.length > 1) met['nested'] = (met['nested'] ?? 0) + 1;
  }
});

/** Elements that wait in one open sub-process only: which of several is meant, the two would tell differently. */
function unambiguous(marking: Marking): string[] {
  const places = placesOf(marking).map(({ counts }) =>
    [...counts].flatMap(([place, tokens]) => (place.startsWith('n:') && tokens > 0 ? [place.slice(2)] : [])),
  );
  const all = places.flat();
  return all.filter((place) => all.indexOf(place) === all.lastIndexOf(place)).sort();
}

function compare({ state, status }: Advanced, marking: Marking): void {
  const tasks = state.waits.flatMap(({ kind, at }) => (kind === 'task' ? [at] : []));
  assert.deepEqual(tasks.sort(), waitingIn(marking));
  assert.deepEqual(state.tokens.flatMap(({ heldOn }) => heldOn ?? []).sort(), heldIn(marking));
  assert.equal(status === 'completed', isOver(marking));
  const starved = placesOf(marking).filter(({ counts, inner }) => {
    const kinds = [...counts].flatMap(([place, tokens]) => (tokens > 0 ? [place.slice(0, 2)] : []));
    return inner.length === 0 && kinds.length > 0 && kinds.every((kind) => kind === 'f:');
  });
  assert.equal(state.waits.filter(({ kind }) => kind === 'incident').length, starved.length);
}

t.test('joins that starve in the kernel are foretold by the check of the file', async (t) => {
  let starving = 0;
  let unplayed = 0;
  const flat = graph.map((specs) => specs.map((spec) => ({ ...spec, inside: [] })));
  const steps = fc.array(fc.record({ pick: fc.nat(), turn: fc.nat({ max: 5 }) }), { minLength: 1, maxLength: 12 });
  const foretold = fc.property(flat, steps, (specs, walk) => {
    const model = processOf(specs.filter(({ type: kind }) => kind !== 'subProcess'));
    const played = playJoins(model.nodes, model.flows);
    const gates = Object.values(model.nodes).filter((node) => node.type === 'exclusiveGateway');
    const turned = (turn: number) =>
      Object.fromEntries(gates.map(({ id, outgoing }, at) => [id, (turn + at) % outgoing.length]));
    let ours = started(model, turned(walk[0]!.turn));
    for (const { pick, turn } of walk) {
      const tasks = ours.state.waits.filter(({ kind }) => kind === 'task');
      if (tasks.length === 0 || ours.state.tokens.length > 200) break;
      const wait = tasks[pick % tasks.length]!.no;
      ours = after(model, ours, [{ type: 'complete', wait, variables: turned(turn) }]);
    }
    const starved = ours.state.waits.filter(({ kind }) => kind === 'incident');
    if (played === undefined) unplayed += 1;
    for (const { at } of played === undefined ? [] : starved) {
      starving += 1;
      assert.ok(played?.starved.has(at), `${at} starves`);
    }
  });
  fc.assert(foretold, { numRuns: Number(process.env['RUNS'] ?? 2_000) });
  t.ok(starving > 20);
  t.comment(`${starving} starving joins foretold, ${unplayed} graphs not played`);
});

t.test('the play itself: a join needs a token of each flow, a sub-process an empty inside', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      a: { type: 'userTask' },
      sub: { type: 'subProcess' },
      in: { type: 'startEvent', scope: 'sub' },
      b: { type: 'userTask', scope: 'sub' },
      join: { type: 'parallelGateway' },
      c: { type: 'userTask' },
    },
    ['start -> split', 'split -> a', 'split -> sub', 'in -> b', 'a -> join', 'sub -> join', 'join -> c'],
  );
  const none: Choice = () => '';
  const first = play(model, none);
  t.strictSame(waitingIn(first), ['a', 'b']);
  const half = finish(model, first, 'a', none);
  t.strictSame([waitingIn(half), heldIn(half)], [['b'], ['a-join']]);
  const joined = finish(model, half, 'b', none);
  t.strictSame([waitingIn(joined), heldIn(joined), isOver(joined)], [['c'], [], false]);
  t.ok(isOver(finish(model, joined, 'c', none)));
});
