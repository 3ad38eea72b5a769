import type { FlowNode, ProcessModel } from '../../../src/bpmn/model.ts';
import type { SequenceFlow } from '../../../src/bpmn/nodeModel.ts';
import type { TimerSpec } from '../../../src/domain/timerText.ts';

/** A process written as a BPMN 2.0 file. Timer texts only keep their kind and, of a cycle, the number of firings. */
export function bpmnXml(model: ProcessModel): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="definitions" targetNamespace="urn:test">
${rootsXml(model)}
<process id="${model.id}" isExecutable="true">
${contentXml(model, undefined)}
</process></definitions>`;
}

function rootsXml({ nodes }: ProcessModel): string {
  const messages = new Set<string>();
  const errors = new Set<string>();
  for (const node of Object.values(nodes)) {
    if ('message' in node) messages.add(node.message);
    if ('throws' in node) errors.add(node.throws);
    if ('catches' in node && node.catches !== null) errors.add(node.catches);
  }
  return [
    ...[...messages].map((name) => `<message id="message-${name}" name="${name}" />`),
    ...[...errors].map((code) => `<error id="error-${code}" errorCode="${code}" />`),
  ].join('\n');
}

/** What stands in the process itself, or in one of its sub-processes. */
function contentXml(model: ProcessModel, scope: string | undefined): string {
  const nodes = Object.values(model.nodes).filter((node) => node.scope === scope);
  const flows = Object.values(model.flows).filter(({ source }) => model.nodes[source]?.scope === scope);
  return [...nodes.map((node) => nodeXml(model, node)), ...flows.map(flowXml)].join('\n');
}

function nodeXml(model: ProcessModel, node: FlowNode): string {
  const inside = node.type === 'subProcess' ? contentXml(model, node.id) : eventXml(node);
  return `<${node.type} id="${node.id}"${attributesOf(node)}>${inside}</${node.type}>`;
}

function attributesOf(node: FlowNode): string {
  switch (node.type) {
    case 'exclusiveGateway':
      return node.defaultFlow === null ? '' : ` default="${node.defaultFlow}"`;
    case 'boundaryEvent':
      return ` attachedToRef="${node.attachedTo}" cancelActivity="${node.interrupting}"`;
    case 'serviceTask':
      return ` implementation="${'builtIn' in node.service ? `sanzhi:${node.service.builtIn}` : '${process.exit(1)}'}"`;
    case 'receiveTask':
      return ` messageRef="message-${node.message}"`;
    case 'callActivity':
      return ` calledElement="${node.calledElement}"`;
    default:
      return '';
  }
}

function eventXml(node: FlowNode): string {
  if ('timer' in node) return timerXml(node.timer);
  if ('message' in node && node.type !== 'receiveTask') {
    return `<messageEventDefinition messageRef="message-${node.message}" />`;
  }
  if ('throws' in node) return `<errorEventDefinition errorRef="error-${node.throws}" />`;
  if ('catches' in node) {
    return `<errorEventDefinition${node.catches === null ? '' : ` errorRef="error-${node.catches}"`} />`;
  }
  return 'terminate' in node ? '<terminateEventDefinition />' : '';
}

function timerXml(timer: TimerSpec): string {
  const text = timer.kind === 'cycle' ? `R${timer.times ?? ''}/P7WD` : 'P7WD';
  const element = timer.kind === 'cycle' ? 'timeCycle' : 'timeDuration';
  return `<timerEventDefinition><${element}>${text}</${element}></timerEventDefinition>`;
}

function flowXml({ id, source, target, condition }: SequenceFlow): string {
  const ends = `<sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}"`;
  if (condition === null) return `${ends} />`;
  return `${ends}><conditionExpression>\${process.exit(1)}</conditionExpression></sequenceFlow>`;
}
