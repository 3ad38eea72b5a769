import { compileMessage } from './message.ts';
import { compileService } from './service.ts';
import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { SendTask } from '../activityModel.ts';

/** How a send task sends: by external workers of the topic that `implementation` names, else its message at once. */
export function compileSends(element: ModdleElement, id: string, findings: Finding[]): SendTask['sends'] {
  const implementation = element.implementation?.trim() ?? '';
  if (implementation === '' || implementation.startsWith('##')) {
    return { message: compileMessage(element, id, findings) ?? '' };
  }
  const service = compileService(element, id, findings);
  if ('topic' in service) return service;
  findings.push(finding('service-unknown', id, 'A built-in service sends nothing; write a topic, or name a message.'));
  return { topic: '' };
}
