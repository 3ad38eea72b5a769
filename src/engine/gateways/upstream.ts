import type { FlowNode, ProcessModel } from '../../bpmn/model.ts';
import { processOf } from '../processes.ts';
import type { Run } from '../run.ts';
import type { Token } from '../state.ts';

/** By node id: the incoming flows of a gateway that a token at the node can come to without visiting the gateway. */
type Upstream = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Whether a token may still come to `gateway`, in the scope of `held`, along an incoming flow that is not `filled`: there
 * is a token elsewhere in the scope with a way there, and without a way to any `filled` flow; ways that visit the gateway
 * do not count (BPMN 2.0 tables 13.3 and 13.5). A way leads along flows and through boundary events.
 */
export function mayStillArrive(
  run: Run,
  held: Token,
  gateway: FlowNode,
  filled: { has(flow: string): boolean },
): boolean {
  if (gateway.incoming.every((flow) => filled.has(flow))) return false;
  const upstream = upstreamOf(processOf(run, held), gateway);
  for (const { at, along, scope } of run.tokens.values()) {
    if (scope !== held.scope) continue;
    const flows = at === gateway.id ? arriving(along) : upstream.get(at);
    if (flows === undefined || flows.size === 0) continue;
    if (![...flows].some((flow) => filled.has(flow))) return true;
  }
  return false;
}

/** A token that was stopped on its way into the gateway. */
function arriving(along: string | undefined): ReadonlySet<string> {
  return new Set(along === undefined ? [] : [along]);
}

/** Reckoned once for each gateway, as long as the model that it belongs to is in memory. */
const known = new WeakMap<ProcessModel, Map<string, Upstream>>();

function upstreamOf(process: ProcessModel, gateway: FlowNode): Upstream {
  let gateways = known.get(process);
  if (gateways === undefined) known.set(process, (gateways = new Map<string, Upstream>()));
  let upstream = gateways.get(gateway.id);
  if (upstream === undefined) gateways.set(gateway.id, (upstream = reckon(process, gateway)));
  return upstream;
}

function reckon({ nodes, flows }: ProcessModel, gateway: FlowNode): Upstream {
  const upstream = new Map<string, Set<string>>();
  for (const into of gateway.incoming) {
    const behind = new Set([flows[into]?.source ?? gateway.id]);
    behind.delete(gateway.id);
    for (const id of behind) {
      let reached = upstream.get(id);
      if (reached === undefined) upstream.set(id, (reached = new Set()));
      reached.add(into);
      const node = nodes[id];
      if (node === undefined) continue;
      const before = node.incoming.map((flow) => flows[flow]?.source ?? '');
      if (node.type === 'boundaryEvent') before.push(node.attachedTo);
      for (const source of before) if (source !== gateway.id) behind.add(source);
    }
  }
  return upstream;
}
