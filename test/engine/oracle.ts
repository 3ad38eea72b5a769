import type { FlowNode, ProcessModel } from '../../src/bpmn/model.ts';

/**
 * A naive token play, written apart from the kernel: a marking is the number of tokens on each flow and at each waiting
 * node, one marking for each open sub-process. Gateways take the chosen flow; conditions are never asked.
 */
export interface Marking {
  /** Tokens on a flow (`f:<id>`) into a join, and at a waiting node (`n:<id>`). */
  readonly counts: Map<string, number>;
  /** Open sub-processes: which one, and what is inside. */
  readonly inner: { readonly at: string; readonly marking: Marking }[];
}
/** The flow that an exclusive gateway leaves by. */
export type Choice = (gateway: string) => string;

const empty = (): Marking => ({ counts: new Map(), inner: [] });

/** The marking after the start. */
export function play(model: ProcessModel, choice: Choice): Marking {
  const root = empty();
  put(model, root, model.start, null, choice);
  return settle(model, root, choice);
}

/** The marking after the work at one waiting node is done: in the first open sub-process in which it waits. */
export function finish(model: ProcessModel, root: Marking, at: string, choice: Choice): Marking {
  const where = placesOf(root).find(({ counts }) => (counts.get(`n:${at}`) ?? 0) > 0);
  if (where === undefined) throw new Error(`nothing waits at ${at}`);
  change(where, `n:${at}`, -1);
  goOn(model, where, nodeOf(model, at), choice);
  return settle(model, root, choice);
}

/** Waiting nodes, one name for each token, sorted. */
export function waitingIn(root: Marking): string[] {
  const names = placesOf(root).flatMap(({ counts }) =>
    [...counts].flatMap(([place, count]) => (place.startsWith('n:') ? Array<string>(count).fill(place.slice(2)) : [])),
  );
  return names.sort();
}

/** Tokens held before joins, as flow ids, sorted. */
export function heldIn(root: Marking): string[] {
  const names = placesOf(root).flatMap(({ counts }) =>
    [...counts].flatMap(([place, count]) => (place.startsWith('f:') ? Array<string>(count).fill(place.slice(2)) : [])),
  );
  return names.sort();
}

/** Whether no token is left anywhere. */
export function isOver({ counts, inner }: Marking): boolean {
  return inner.length === 0 && [...counts.values()].every((count) => count === 0);
}

/** The marking and those of all open sub-processes in it. */
export function placesOf(marking: Marking): Marking[] {
  return [marking, ...marking.inner.flatMap(({ marking: inside }) => placesOf(inside))];
}

function nodeOf(model: ProcessModel, id: string): FlowNode {
  return model.nodes[id]!;
}

function change({ counts }: Marking, place: string, by: number): void {
  counts.set(place, (counts.get(place) ?? 0) + by);
}

/** A token arrives at a node along a flow. */
function put(model: ProcessModel, marking: Marking, id: string, flow: string | null, choice: Choice): void {
  const node = nodeOf(model, id);
  if (node.type === 'parallelGateway' && node.incoming.length > 1) return change(marking, `f:${flow!}`, 1);
  if (node.type === 'userTask') return change(marking, `n:${id}`, 1);
  if (node.type === 'subProcess') {
    const inside = empty();
    marking.inner.push({ at: id, marking: inside });
    return put(model, inside, node.start, null, choice);
  }
  if (node.type === 'exclusiveGateway') return along(model, marking, choice(id), choice);
  goOn(model, marking, node, choice);
}

function goOn(model: ProcessModel, marking: Marking, node: FlowNode, choice: Choice): void {
  for (const flow of node.outgoing) along(model, marking, flow, choice);
}

function along(model: ProcessModel, marking: Marking, flow: string, choice: Choice): void {
  put(model, marking, model.flows[flow]!.target, flow, choice);
}

/** Lets joins pass and empty sub-processes complete, until nothing more happens. */
function settle(model: ProcessModel, root: Marking, choice: Choice): Marking {
  while (passJoin(model, root, choice) || completeInner(model, root, choice));
  return root;
}

function passJoin(model: ProcessModel, root: Marking, choice: Choice): boolean {
  for (const marking of placesOf(root)) {
    for (const node of Object.values(model.nodes)) {
      if (node.type !== 'parallelGateway' || node.incoming.length < 2) continue;
      if (!node.incoming.every((flow) => (marking.counts.get(`f:${flow}`) ?? 0) > 0)) continue;
      for (const flow of node.incoming) change(marking, `f:${flow}`, -1);
      goOn(model, marking, node, choice);
      return true;
    }
  }
  return false;
}

function completeInner(model: ProcessModel, root: Marking, choice: Choice): boolean {
  for (const marking of placesOf(root)) {
    const index = marking.inner.findIndex(({ marking: inside }) => isOver(inside));
    const done = marking.inner[index];
    if (done === undefined) continue;
    marking.inner.splice(index, 1);
    goOn(model, marking, nodeOf(model, done.at), choice);
    return true;
  }
  return false;
}
