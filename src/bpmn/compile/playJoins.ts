import type { FlowNode } from '../model.ts';
import type { SequenceFlow } from '../nodeModel.ts';

type Nodes = Readonly<Record<string, FlowNode>>;
type Flows = Readonly<Record<string, SequenceFlow>>;

/** Tokens on flows, sorted; a flow stands in it as often as it has tokens. `choices` are the flows chosen on the way. */
export interface Marking {
  readonly tokens: readonly string[];
  readonly choices: readonly string[];
}

/** Markings that are looked at; in a process with more, joins are not checked. */
const maxMarkings = 5_000;
const maxTokens = 100;

/** Joins that a token came to, those that passed, and those left waiting for ever, with a marking in which they are. */
export interface Played {
  readonly reached: ReadonlySet<string>;
  readonly passed: ReadonlySet<string>;
  readonly starved: ReadonlyMap<string, Marking>;
}

/**
 * Plays the tokens of a process or sub-process, data taken as free; undefined where that cannot be done. Tokens that do
 * not choose are moved one after the other, since the others do not mind in which order.
 */
export function playJoins(nodes: Nodes, flows: Flows): Played | undefined {
  const joins = Object.values(nodes).filter(isJoin);
  const starts = Object.values(nodes).filter((node) => node.type === 'startEvent');
  const repeated = Object.values(nodes).filter((node) => node.type === 'boundaryEvent' && !node.interrupting);
  // how often such an event happens, nobody knows
  if (starts.length !== 1 || repeated.some((node) => reachesJoin(node, nodes, flows))) return undefined;
  // which flows are taken together, and when such a join passes, data and the other tokens say
  if (Object.values(nodes).some((node) => takesSome(node, flows))) return undefined;
  const reached = new Set<string>();
  const passed = new Set<string>();
  const starved = new Map<string, Marking>();
  if (joins.length === 0) return { reached, passed, starved };
  const seen = new Map<string, Marking>();
  add({ tokens: [...(starts[0]?.outgoing ?? [])].sort(), choices: [] });
  for (const marking of seen.values()) {
    if (seen.size > maxMarkings || marking.tokens.length > maxTokens) return undefined;
    for (const flow of marking.tokens) if (isJoin(targetOf(flow))) reached.add(flows[flow]?.target ?? '');
    const ready = joins.find((join) => join.incoming.every((flow) => marking.tokens.includes(flow)));
    const mover = nextMover(marking);
    if (ready !== undefined) {
      passed.add(ready.id);
      add({ tokens: moved(marking.tokens, ready.incoming, ready.outgoing), choices: marking.choices });
    } else if (mover !== undefined) {
      for (const next of after(marking, mover)) add(next);
    } else for (const flow of marking.tokens) starved.set(flows[flow]?.target ?? '', marking);
  }
  return { reached, passed, starved };

  function add(marking: Marking): void {
    const key = marking.tokens.join(' ');
    if (!seen.has(key)) seen.set(key, marking);
  }

  function targetOf(flow: string): FlowNode | undefined {
    return nodes[flows[flow]?.target ?? ''];
  }

  /** What ends everything moves last, so that nothing is missed that could happen before. */
  function nextMover({ tokens }: Marking): string | undefined {
    const movers = tokens.filter((flow) => !isJoin(targetOf(flow)));
    return movers.find((flow) => !endsAll(targetOf(flow))) ?? movers[0];
  }

  function after({ tokens, choices }: Marking, flow: string): Marking[] {
    const node = targetOf(flow);
    if (node === undefined || endsAll(node)) return [{ tokens: [], choices }];
    const events = 'boundary' in node ? node.boundary.flatMap((id) => nodes[id] ?? []) : [];
    const interrupting = events.filter((event) => event.type === 'boundaryEvent' && event.interrupting);
    const ways = isChoice(node, flows) ? node.outgoing.map((way) => [way]) : [node.outgoing];
    const all = [...ways, ...interrupting.map((event) => event.outgoing)];
    return all.map((way) => ({
      tokens: moved(tokens, [flow], way),
      choices: all.length > 1 ? [...choices, ...way] : choices,
    }));
  }
}

function isJoin(node: FlowNode | undefined): boolean {
  return node?.type === 'parallelGateway' && node.incoming.length > 1;
}

/** Whether a node takes any of its flows together, or not as many tokens as it sends. */
function takesSome(node: FlowNode, flows: Flows): boolean {
  if (node.type === 'inclusiveGateway' || node.type === 'complexGateway') return true;
  if (!('boundary' in node)) return false;
  if (node.startQuantity !== undefined || node.completionQuantity !== undefined) return true;
  return node.outgoing.some((id) => flows[id]?.condition !== null && flows[id]?.outcome === null);
}

function isChoice(node: FlowNode, flows: Flows): boolean {
  const byOutcome = node.outgoing.some((flow) => (flows[flow]?.outcome ?? null) !== null);
  return node.type === 'exclusiveGateway' || node.type === 'eventBasedGateway' || byOutcome;
}

function endsAll(node: FlowNode | undefined): boolean {
  return node !== undefined && ('terminate' in node || 'throws' in node);
}

function reachesJoin(from: FlowNode, nodes: Nodes, flows: Flows): boolean {
  const seen = new Set([from]);
  for (const node of seen) {
    if (isJoin(node)) return true;
    const events = 'boundary' in node ? node.boundary : [];
    const targets = node.outgoing.map((flow) => flows[flow]?.target ?? '');
    for (const id of [...targets, ...events]) if (nodes[id] !== undefined) seen.add(nodes[id]);
  }
  return false;
}

function moved(tokens: readonly string[], from: readonly string[], to: readonly string[]): string[] {
  const left = [...tokens];
  for (const flow of from) left.splice(left.indexOf(flow), 1);
  return [...left, ...to].sort();
}
