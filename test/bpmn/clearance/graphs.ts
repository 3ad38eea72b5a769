import fc from 'fast-check';
import type { FlowNode, ProcessModel } from '../../../src/bpmn/model.ts';
import type { FlowOutcome, SequenceFlow } from '../../../src/bpmn/nodeModel.ts';

type Kind = 'task' | 'draft' | 'opinion' | 'scope' | 'decision' | 'xor' | 'and' | 'end' | 'terminate' | 'error' | 'sub';
interface Piece {
  readonly kind: Kind;
  readonly targets: readonly number[];
  /** Stands in the sub-process, where there is one. */
  readonly inside: boolean;
}
interface Guard {
  readonly host: number;
  readonly kind: 'message' | 'error';
  readonly interrupting: boolean;
  readonly target: number;
}

const piece = fc.record<Piece>({
  kind: fc.constantFrom<Kind>(
    ...(['task', 'task', 'draft', 'opinion', 'opinion', 'scope', 'xor', 'xor', 'and', 'and', 'and'] as const),
    ...(['end', 'terminate', 'error', 'sub', 'sub'] as const),
  ),
  targets: fc.array(fc.nat({ max: 20 }), { minLength: 3, maxLength: 3 }),
  inside: fc.boolean(),
});
const guard = fc.record<Guard>({
  host: fc.nat({ max: 20 }),
  kind: fc.constantFrom('message', 'message', 'error'),
  interrupting: fc.boolean(),
  target: fc.nat({ max: 20 }),
});

/** Any process of at most eight nodes with a decision, its flows drawn at random. */
export const anyGraph: fc.Arbitrary<ProcessModel> = fc
  .record({
    pieces: fc.array(piece, { minLength: 1, maxLength: 6 }),
    guards: fc.array(guard, { maxLength: 1 }),
    from: fc.array(fc.nat({ max: 20 }), { minLength: 3, maxLength: 3 }),
    decidesInside: fc.boolean(),
  })
  .map(({ pieces, guards, from, decidesInside }) => {
    const decision: Piece = { kind: 'decision', targets: from, inside: decidesInside };
    return graphOf([{ kind: 'task', targets: from, inside: false }, ...pieces, decision], guards);
  });

/** Processes of at most eight nodes that lead through clearance by and large: a chain with some flows led elsewhere. */
export const likelyGraph: fc.Arbitrary<ProcessModel> = fc
  .record({
    kinds: fc.array(fc.constantFrom<Kind>('draft', 'opinion', 'opinion', 'scope', 'task', 'and', 'and', 'xor', 'sub'), {
      minLength: 1,
      maxLength: 6,
    }),
    strays: fc.array(fc.nat({ max: 20 }), { minLength: 12, maxLength: 12 }),
    guards: fc.array(guard, { maxLength: 1 }),
  })
  .map(({ kinds, strays, guards }) => {
    const kind: Kind[] = ['task', ...kinds, 'decision'];
    const inSub = kind.indexOf('sub');
    const pieces = kind.map((each, at): Piece => {
      const [one = 0, other = 0] = strays.slice((at * 2) % 10);
      const spread = each === 'and' || each === 'xor' ? (one % 3 === 0 ? at + 1 : at + 2) : one;
      return { kind: each, targets: [at + 1, spread, other], inside: inSub > 0 && at > inSub && at <= inSub + 2 };
    });
    return graphOf(pieces, guards);
  });

