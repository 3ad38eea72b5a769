import { finding } from '../rules.ts';
import { readExtensions } from './extensions.ts';
import type { Finding } from '../finding.ts';
import type { FlowNode } from '../model.ts';
import type { FlowOutcome, ReviewOutcome, ScopeOutcome, SequenceFlow } from '../nodeModel.ts';
import type { ModdleElement } from 'bpmn-moddle';

export const scopeOutcomes: readonly ScopeOutcome[] = ['required', 'notRequired'];
export const reviewOutcomes: readonly ReviewOutcome[] = ['passed', 'returned', 'rejected'];

type Nodes = Readonly<Record<string, FlowNode>>;
type Flows = Readonly<Record<string, SequenceFlow>>;

/** Reads `enf:outcome` of a sequence flow. */
export function compileOutcome(flow: ModdleElement, id: string | null, findings: Finding[]): FlowOutcome | null {
  const value = readExtensions(flow, id, findings).outcome?.[0]?.['value'];
  return [...scopeOutcomes, ...reviewOutcomes].find((known) => known === value) ?? null;
}

/** Checks that scopes and opinions are left directly by their outcomes, and nothing else is. */
export function checkOutcomes(nodes: Nodes, flows: Flows): Finding[] {
  const misplaced = Object.values(flows).filter(
    ({ source, outcome }) => outcome !== null && outcomesOf(nodes[source]) === undefined,
  );
  return [
    ...misplaced.map(({ id, source }) => {
      const advice = `${source} is no scope and no opinion of a legal review; remove enf:outcome.`;
      return finding('outcome-misplaced', id, advice);
    }),
    ...Object.values(nodes).flatMap((node) => checkNode(node, flows)),
  ];
}

/** The outcomes that a node is left by; undefined: it is no scope and no opinion. */
export function outcomesOf(node: FlowNode | undefined): readonly FlowOutcome[] | undefined {
  if (node === undefined || !('law' in node)) return undefined;
  if (node.law?.form === 'scope') return scopeOutcomes;
  return node.law?.form === 'reviewOpinion' ? reviewOutcomes : undefined;
}

function checkNode(node: FlowNode, flows: Flows): Finding[] {
  const outcomes = outcomesOf(node);
  if (outcomes === undefined) return [];
  const outgoing = node.outgoing.flatMap((id) => flows[id] ?? []);
  const known = outgoing.filter(({ outcome }) => outcome !== null && outcomes.includes(outcome));
  const findings = outgoing
    .filter((flow) => !known.includes(flow))
    .map(({ id }) => {
      const advice = `Write enf:outcome with ${outcomes.join(' or ')} on the flow, which leaves ${node.id}.`;
      return finding('outcome-flows', id, advice);
    });
  for (const outcome of outcomes) {
    const count = known.filter((flow) => flow.outcome === outcome).length;
    if (count === 1) continue;
    const advice = `${String(count)} flows leave it with the outcome ${outcome}; draw one.`;
    findings.push(finding('outcome-flows', node.id, advice));
  }
  return [...findings, ...known.flatMap(checkCondition)];
}

function checkCondition({ id, condition, outcome }: SequenceFlow): Finding[] {
  const said = /^outcome\s*=\s*"([A-Za-z]+)"$/.exec(condition ?? '')?.[1];
  if (said === outcome) return [];
  const expected = `outcome = "${String(outcome)}"`;
  return [
    finding('outcome-condition', id, `Write the condition ${expected}, for engines that do not know enf:outcome.`),
  ];
}
