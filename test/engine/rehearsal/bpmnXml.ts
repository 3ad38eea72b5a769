import type { FlowNode, ProcessModel, SequenceFlow } from '../../../src/bpmn/model.ts';
import type { TimerSpec } from '../../../src/domain/timerText.ts';

/** A process written as a BPMN 2.0 file. Timer texts only keep their kind and, of a cycle, the number of firings. */
export function bpmnXml(model: ProcessModel): string {
  const nodes = Object.values(model.nodes).map(nodeXml).join('\n');
  const flows = Object.values(model.flows).map(flowXml).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="definitions" targetNamespace="urn:test">
<process id="${model.id}" isExecutable="true">
${nodes}
${flows}
</process></definitions>`;
}

function nodeXml(node: FlowNode): string {
  switch (node.type) {
    case 'exclusiveGateway': {
      const fallback = node.defaultFlow === null ? '' : ` default="${node.defaultFlow}"`;
      return `<exclusiveGateway id="${node.id}"${fallback} />`;
    }
    case 'boundaryEvent':
      return `<boundaryEvent id="${node.id}" attachedToRef="${node.attachedTo}" cancelActivity="${node.interrupting}">${timerXml(node.timer)}</boundaryEvent>`;
    case 'intermediateCatchEvent':
      return `<intermediateCatchEvent id="${node.id}">${timerXml(node.timer)}</intermediateCatchEvent>`;
    case 'serviceTask': {
      const service = 'builtIn' in node.service ? `sanzhi:${node.service.builtIn}` : '${process.exit(1)}';
      return `<serviceTask id="${node.id}" implementation="${service}" />`;
    }
    default:
      return `<${node.type} id="${node.id}" />`;
  }
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
