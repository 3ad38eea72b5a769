import { builtInServices } from '../../domain/services.ts';
import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { ServiceTask } from '../activityModel.ts';
import type { ModdleElement } from 'bpmn-moddle';

const prefix = 'sanzhi:';
const maxTopic = 128;

/** Who does a service task: a built-in service, or external workers of its topic. */
export function compileService(element: ModdleElement, id: string, findings: Finding[]): ServiceTask['service'] {
  const implementation = element.implementation?.trim() ?? '';
  if (implementation === '' || implementation.startsWith('##')) return { topic: id };
  if (!implementation.startsWith(prefix)) {
    if (implementation.length > maxTopic || /[$#]\{/.test(implementation)) {
      const advice = `A topic is literal text of at most ${String(maxTopic)} characters`;
      findings.push(finding('service-unknown', id, `${advice}; "${implementation.slice(0, 60)}" is not.`));
    }
    return { topic: implementation };
  }
  const builtIn = implementation.slice(prefix.length);
  if (!builtInServices.some((name) => name === builtIn)) {
    const known = builtInServices.map((name) => prefix + name).join(', ');
    findings.push(
      finding(
        'service-unknown',
        id,
        `There is no built-in service "${builtIn.slice(0, 60)}"; write one of ${known}, or a topic.`,
      ),
    );
  }
  return { builtIn };
}
