import type { FlowNode, ProcessModel } from '../../../src/bpmn/model.ts';

/** A token, with those at work inside the activity where it stands. `read`: version of the draft that an opinion is about. */
interface Token {
  readonly at: string;
  readonly process: string;
  readonly heldOn?: string;
  readonly read?: number;
  readonly inside: readonly Token[] | null;
}
/** All tokens, the version of the draft, and the version that was cleared last (null: none since it was taken back). */
interface State {
  readonly tokens: readonly Token[];
  readonly version: number;
  readonly cleared: number | null;
}

export interface Played {
  /** A decision was open on a draft that was not cleared. */
  readonly bypass: boolean;
  readonly decided: boolean;
  /** Every play was played; otherwise some were cut off at a limit of tokens or states. */
  readonly complete: boolean;
}

const maxTokens = 6;
const maxStates = 8_000;

/**
 * Plays every play of a process, one token one node at a time, in every order, with the draft edited whenever a draft
 * task is open. It shares nothing with the check that it judges but the model.
 */
export function play(processes: Readonly<Record<string, ProcessModel>>, root: string): Played {
  const model = (token: Token): ProcessModel => processes[token.process]!;
  const nodeOf = (token: Token): FlowNode => model(token).nodes[token.at]!;
  const formOf = (token: Token) => {
    const node = nodeOf(token);
    return 'law' in node ? node.law?.form : undefined;
  };
  const first = entered({ tokens: [], version: 0, cleared: null }, root, processes[root]!.start);
  const seen = new Map<string, State>();
  const queue: State[] = [];
  let complete = true;
  let decided = false;
  visit({ ...first.state, tokens: [first.token] });
  for (const state of queue) {
    const open = allOf(state.tokens).filter((token) => formOf(token) === 'decision');
    decided ||= open.length > 0;
    if (open.length > 0 && state.cleared !== state.version) return { bypass: true, decided, complete };
    for (const next of movesOf(state)) visit(next);
  }
  return { bypass: false, decided, complete };

  function visit(state: State): void {
    if (allOf(state.tokens).length > maxTokens) return void (complete = false);
    const key = `${String(state.cleared === state.version)} ${keyOf(state.tokens, state.version)}`;
    if (seen.has(key)) return;
    if (seen.size >= maxStates) return void (complete = false);
    seen.set(key, state);
    queue.push(state);
  }

  /** The states after one token did one thing. */
  function movesOf(state: State): State[] {
    const edits = allOf(state.tokens).some((token) => formOf(token) === 'draft')
      ? [{ ...state, version: state.version + 1 }]
      : [];
    return [...edits, ...inScope(state.tokens, state)];
  }

  /** Moves of the tokens of one scope, and of those inside them; the scope's tokens afterwards stand in `tokens`. */
  function inScope(tokens: readonly Token[], state: State): State[] {
    return tokens.flatMap((token, at) => {
      const others = tokens.filter((_, other) => other !== at);
      const within =
        token.inside === null
          ? []
          : inScope(token.inside, state)
              .map((next) => afterInside(token, others, next))
              .flat();
      return [...within, ...movesOfToken(token, others, state)];
    });
  }

  /** `next.tokens` are those inside of the host now; a thrown error is a token that stands at an error end. */
  function afterInside(host: Token, others: readonly Token[], next: State): State[] {
    const thrown = next.tokens.flatMap((token) => {
      const node = nodeOf(token);
      return token.heldOn === undefined && 'throws' in node ? [node.throws] : [];
    })[0];
    if (thrown === undefined) return [{ ...next, tokens: [...others, { ...host, inside: next.tokens }] }];
    const catchers = boundaryOf(host).filter((event) => 'catches' in event);
    const catcher =
      catchers.find((event) => 'catches' in event && event.catches === thrown) ??
      catchers.find((event) => 'catches' in event && event.catches === null);
    if (catcher !== undefined) return [put(next, others, host.process, catcher.id)];
    // nobody catches here: the error goes on to the activity around, which finds it at an error end of this scope
    const place = Object.values(processes).find((process) =>
      Object.values(process.nodes).some((node) => 'throws' in node && node.throws === thrown),
    )!;
    const end = Object.values(place.nodes).find((node) => 'throws' in node && node.throws === thrown)!;
    return [{ ...next, tokens: [...others, { at: end.id, process: place.id, inside: null }] }];
  }

  function boundaryOf(token: Token): FlowNode[] {
    const node = nodeOf(token);
    return 'boundary' in node ? node.boundary.map((id) => model(token).nodes[id]!) : [];
  }

  function movesOfToken(token: Token, others: readonly Token[], state: State): State[] {
    const node = nodeOf(token);
    const here = { ...state, tokens: others };
    if (token.heldOn !== undefined) return join(token, node, others, state);
    const events = boundaryOf(token).flatMap((event) => {
      if (event.type !== 'boundaryEvent' || 'catches' in event) return [];
      return [put(state, event.interrupting ? others : [...others, token], token.process, event.id)];
    });
    if (token.inside !== null && token.inside.length > 0) return events;
    if ('throws' in node) return [];
    if ('terminate' in node) return [{ ...state, tokens: [] }];
    const flows = node.outgoing.map((id) => model(token).flows[id]!);
    const choices =
      node.type === 'exclusiveGateway' ||
      node.type === 'eventBasedGateway' ||
      flows.some((flow) => flow.outcome !== null)
        ? flows.map((flow) => [flow])
        : [flows];
    const left = choices.map((chosen) => {
      let after: State = here;
      for (const { outcome } of chosen) {
        if (outcome === 'passed') after = { ...after, cleared: token.read ?? null };
        else if (outcome === 'notRequired') after = { ...after, cleared: after.version };
        else if (outcome !== null) after = { ...after, cleared: null };
      }
      return chosen.reduce((so, flow) => put(so, so.tokens, token.process, flow.target, flow.id), after);
    });
    return [...events, ...left];
  }

  function join(token: Token, node: FlowNode, others: readonly Token[], state: State): State[] {
    // the first held token of the node speaks for all
    const held = [token, ...others].filter(({ at, heldOn }) => at === token.at && heldOn !== undefined);
    const one = node.incoming.map((flow) => held.find(({ heldOn }) => heldOn === flow));
    if (one.some((each) => each === undefined) || token.heldOn !== node.incoming[0]) return [];
    const rest = [...others, token].filter((each) => !one.includes(each));
    const flows = node.outgoing.map((id) => model(token).flows[id]!);
    return [
      flows.reduce<State>((so, flow) => put(so, so.tokens, token.process, flow.target, flow.id), {
        ...state,
        tokens: rest,
      }),
    ];
  }

  /** A token comes to a node. */
  function put(state: State, others: readonly Token[], process: string, at: string, along?: string): State {
    const node = processes[process]!.nodes[at]!;
    if (node.type === 'parallelGateway' && node.incoming.length > 1) {
      return { ...state, tokens: [...others, { at, process, inside: null, heldOn: along! }] };
    }
    const { state: after, token } = entered(state, process, at);
    return { ...after, tokens: [...others, token] };
  }

  /** Its first token inside comes with it; an opinion is about the version of that moment, and until it is given nothing is cleared. */
  function entered(state: State, process: string, at: string): { state: State; token: Token } {
    const node = processes[process]!.nodes[at]!;
    if (node.type === 'subProcess') {
      const inner = entered(state, process, node.start);
      return { state: inner.state, token: { at, process, inside: [inner.token] } };
    }
    if (node.type === 'callActivity') {
      const inner = entered(state, node.calledElement, processes[node.calledElement]!.start);
      return { state: inner.state, token: { at, process, inside: [inner.token] } };
    }
    if ('law' in node && node.law?.form === 'reviewOpinion') {
      return { state: { ...state, cleared: null }, token: { at, process, inside: null, read: state.version } };
    }
    return { state, token: { at, process, inside: null } };
  }
}

function allOf(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) => [token, ...allOf(token.inside ?? [])]);
}

function keyOf(tokens: readonly Token[], version: number): string {
  return tokens
    .map(({ at, process, heldOn = '', read, inside }) => {
      const about = read === undefined ? '' : String(read === version);
      return `${process}/${at}<${heldOn}<${about}(${inside === null ? '' : keyOf(inside, version)})`;
    })
    .sort()
    .join(',');
}
