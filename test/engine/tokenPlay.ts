/**
 * Token play by the enabling rules of BPMN 2.0.2 chapter 13, word by word and by brute force: every order in which nodes
 * can be executed is tried. Written apart from the kernel; it knows nothing of the kernel's model or state.
 */
export type Kind = 'start' | 'end' | 'task' | 'exclusive' | 'parallel' | 'inclusive' | 'events' | 'event';
export interface PlayNode {
  readonly id: string;
  readonly kind: Kind;
}
export interface PlayFlow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}
export interface Graph {
  readonly nodes: readonly PlayNode[];
  readonly flows: readonly PlayFlow[];
}
/** Ids of the flows whose condition holds. */
export type Holding = ReadonlySet<string>;

/**
 * A marking as text: sorted places, one for each token. `f:<flow>` is a token on a flow, `n:<node>` one that waits in a
 * task, or at an event-based gateway.
 */
export type Marking = string;

/** More tokens or markings than these are not played. */
const limits = { tokens: 7, markings: 400 };

export class TokenPlay {
  readonly #graph: Graph;
  readonly #kinds: ReadonlyMap<string, Kind>;
  readonly #into = new Map<string, PlayFlow[]>();
  readonly #outOf = new Map<string, PlayFlow[]>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#kinds = new Map(graph.nodes.map(({ id, kind }) => [id, kind]));
    for (const { id } of graph.nodes) {
      this.#into.set(
        id,
        graph.flows.filter(({ to }) => to === id),
      );
      this.#outOf.set(
        id,
        graph.flows.filter(({ from }) => from === id),
      );
    }
  }

  /** The markings in which a new instance can come to rest; undefined: too many, or it never rests. */
  start(holding: Holding): Set<Marking> | undefined {
    const start = this.#graph.nodes.find(({ kind }) => kind === 'start')!;
    return this.#rests(this.#leave([], start.id, holding), holding);
  }

  /** What can happen to a marking: a task is completed, an event of a gateway happens. */
  actions(marking: Marking): string[] {
    const waiting = new Set(placesOf(marking).flatMap((place) => (place.startsWith('n:') ? [place.slice(2)] : [])));
    return [...waiting].flatMap((id) =>
      this.#kinds.get(id) === 'events' ? this.#outOf.get(id)!.map(({ to }) => to) : [id],
    );
  }

  /** The markings in which the instance can come to rest after that. */
  act(marking: Marking, action: string, holding: Holding): Set<Marking> | undefined {
    const at = this.#kinds.get(action) === 'event' ? this.#into.get(action)![0]!.from : action;
    return this.#rests(this.#leave(without(placesOf(marking), `n:${at}`), action, holding), holding);
  }

  /** Every marking without an enabled node that can be reached; undefined where the play can go on for ever. */
  #rests(from: readonly string[], holding: Holding): Set<Marking> | undefined {
    const rests = new Set<Marking>();
    const done = new Set<Marking>();
    const open = new Set<Marking>();
    const visit = (places: readonly string[]): boolean => {
      const marking = textOf(places);
      if (done.has(marking)) return true;
      if (open.has(marking) || places.length > limits.tokens || done.size > limits.markings) return false;
      open.add(marking);
      const next = this.#steps(places, holding);
      if (next.length === 0) rests.add(marking);
      if (!next.every(visit)) return false;
      open.delete(marking);
      done.add(marking);
      return true;
    };
    return visit(from) ? rests : undefined;
  }

  #steps(places: readonly string[], holding: Holding): string[][] {
    return this.#graph.nodes.flatMap(({ id, kind }) => {
      const into = this.#into.get(id)!;
      const filled = into.filter((flow) => places.includes(`f:${flow.id}`));
      if (filled.length === 0) return [];
      const each = (then: (left: string[]) => string[]) => filled.map((flow) => then(without(places, `f:${flow.id}`)));
      const all = () => filled.reduce<string[]>((left, flow) => without(left, `f:${flow.id}`), [...places]);
      switch (kind) {
        case 'task':
        case 'events':
          return each((left) => [...left, `n:${id}`]);
        case 'parallel':
          return filled.length === into.length ? [this.#leave(all(), id, holding)] : [];
        case 'inclusive':
          return this.#isActivated(id, places, into, filled) ? [this.#leave(all(), id, holding)] : [];
        default:
          return each((left) => this.#leave(left, id, holding));
      }
    });
  }

  /**
   * Table 13.3: for every path that starts with a flow with a token, ends with an incoming flow without one and does not
   * visit the gateway, there is a path that starts with the same flow, ends with an incoming flow with a token and does
   * not visit the gateway. A token inside a node starts with the flows out of it.
   */
  #isActivated(id: string, places: readonly string[], into: readonly PlayFlow[], filled: readonly PlayFlow[]): boolean {
    return places.every((place) => {
      const reached = this.#reached(place, id);
      const comes = (flow: PlayFlow) => reached.has(flow.id);
      return filled.some(comes) || !into.some((flow) => !filled.includes(flow) && comes(flow));
    });
  }

  /** Flows at the end of a path that starts with this token and does not visit the gateway. */
  #reached(place: string, gateway: string): Set<string> {
    const id = place.slice(2);
    const first = place.startsWith('f:') ? [id] : this.#outOf.get(id)!.map((flow) => flow.id);
    const reached = new Set(first);
    for (const flow of reached) {
      const { to } = this.#graph.flows.find((each) => each.id === flow)!;
      if (to !== gateway) for (const next of this.#outOf.get(to)!) reached.add(next.id);
    }
    return reached;
  }

  #leave(places: readonly string[], id: string, holding: Holding): string[] {
    const kind = this.#kinds.get(id)!;
    const choosing = kind === 'exclusive' || kind === 'inclusive';
    const taken = this.#outOf.get(id)!.filter((flow) => !choosing || holding.has(flow.id));
    return [...places, ...taken.map((flow) => `f:${flow.id}`)];
  }
}

export function placesOf(marking: Marking): string[] {
  return marking === '' ? [] : marking.split(' ');
}

export function textOf(places: readonly string[]): Marking {
  return places.toSorted().join(' ');
}

function without(places: readonly string[], place: string): string[] {
  const index = places.indexOf(place);
  return places.filter((_, at) => at !== index);
}
