import type { FlowNode, ProcessModel } from '../model.ts';
import type { SequenceFlow } from '../nodeModel.ts';

/** Where a token can be: at a node of a process at work, or held on a flow before the join `node`. */
export interface Place {
  readonly node: FlowNode;
  readonly heldOn: string | null;
  /** Places of the activities around it, outermost first: sub-processes and call activities. */
  readonly hosts: readonly number[];
}

/** What one step of a case does: tokens leave the places `from` for the places `to`. */
export interface Transition {
  readonly kind: TransitionKind;
  readonly from: readonly number[];
  readonly to: readonly number[];
}
/**
 * `clear`: a move by which the draft is cleared; `exit`: the activity at `from` is complete, all inside has ended;
 * `unknown`: the same after a process that is not given; `interrupt`: the activity at `from` is broken off, with all
 * inside; `spawn`: it goes on beside the new token.
 */
export type TransitionKind = 'move' | 'clear' | 'join' | 'exit' | 'unknown' | 'interrupt' | 'spawn';

/** A process with everything that it calls laid out in it, as often as it is called. */
export interface Net {
  readonly places: readonly Place[];
  readonly transitions: readonly Transition[];
  readonly start: number;
}

/** Why a process cannot be laid out, and at which element. */
export interface NotModelled {
  readonly elementId: string;
  readonly reason: string;
}

/** A process with more places is not looked at: the pairs of them have to fit into memory and time. */
export const maxPlaces = 1_500;

type Processes = Readonly<Record<string, ProcessModel>>;

/** Lays out a process. A called one that is not given is a reason not to, unless `assumed` to clear the draft. */
export function layOut(process: ProcessModel, called: Processes, assumed: boolean): Net | NotModelled {
  const places: Place[] = [];
  const transitions: Transition[] = [];
  let fault: NotModelled | undefined;
  const start = lay(process, [], [process.id]);
  return fault ?? { places, transitions, start };

  /** Lays a process out inside the activities `around`; answers the place that it starts at. */
  function lay(model: ProcessModel, around: readonly number[], calls: readonly string[]): number {
    const at = new Map<string, number>();
    const inside = new Map<string, number>();
    for (const node of Object.values(model.nodes)) placeOf(node);
    for (const node of Object.values(model.nodes)) {
      if (fault === undefined) open(node);
    }
    for (const node of Object.values(model.nodes)) connect(node);
    return at.get(model.start) ?? 0;

    function placeOf(node: FlowNode): number {
      const known = at.get(node.id);
      if (known !== undefined) return known;
      const scope = node.scope === undefined ? undefined : model.nodes[node.scope];
      const hosts = scope === undefined ? around : hostsWithin(placeOf(scope));
      at.set(node.id, add({ node, heldOn: null, hosts }));
      if (isJoin(node)) for (const flow of node.incoming) at.set(heldKey(flow), add({ node, heldOn: flow, hosts }));
      return at.get(node.id) ?? 0;
    }

    /** Finds where the inside of an activity starts. */
    function open(node: FlowNode): void {
      if (node.type === 'subProcess') inside.set(node.id, at.get(node.start) ?? 0);
      if (node.type !== 'callActivity') return;
      const callee = Object.hasOwn(called, node.calledElement) ? called[node.calledElement] : undefined;
      if (calls.includes(node.calledElement)) fail(node, `the process ${node.calledElement} calls itself`);
      else if (callee !== undefined) {
        inside.set(node.id, lay(callee, hostsWithin(at.get(node.id) ?? 0), [...calls, callee.id]));
      } else if (!assumed) fail(node, `the process ${node.calledElement} that it calls is not given`);
    }

    function connect(node: FlowNode): void {
      const from = at.get(node.id) ?? 0;
      const flows = node.outgoing.flatMap((id) => model.flows[id] ?? []);
      const step = (kind: TransitionKind, to: readonly number[]) => void transitions.push({ kind, from: [from], to });
      if (isJoin(node)) {
        transitions.push({ kind: 'join', from: node.incoming.map((flow) => at.get(heldKey(flow)) ?? 0), to: [from] });
      }
      for (const id of 'boundary' in node ? node.boundary : []) {
        const event = model.nodes[id];
        if (event?.type === 'boundaryEvent') step(event.interrupting ? 'interrupt' : 'spawn', [at.get(id) ?? 0]);
      }
      if (node.type === 'subProcess' || node.type === 'callActivity') {
        step(inside.has(node.id) ? 'exit' : 'unknown', flows.flatMap(arrival));
      } else if (leavesByOne(node, flows)) {
        for (const flow of flows) step(clears(node, flow) ? 'clear' : 'move', arrival(flow));
      } else if (flows.length > 0) step('move', flows.flatMap(arrival));
    }

    /** Where a token on a flow arrives, and where another one starts inside of that. */
    function arrival({ id, target }: SequenceFlow): number[] {
      const start = inside.get(target);
      return [at.get(heldKey(id)) ?? at.get(target) ?? 0, ...(start === undefined ? [] : [start])];
    }
  }

  function add(place: Place): number {
    if (places.length < maxPlaces) return places.push(place) - 1;
    fail(place.node, `there are more than ${String(maxPlaces)} elements in it and the processes that it calls`);
    return 0;
  }

  function fail({ id }: FlowNode, reason: string): void {
    fault ??= { elementId: id, reason };
  }

  function hostsWithin(host: number): number[] {
    return [...(places[host]?.hosts ?? []), host];
  }
}

/** Whether a token can end here, and with it the activity around. An error end breaks that off instead. */
export function endsAt({ node, heldOn }: Place): boolean {
  return heldOn === null && node.outgoing.length === 0 && !('throws' in node);
}

function isJoin(node: FlowNode): boolean {
  return node.type === 'parallelGateway' && node.incoming.length > 1;
}

/** No element has such an id. */
function heldKey(flow: string): string {
  return ` ${flow}`;
}

function leavesByOne(node: FlowNode, flows: readonly SequenceFlow[]): boolean {
  if (node.type === 'exclusiveGateway' || node.type === 'eventBasedGateway') return true;
  return flows.some(({ outcome }) => outcome !== null);
}

/** Nothing else clears a draft: not a ruling, not a countersignature (L1, L2, L9). */
function clears(node: FlowNode, { outcome }: SequenceFlow): boolean {
  const form = 'law' in node ? node.law?.form : undefined;
  return (form === 'reviewOpinion' && outcome === 'passed') || (form === 'scope' && outcome === 'notRequired');
}
