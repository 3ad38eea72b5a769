import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import type { CatchEvent, LinkCatch, LinkThrow, ThrowEvent } from '../eventModel.ts';
import type { FlowNode } from '../model.ts';
import type { SequenceFlow } from '../nodeModel.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

type Nodes = Record<string, FlowNode>;
type Flows = Record<string, SequenceFlow>;

const maxName = 128;

/** Whether an event is a link. */
export function isLink({ eventDefinitions = [], eventDefinitionRef = [] }: ModdleElement): boolean {
  return [...eventDefinitions, ...eventDefinitionRef].some(
    (definition) => typeOf(definition) === 'LinkEventDefinition',
  );
}

/** The name of a link; undefined where a finding says why there is none. */
export function compileLinkName(element: ModdleElement, id: string, findings: Finding[]): string | undefined {
  const [link, ...others] = [...(element.eventDefinitions ?? []), ...(element.eventDefinitionRef ?? [])];
  if (others.length > 0) {
    findings.push(
      finding('link-alone', id, 'A link leads on and waits for nothing: remove the other event definitions.'),
    );
    return undefined;
  }
  const name = link?.name?.trim() ?? '';
  if (name !== '' && name.length <= maxName) return name;
  findings.push(finding('link-name', id, `Give the link a name of at most ${String(maxName)} characters.`));
  return undefined;
}

/**
 * Leads a flow of the model from each link throw event of a process or sub-process to the catch event of its name, and
 * reports those that do not find each other (BPMN 2.0 §10.5.1, Link). No element has the id of such a flow.
 */
export function connectLinks(nodes: Nodes, flows: Flows): Finding[] {
  const sources = Object.values(nodes).filter(isLinkThrow);
  const targets = Object.values(nodes).filter(isLinkCatch);
  const found = [...sources.flatMap(strayFlows), ...targets.flatMap(strayFlows)];
  for (const source of sources) {
    const [target, ...others] = targets.filter(({ link }) => link === source.link);
    if (target === undefined) {
      const advice = `No link catch event beside it is named "${source.link}"; draw one.`;
      found.push(finding('link-target', source.id, advice));
    } else if (others.length > 0) {
      const listed = [target, ...others].map(({ id }) => id).join(', ');
      found.push(finding('link-target', source.id, `Several link catch events have its name: ${listed}; rename them.`));
    } else connect(source, target, nodes, flows);
  }
  const led = new Set(sources.map(({ link }) => link));
  const unused = targets.filter(({ link }) => !led.has(link));
  return [
    ...found,
    ...unused.map(({ id, link }) => finding('link-unused', id, `No link throw event leads to "${link}".`)),
  ];
}

function connect(source: LinkThrow, target: LinkCatch, nodes: Nodes, flows: Flows): void {
  const id = `link:${source.id}`;
  const caught = nodes[target.id];
  flows[id] = { id, name: source.link, source: source.id, target: target.id, condition: null, outcome: null };
  nodes[source.id] = { ...source, outgoing: [id] };
  nodes[target.id] = { ...target, incoming: [...(caught?.incoming ?? []), id] };
}

function strayFlows(node: LinkThrow | LinkCatch): Finding[] {
  const [flow] = node.type === 'intermediateThrowEvent' ? node.outgoing : node.incoming;
  if (flow === undefined) return [];
  const where = node.type === 'intermediateThrowEvent' ? 'leaves it: the link leads on' : 'leads to it: the link does';
  return [finding('link-flow', node.id, `Remove the flow ${flow}, which ${where}.`)];
}

function isLinkThrow(node: FlowNode): node is Extract<ThrowEvent, LinkThrow> {
  return node.type === 'intermediateThrowEvent' && 'link' in node;
}

function isLinkCatch(node: FlowNode): node is Extract<CatchEvent, LinkCatch> {
  return node.type === 'intermediateCatchEvent' && 'link' in node;
}
