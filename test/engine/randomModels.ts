import fc from 'fast-check';
import type { CaseModel, ProcessModel } from '../../src/bpmn/model.ts';
import { caseModel, processModel, timer, type Shape } from './models.ts';

/** A structured piece of a process: it is entered at one node and left from others, or from none. */
type Block =
  | { kind: 'node'; shape: Shape }
  | { kind: 'sequence'; blocks: Block[] }
  | { kind: 'choice'; branches: { condition: string; block: Block }[]; withDefault: boolean }
  | { kind: 'loop'; block: Block; condition: string }
  | { kind: 'fork'; branches: Block[] }
  | { kind: 'parallel'; branches: Block[]; merged: boolean }
  | { kind: 'some'; gate: 'inclusiveGateway' | 'activity'; branches: Guarded[]; withDefault: boolean; join: Join }
  | { kind: 'quantity'; shape: Shape }
  | { kind: 'race'; arms: { catcher: Shape; block: Block }[] }
  | { kind: 'end'; shape: Shape }
  | { kind: 'guarded'; shape: Shape; guards: Guard[] }
  | { kind: 'sub'; block: Block; end: Shape | null; guards: Guard[] };
/** A branch that is taken where its condition holds; where that is null, always. */
interface Guarded {
  condition: string | null;
  block: Block;
}
type Join = Shape | null;
interface Guard {
  event: Shape;
  block: Block;
  rejoins: boolean;
}
type Kind = Block['kind'] | 'call';

const condition = fc.constantFrom('n > 3', 'n < 0', 'outcome = "yes"', 'missing', 'n', 'true', '(((');
const spec = fc
  .constantFrom(
    ['duration', 'PT1H'] as const,
    ['duration', 'P5WD'] as const,
    ['duration', 'P100Y'] as const,
    ['cycle', 'R2/P1D'] as const,
    ['cycle', 'R/P1WD'] as const,
    ['cycle', 'R2/2026-03-06T00:00:00Z/P1D'] as const,
    ['date', '2026-01-01'] as const,
  )
  .map(([kind, text]) => timer(kind, text));
const activation = fc.constantFrom(
  'activationCount > 0',
  'true',
  'activationCount >= 2',
  'n = 7 or activationCount > 1',
);
const branch = fc.constantFrom(null, null, 'true', 'true', 'n > 3', 'missing');
const message = fc.constantFrom('payment', 'letter');
const code = fc.constantFrom('refused', 'lost');
const activity = fc.constantFrom<Shape>(
  { type: 'userTask' },
  { type: 'userTask', role: 'clerk', outcomes: ['yes', 'no'] },
  { type: 'serviceTask', service: { topic: 'outside' } },
  { type: 'serviceTask', service: { builtIn: 'deem-accepted' } },
  { type: 'serviceTask', service: { builtIn: 'record-receipt-day' } },
  { type: 'manualTask' },
  { type: 'receiveTask', message: 'letter' },
);
const pause = fc.oneof(
  spec.map((each): Shape => ({ type: 'intermediateCatchEvent', timer: each })),
  message.map((name): Shape => ({ type: 'intermediateCatchEvent', message: name })),
);
const arm = fc.oneof(
  { arbitrary: pause, weight: 4 },
  message.map((name): Shape => ({ type: 'receiveTask', message: name })),
);
const end: fc.Arbitrary<Shape> = fc.oneof(
  fc.constant<Shape>({ type: 'endEvent' }),
  fc.constant<Shape>({ type: 'endEvent', terminate: true }),
  code.map((throws): Shape => ({ type: 'endEvent', throws })),
);
const where = { attachedTo: '', interrupting: true };
const timerGuard = fc.tuple(spec, fc.boolean()).map(([each, interrupting]): Shape => {
  return { type: 'boundaryEvent', ...where, interrupting, timer: each };
});
const messageGuard = fc.tuple(message, fc.boolean()).map(([name, interrupting]): Shape => {
  return { type: 'boundaryEvent', ...where, interrupting, message: name };
});
const errorGuard = fc.option(code).map((catches): Shape => {
  return { type: 'boundaryEvent', ...where, interrupting: true, catches };
});

