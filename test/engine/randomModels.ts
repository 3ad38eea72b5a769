import fc from 'fast-check';
import type { ProcessModel } from '../../src/bpmn/model.ts';
import { processModel, timer } from './models.ts';

/** A structured piece of a process: it is entered at one node and left from others. */
type Block =
  | { kind: 'node'; shape: Shape }
  | { kind: 'sequence'; blocks: Block[] }
  | { kind: 'choice'; branches: { condition: string; block: Block }[]; withDefault: boolean }
  | { kind: 'loop'; block: Block; condition: string }
  | { kind: 'fork'; branches: Block[] }
  | { kind: 'guarded'; shape: Shape; guards: Guard[] };
type Shape = Parameters<typeof processModel>[0][string];
interface Guard {
  interrupting: boolean;
  text: [kind: 'duration' | 'cycle' | 'date', text: string];
  block: Block;
  rejoins: boolean;
}

const condition = fc.constantFrom('n > 3', 'n < 0', 'outcome = "yes"', 'missing', 'n', 'true', '(((');
const timerText = fc.constantFrom<Guard['text']>(
  ['duration', 'PT1H'],
  ['duration', 'P5WD'],
  ['duration', 'P100Y'],
  ['cycle', 'R2/P1D'],
  ['cycle', 'R/P1WD'],
  ['cycle', 'R2/2026-03-06T00:00:00Z/P1D'],
  ['date', '2026-01-01'],
);
const activity = fc.constantFrom<Shape>(
  { type: 'userTask' },
  { type: 'userTask', role: 'clerk', outcomes: ['yes', 'no'] },
  { type: 'serviceTask', service: { topic: 'outside' } },
  { type: 'serviceTask', service: { builtIn: 'deem-accepted' } },
  { type: 'serviceTask', service: { builtIn: 'record-receipt-day' } },
  { type: 'manualTask' },
);
const pause = timerText.map(([kind, text]): Shape => ({ type: 'intermediateCatchEvent', timer: timer(kind, text) }));

const { block } = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('node' as const), shape: fc.oneof(activity, pause) }),
    fc.record({
      kind: fc.constant('sequence' as const),
      blocks: fc.array(tie('block'), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant('choice' as const),
      branches: fc.array(fc.record({ condition, block: tie('block') }), { minLength: 1, maxLength: 3 }),
      withDefault: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('loop' as const), block: tie('block'), condition }),
    fc.record({ kind: fc.constant('fork' as const), branches: fc.array(tie('block'), { minLength: 2, maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('guarded' as const),
      shape: activity,
      guards: fc.array(
        fc.record({ interrupting: fc.boolean(), text: timerText, block: tie('block'), rejoins: fc.boolean() }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  ),
}));

/** Random processes of everything that the kernel executes, most of them with something wrong in them. */
export const randomModel: fc.Arbitrary<ProcessModel> = block.map((root) => {
  const shapes: Record<string, Shape> = { start: { type: 'startEvent' }, end: { type: 'endEvent' } };
  const flows: string[] = [];
  const add = (shape: Shape) => {
    const id = `n${Object.keys(shapes).length}`;
    shapes[id] = shape;
    return id;
  };
  const connect = (sources: readonly string[], target: string) => {
    for (const source of sources) flows.push(`${source} -> ${target}`);
  };
  /** Lays a block behind `from`; answers the nodes that it is left from. */
  const lay = (part: Block, from: readonly string[]): string[] => {
    switch (part.kind) {
      case 'node': {
        const id = add(part.shape);
        connect(from, id);
        return [id];
      }
      case 'sequence':
        return part.blocks.reduce<readonly string[]>((sources, next) => lay(next, sources), from).slice();
      case 'choice': {
        const gate = add({ type: 'exclusiveGateway' });
        connect(from, gate);
        const exits = part.branches.flatMap((branch, index) => {
          const entry = add({ type: 'manualTask' });
          const isDefault = part.withDefault && index === 0;
          flows.push(`${gate} -> ${entry} : ${isDefault ? 'default' : branch.condition}`);
          return lay(branch.block, [entry]);
        });
        return exits;
      }
      case 'loop': {
        const head = add({ type: 'exclusiveGateway' });
        connect(from, head);
        const gate = add({ type: 'exclusiveGateway' });
        connect(lay(part.block, [head]), gate);
        const exit = add({ type: 'manualTask' });
        flows.push(`${gate} -> ${head} : ${part.condition}`, `${gate} -> ${exit} : default`);
        return [exit];
      }
      case 'fork': {
        const split = add({ type: 'manualTask' });
        connect(from, split);
        return part.branches.flatMap((branch) => lay(branch, [split]));
      }
      case 'guarded': {
        const host = add(part.shape);
        connect(from, host);
        const exits = part.guards.flatMap((guard) => {
          const { interrupting } = guard;
          const id = add({ type: 'boundaryEvent', attachedTo: host, interrupting, timer: timer(...guard.text) });
          const left = lay(guard.block, [id]);
          return guard.rejoins ? left : [];
        });
        return [host, ...exits];
      }
    }
  };
  connect(lay(root, ['start']), 'end');
  return processModel(shapes, flows);
});
