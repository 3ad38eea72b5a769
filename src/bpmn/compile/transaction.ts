import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { FlowNode } from '../model.ts';

type Nodes = Readonly<Record<string, FlowNode>>;

/** Checks where transactions are cancelled, and where they are left then (BPMN 2.0 §10.3.5, §10.5.6). */
export function checkTransactions(nodes: Nodes): Finding[] {
  return Object.values(nodes).flatMap((node) => {
    if (node.type === 'subProcess') return checkCancelBoundaries(node.id, node.boundary, nodes);
    if (!('cancel' in node)) return [];
    if (node.type === 'boundaryEvent') {
      if ('transaction' in (nodes[node.attachedTo] ?? {})) return [];
      return [finding('cancel-misplaced', node.id, `${node.attachedTo} is no transaction; nothing cancels it.`)];
    }
    return checkCancelEnd(node, nodes);
  });
}

function checkCancelBoundaries(id: string, boundary: readonly string[], nodes: Nodes): Finding[] {
  const [first = '', ...others] = boundary.filter((event) => 'cancel' in (nodes[event] ?? {}));
  return others.map((other) => finding('cancel-twice', other, `${first} is the way out of ${id} already; remove one.`));
}

function checkCancelEnd(end: FlowNode, nodes: Nodes): Finding[] {
  let around = nodes[end.scope ?? ''];
  while (around !== undefined && !('transaction' in around)) around = nodes[around.scope ?? ''];
  if (around === undefined) {
    return [
      finding('cancel-misplaced', end.id, 'It stands in no transaction; end with an error, or draw a transaction.'),
    ];
  }
  if ('boundary' in around && around.boundary.some((event) => 'cancel' in (nodes[event] ?? {}))) return [];
  const advice = `${end.id} cancels it, and no way leads out then; attach a cancel boundary event`;
  return [finding('cancel-uncaught', around.id, `${advice}.`)];
}