/** Blocks of these kinds. */
function blocks(kinds: readonly Kind[]): fc.Arbitrary<Block> {
  const called = { type: 'callActivity', calledElement: 'child' } as const;
  const node = kinds.includes('call')
    ? fc.oneof({ arbitrary: activity, weight: 5 }, fc.constant<Shape>(called))
    : activity;
  const { block } = fc.letrec<{ block: Block }>((tie) => {
    const guards = (event: fc.Arbitrary<Shape>, minLength: number) =>
      fc.array(fc.record({ event, block: tie('block'), rejoins: fc.boolean() }), { minLength, maxLength: 3 });
    const some = (minLength: number, maxLength: number) => fc.array(tie('block'), { minLength, maxLength });
    const kindOf = <K extends Kind>(kind: K) => ({ kind: fc.constant(kind) });
    const all: { [K in Block['kind']]: fc.Arbitrary<Block> } = {
      node: fc.record({ ...kindOf('node'), shape: fc.oneof(node, pause) }),
      sequence: fc.record({ ...kindOf('sequence'), blocks: some(1, 4) }),
      choice: fc.record({
        ...kindOf('choice'),
        branches: fc.array(fc.record({ condition, block: tie('block') }), { minLength: 1, maxLength: 3 }),
        withDefault: fc.boolean(),
      }),
      loop: fc.record({ ...kindOf('loop'), block: tie('block'), condition }),
      fork: fc.record({ ...kindOf('fork'), branches: some(2, 3) }),
      parallel: fc.record({ ...kindOf('parallel'), branches: some(2, 3), merged: fc.nat(9).map((n) => n > 1) }),
      some: fc.record({
        ...kindOf('some'),
        gate: fc.constantFrom('inclusiveGateway' as const, 'activity' as const),
        branches: fc.array(fc.record({ condition: branch, block: tie('block') }), {
          minLength: 1,
          maxLength: 3,
        }),
        withDefault: fc.boolean(),
        join: fc.oneof(
          fc.constantFrom<Join>(null, { type: 'inclusiveGateway' }, { type: 'inclusiveGateway' }),
          activation.map((activationCondition): Shape => ({ type: 'complexGateway', activationCondition })),
        ),
      }),
      quantity: fc.record({
        ...kindOf('quantity'),
        shape: fc.record({
          type: fc.constant('userTask' as const),
          startQuantity: fc.integer({ min: 1, max: 3 }),
          completionQuantity: fc.constantFrom(1, 2, 3, 1_000_000_000),
        }),
      }),
      race: fc.record({
        ...kindOf('race'),
        arms: fc.array(fc.record({ catcher: arm, block: tie('block') }), { minLength: 2, maxLength: 3 }),
      }),
      end: fc.record({ ...kindOf('end'), shape: end }),
      guarded: fc.record({
        ...kindOf('guarded'),
        shape: activity,
        guards: guards(fc.oneof(timerGuard, messageGuard), 1),
      }),
      sub: fc.record({
        ...kindOf('sub'),
        block: tie('block'),
        end: fc.option<Shape>(end),
        guards: guards(fc.oneof(timerGuard, messageGuard, errorGuard), 0),
      }),
    };
    const wanted = (Object.keys(all) as Block['kind'][]).filter((kind) => kinds.includes(kind));
    return { block: fc.oneof({ depthSize: 'small', withCrossShrink: true }, ...wanted.map((kind) => all[kind])) };
  });
  return block;
}

/** Kinds of blocks that bpmn-engine runs too. */
const rehearsedKinds: readonly Kind[] = [
  'node',
  'sequence',
  'choice',
  'loop',
  'fork',
  'parallel',
  'race',
  'guarded',
  'sub',
  'end',
  'call',
];

/** Random processes of these kinds of blocks, most of them with something wrong in them. */
function modelsOf(kinds: readonly Kind[]): fc.Arbitrary<CaseModel> {
  const process = blocks(kinds).map((root) => processOf(root, 'process'));
  if (!kinds.includes('call')) return process;
  const child = blocks(kinds.filter((kind) => kind !== 'call')).map((root) => processOf(root, 'child'));
  return fc.tuple(process, child).map(([caller, called]) => caseModel(caller, called));
}

/** Every kind of block. */
const everyKind: readonly Kind[] = [...rehearsedKinds, 'some', 'quantity'];

/** Random processes of everything that the kernel executes. */
export const randomModel = modelsOf(everyKind);

/** Random processes of what bpmn-engine runs too. */
export const rehearsedModel = modelsOf(rehearsedKinds);