/** The nodes `n0` … with the flows that their kinds need; `start` leads to the first of them. */
export function graphOf(pieces: readonly Piece[], guards: readonly Guard[]): ProcessModel {
  const sub = pieces.findIndex(({ kind }, at) => kind === 'sub' && at > 0);
  const scopeOf = (at: number) => (sub > 0 && at > 0 && at !== sub && pieces[at]!.inside ? 'sub' : undefined);
  const idOf = (at: number) => (at === sub ? 'sub' : `n${String(at)}`);
  const flows: SequenceFlow[] = [];
  const nodes: FlowNode[] = [];
  const within = (scope: string | undefined) => pieces.flatMap((_, at) => (scopeOf(at) === scope ? [idOf(at)] : []));
  const connect = (source: string, scope: string | undefined, target: number, outcome: FlowOutcome | null = null) => {
    const places = within(scope);
    // chains name the next piece, which may stand elsewhere
    const direct = target < pieces.length && scopeOf(target) === scope ? idOf(target) : undefined;
    const to = direct ?? places[target % places.length];
    if (to === undefined || to === source) return;
    const id = `f${String(flows.length)}`;
    flows.push({ id, name: null, source, target: to, condition: null, outcome });
  };
  const add = (node: object, id: string, scope: string | undefined) => {
    const base = { id, name: null, incoming: [], outgoing: [], ...(scope === undefined ? {} : { scope }) };
    nodes.push(Object.assign(base, node) as object as FlowNode);
  };
  const activity = { boundary: [], step: null, law: null, records: [], deadlines: [], clocks: [] };

  add({ type: 'startEvent' }, 'start', undefined);
  connect('start', undefined, 0);
  for (const [at, { kind, targets }] of pieces.entries()) {
    const id = idOf(at);
    const scope = scopeOf(at);
    const [one = 0, two = 0, three = 0] = targets;
    if (kind === 'sub' && at !== sub) add({ type: 'manualTask', ...activity }, id, scope);
    else add(bodyOf(kind, activity), id, scope);
    if (kind === 'opinion') {
      (['passed', 'returned', 'rejected'] as const).forEach((outcome, no) =>
        connect(id, scope, targets[no] ?? 0, outcome),
      );
    } else if (kind === 'scope') {
      connect(id, scope, one, 'notRequired');
      connect(id, scope, two, 'required');
    } else if (kind === 'xor' || kind === 'and') {
      connect(id, scope, one);
      connect(id, scope, two);
    } else if (kind !== 'end' && kind !== 'terminate' && kind !== 'error' && three % 7 !== 0) connect(id, scope, one);
  }
  if (sub > 0) {
    add({ type: 'startEvent' }, 'inner', 'sub');
    connect('inner', 'sub', sub + 1);
  }
  for (const { host, kind, interrupting, target } of guards) {
    const hosts = nodes.filter((node) => 'boundary' in node && (kind === 'message' || node.type === 'subProcess'));
    const on = hosts[host % Math.max(1, hosts.length)];
    if (on === undefined) continue;
    const event = kind === 'error' ? { catches: null } : { message: 'm' };
    add(
      { type: 'boundaryEvent', attachedTo: on.id, interrupting: kind === 'error' || interrupting, ...event },
      'guard',
      on.scope,
    );
    Object.assign(on, { boundary: ['guard'] });
    connect('guard', on.scope, target);
  }
  for (const node of nodes) {
    const incoming = flows.filter((flow) => flow.target === node.id).map(({ id }) => id);
    Object.assign(node, { incoming, outgoing: flows.filter((flow) => flow.source === node.id).map(({ id }) => id) });
  }
  const byId = <T extends { id: string }>(all: readonly T[]) => Object.fromEntries(all.map((each) => [each.id, each]));
  return { id: 'p', name: 'P', start: 'start', nodes: byId(nodes), flows: byId(flows) };
}

function bodyOf(kind: Kind, activity: object): object {
  switch (kind) {
    case 'xor':
      return { type: 'exclusiveGateway', defaultFlow: null };
    case 'and':
      return { type: 'parallelGateway' };
    case 'end':
      return { type: 'endEvent' };
    case 'terminate':
      return { type: 'endEvent', terminate: true };
    case 'error':
      return { type: 'endEvent', throws: 'e' };
    case 'sub':
      return { type: 'subProcess', ...activity, start: 'inner' };
    case 'scope':
      return { type: 'serviceTask', ...activity, service: { builtIn: 'scope' }, law: { form: 'scope', act: 'permit' } };
    case 'draft':
      return { type: 'userTask', ...activity, law: { form: 'draft' } };
    case 'opinion':
      return { type: 'userTask', ...activity, law: { form: 'reviewOpinion', level: 1 } };
    case 'decision':
      return { type: 'userTask', ...activity, law: { form: 'decision', act: 'permit' } };
    case 'task':
      return { type: 'userTask', ...activity };
  }
}
