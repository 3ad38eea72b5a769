import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import type { Activity } from '../activityModel.ts';
import type { CompensationEnd } from '../eventModel.ts';
import type { FlowNode } from '../model.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

type Nodes = Readonly<Record<string, FlowNode>>;

/** The only definition of an event, where it is of this type. */
export function onlyDefinition(event: ModdleElement, type: string): ModdleElement | undefined {
  const [first, ...others] = [...(event.eventDefinitions ?? []), ...(event.eventDefinitionRef ?? [])];
  return first !== undefined && others.length === 0 && typeOf(first) === type ? first : undefined;
}

export function compensationOf(event: ModdleElement): ModdleElement | undefined {
  return onlyDefinition(event, 'CompensateEventDefinition');
}

/** What a throw or end event compensates. */
export function compileCompensates(definition: ModdleElement): Pick<CompensationEnd, 'compensates' | 'waits'> {
  return { compensates: definition.activityRef?.id ?? null, waits: definition.waitForCompletion !== false };
}

/** The activity that a compensation boundary event leads to by an association; '' where a finding says why not. */
export function compileHandler(event: ModdleElement, id: string, findings: Finding[]): string {
  const [handler, other] = associatedWith(event);
  if (handler?.id !== undefined && other === undefined) return handler.id;
  const advice =
    other === undefined
      ? 'Draw an association from it to the activity that compensates'
      : `It is associated with ${handler?.id ?? 'an activity'} and ${other.id ?? 'another'}; keep one`;
  findings.push(finding('compensation-handler', id, `${advice}.`));
  return '';
}

/** Checks compensation in a process (BPMN 2.0 §10.7): who handles it, and who is named where it is thrown. */
export function checkCompensation(nodes: Nodes): Finding[] {
  return Object.values(nodes).flatMap((node) => [
    ...checkHandler(node, nodes),
    ...checkFlows(node),
    ...checkTwice(node, nodes),
    ...checkTarget(node, nodes),
  ]);
}

/** What the associations from an event lead to, wherever they are drawn. */
function associatedWith(event: ModdleElement): ModdleElement[] {
  const found = new Set<ModdleElement>();
  for (let at = event.$parent; at !== undefined; at = at.$parent) {
    const artifacts = [at, ...(at.rootElements ?? [])].flatMap((container) => container.artifacts ?? []);
    for (const { sourceRef, targetRef } of artifacts) {
      if (sourceRef === event && targetRef !== undefined && typeOf(targetRef) !== 'TextAnnotation')
        found.add(targetRef);
    }
  }
  return [...found];
}

function checkHandler(node: FlowNode, nodes: Nodes): Finding[] {
  if (!('handler' in node) || node.handler === '') return [];
  const handler = nodes[node.handler];
  if (handler !== undefined && 'forCompensation' in handler && handler.scope === node.scope) return [];
  const advice = `Lead its association to an activity beside it with isForCompensation="true"; ${node.handler} is none`;
  return [finding('compensation-handler', node.id, `${advice}.`)];
}

function checkFlows(node: FlowNode): Finding[] {
  const what = 'handler' in node ? 'an association leads to its handler' : 'it is there for compensation only';
  if (!('handler' in node) && !('forCompensation' in node)) return [];
  return [...('handler' in node ? [] : node.incoming), ...node.outgoing].map((flow) =>
    finding('compensation-flow', node.id, `Remove the flow ${flow}: ${what}.`),
  );
}

function checkTwice(node: FlowNode, nodes: Nodes): Finding[] {
  const beside = 'boundary' in node ? node.boundary.filter((id) => 'handler' in (nodes[id] ?? {})) : [];
  const inside = /^(?:subProcess|adHocSubProcess)$/.test(node.type) ? startsHandling(node.id, nodes) : [];
  const [first = '', ...others] = [...beside, ...inside];
  const [ofProcess = '', ...more] = 'compensation' in node ? startsHandling(undefined, nodes) : [];
  return [
    ...others.map((id) => twice(id, first, node.id)),
    ...(more.includes(node.id) ? [twice(node.id, ofProcess, 'the process')] : []),
  ];
}

function twice(id: string, first: string, what: string): Finding {
  return finding('compensation-twice', id, `${first} handles the compensation of ${what} already; remove one.`);
}

/** Start events of the compensation event sub-processes that stand in a sub-process, or (undefined) in the process. */
function startsHandling(scope: string | undefined, nodes: Nodes): string[] {
  return Object.values(nodes).flatMap((node) => {
    if (node.type !== 'eventSubProcess' || node.scope !== scope) return [];
    return 'compensation' in (nodes[node.start] ?? {}) ? [node.start] : [];
  });
}

function checkTarget(node: FlowNode, nodes: Nodes): Finding[] {
  if (!('compensates' in node) || node.compensates === null) return [];
  const target = nodes[node.compensates];
  const refuse = (why: string): Finding[] => [finding('compensation-target', node.id, `${why}.`)];
  if (target === undefined || !('boundary' in target))
    return refuse(`${node.compensates} is no activity of its process`);
  if (!scopesSeenFrom(node, nodes).includes(target.scope)) {
    return refuse(`It does not see ${target.id}; name an activity beside it, or leave activityRef out`);
  }
  if (isCompensable(target, nodes)) return [];
  return refuse(`${target.id} has no handler; attach a compensation boundary event to it`);
}

/** Its own scope; of an event sub-process also the one around. */
function scopesSeenFrom(node: FlowNode, nodes: Nodes): (string | undefined)[] {
  const seen = [node.scope];
  for (let around = nodes[node.scope ?? '']; around?.type === 'eventSubProcess'; around = nodes[around.scope ?? '']) {
    seen.push(around.scope);
  }
  return seen;
}

function isCompensable(target: Activity, nodes: Nodes): boolean {
  if (/^(?:subProcess|adHocSubProcess|callActivity)$/.test(target.type)) return true;
  return target.boundary.some((id) => 'handler' in (nodes[id] ?? {}));
}