function processOf(root: Block, id: string): ProcessModel {
  const shapes: Record<string, Shape> = { start: { type: 'startEvent' } };
  const flows: string[] = [];
  const add = (shape: Shape, scope: string | undefined) => {
    const added = `n${Object.keys(shapes).length}`;
    shapes[added] = scope === undefined ? shape : { ...shape, scope };
    return added;
  };
  const connect = (sources: readonly string[], target: string) => {
    for (const source of sources) flows.push(`${source} -> ${target}`);
  };
  const last = lay(root, ['start'], undefined);
  if (last.length > 0) shapes['end'] = { type: 'endEvent' };
  connect(last, 'end');
  return processModel(shapes, flows, id);

  /** Lays a block behind `from`, where there is any; answers the nodes that it is left from. */
  function lay(part: Block, from: readonly string[], scope: string | undefined): string[] {
    if (from.length === 0) return [];
    const place = (shape: Shape, sources = from) => {
      const placed = add(shape, scope);
      connect(sources, placed);
      return placed;
    };
    const guard = (host: string, guards: readonly Guard[]) =>
      guards.flatMap(({ event, block, rejoins }) => {
        if (event.type !== 'boundaryEvent') return [];
        const left = lay(block, [add({ ...event, attachedTo: host }, scope)], scope);
        return rejoins ? left : [];
      });
    switch (part.kind) {
      case 'node':
        return [place(part.shape)];
      case 'end':
        place(part.shape);
        return [];
      case 'sequence':
        return part.blocks.reduce<readonly string[]>((sources, next) => lay(next, sources, scope), from).slice();
      case 'choice': {
        const gate = place({ type: 'exclusiveGateway' });
        return part.branches.flatMap((branch, index) => {
          const entry = add({ type: 'manualTask' }, scope);
          const isDefault = part.withDefault && index === 0;
          flows.push(`${gate} -> ${entry} : ${isDefault ? 'default' : branch.condition}`);
          return lay(branch.block, [entry], scope);
        });
      }
      case 'loop': {
        const head = place({ type: 'exclusiveGateway' });
        const left = lay(part.block, [head], scope);
        if (left.length === 0) return [];
        const gate = place({ type: 'exclusiveGateway' }, left);
        const exit = add({ type: 'manualTask' }, scope);
        flows.push(`${gate} -> ${head} : ${part.condition}`, `${gate} -> ${exit} : default`);
        return [exit];
      }
      case 'fork': {
        const split = place({ type: 'manualTask' });
        return part.branches.flatMap((branch) => lay(branch, [split], scope));
      }
      case 'parallel': {
        const split = place({ type: 'parallelGateway' });
        const exits = part.branches.flatMap((branch) => {
          const left = lay(branch, [split], scope);
          return part.merged && left.length > 1 ? [place({ type: 'exclusiveGateway' }, left)] : left;
        });
        return exits.length === 0 ? [] : [place({ type: 'parallelGateway' }, exits)];
      }
      case 'some': {
        const gate = place({ type: part.gate === 'activity' ? 'manualTask' : part.gate });
        const exits = part.branches.flatMap((branch, index) => {
          const entry = add({ type: 'manualTask' }, scope);
          const guard = part.withDefault && index === 0 ? 'default' : branch.condition;
          flows.push(`${gate} -> ${entry}${guard === null ? '' : ` : ${guard}`}`);
          return lay(branch.block, [entry], scope);
        });
        if (part.join === null || exits.length === 0) return exits;
        const join = place(part.join, exits);
        const late = add({ type: 'manualTask' }, scope);
        if (part.join.type === 'complexGateway') flows.push(`${join} -> ${late} : not(waitingForStart)`);
        else flows.push(`${join} -> ${late}`);
        return [join];
      }
      case 'quantity':
        return [place(part.shape)];
      case 'race': {
        const gate = place({ type: 'eventBasedGateway' });
        return part.arms.flatMap(({ catcher, block }) => lay(block, [place(catcher, [gate])], scope));
      }
      case 'guarded': {
        const host = place(part.shape);
        return [host, ...guard(host, part.guards)];
      }
      case 'sub': {
        const sub = place({ type: 'subProcess' });
        const left = lay(part.block, [add({ type: 'startEvent' }, sub)], sub);
        if (part.end !== null && left.length > 0) connect(left, add(part.end, sub));
        return [sub, ...guard(sub, part.guards)];
      }
    }
  }
}
