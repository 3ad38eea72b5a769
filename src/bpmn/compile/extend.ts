import { finding } from '../rules.ts';
import type { ClockMark } from '../lawModel.ts';
import type { FlowNode, ProcessModel } from '../model.ts';
import type { Finding } from '../finding.ts';

type Graph = Pick<ProcessModel, 'nodes' | 'flows'>;
type Extend = Extract<ClockMark, { event: 'extend' }>;

/**
 * Finds for every `enf:clock event="extend"` who approves and who asks: the user tasks that the token was completed at
 * last, and what it waited at before those. Reports an extension that nobody approves, or nobody asks for.
 */
export function findApprovals(graph: Graph, findings: Finding[]): ProcessModel['nodes'] {
  return Object.fromEntries(
    Object.entries(graph.nodes).map(([id, node]) => {
      if (!('clocks' in node) || !node.clocks.some(({ event }) => event === 'extend')) return [id, node];
      const clocks = node.clocks.map((mark) =>
        mark.event === 'extend' ? approved(mark, node, graph, findings) : mark,
      );
      return [id, { ...node, clocks }];
    }),
  );
}

function approved(mark: Extend, node: FlowNode, graph: Graph, findings: Finding[]): Extend {
  const approval = node.type === 'userTask' ? [node] : waitedAtBefore(node, graph);
  const asked = [...new Set(approval.flatMap((task) => waitedAtBefore(task, graph)))];
  const limit = Object.values(graph.nodes)
    .flatMap((each) => ('deadlines' in each ? each.deadlines : []))
    .find(({ clock }) => clock === mark.clock)?.limit;
  if (approval.length === 0 || approval.some(({ type }) => type !== 'userTask')) {
    findings.push(finding('extension-approval', node.id, 'Let a user task come directly before it: the approval.'));
  } else if (asked.length === 0 || asked.some((each) => 'timer' in each)) {
    const advice = 'Let the approval be reached from a task or a message only: somebody asks for the extension.';
    findings.push(finding('extension-approval', node.id, advice));
  }
  if (limit !== undefined && limit.unit !== mark.by.unit) {
    findings.push(finding('enf-attribute', node.id, `by of enf:clock has the unit of the limit ${mark.clock}.`));
  }
  return { ...mark, approval: approval.map(({ id }) => id), asked: asked.map(({ id }) => id) };
}

/** What a token that enters the node waited at last, over gateways and whatever else does not wait. */
function waitedAtBefore(node: FlowNode, { nodes, flows }: Graph): FlowNode[] {
  const found = new Set<FlowNode>();
  const seen = new Set<FlowNode>([node]);
  const queue = [node];
  for (const { incoming } of queue) {
    for (const flow of incoming) {
      const source = nodes[flows[flow]?.source ?? ''];
      if (source === undefined) continue;
      if (waits(source)) found.add(source);
      else if (!seen.has(source)) {
        seen.add(source);
        queue.push(source);
      }
    }
  }
  return [...found];
}

/** Sub-processes and calls count as waiting: what goes on inside is not looked into. */
function waits({ type }: FlowNode): boolean {
  return !['startEvent', 'manualTask', 'exclusiveGateway', 'parallelGateway', 'eventBasedGateway'].includes(type);
}
