import { extensionsOf, isEnforcement, typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import { compileService } from './service.ts';
import { compileStep } from './step.ts';
import { compileTimer } from './timer.ts';
import type { Finding } from '../finding.ts';
import type { FlowNode } from '../model.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** What the process knows about a node. */
export interface Surroundings {
  readonly id: string;
  readonly incoming: readonly string[];
  readonly outgoing: readonly string[];
  readonly boundary: readonly string[];
}

/** Compiles a flow node; undefined where a finding or the support check says why not. */
export function compileNode(element: ModdleElement, around: Surroundings, findings: Finding[]): FlowNode | undefined {
  const { id, incoming, outgoing, boundary } = around;
  const base = { id, name: element.name ?? null, incoming, outgoing };
  const activity = { ...base, boundary };
  const type = typeOf(element);
  if (!/^(?:User|Manual|Service)Task$/.test(type)) refuseStep(element, id, findings);
  switch (type) {
    case 'StartEvent':
      refuseTimer(element, id, 'start', findings);
      return { type: 'startEvent', ...base };
    case 'EndEvent':
      refuseTimer(element, id, 'end', findings);
      return { type: 'endEvent', ...base };
    case 'UserTask': {
      const { implementation } = element;
      if (implementation !== undefined && !implementation.startsWith('##')) {
        findings.push(
          finding(
            'implementation-ignored',
            id,
            `implementation="${implementation.slice(0, 80)}" has no effect on a user task; remove it.`,
          ),
        );
      }
      return { type: 'userTask', ...activity, step: compileStep(element, id, findings) };
    }
    case 'ManualTask':
      return { type: 'manualTask', ...activity, step: compileStep(element, id, findings) };
    case 'ServiceTask': {
      const step = compileStep(element, id, findings);
      return { type: 'serviceTask', ...activity, step, service: compileService(element, id, findings) };
    }
    case 'ExclusiveGateway':
      return { type: 'exclusiveGateway', ...base, defaultFlow: element.default?.id ?? null };
    case 'IntermediateCatchEvent': {
      const timer = compileTimer(element, id, 'once', findings);
      return timer === undefined ? undefined : { type: 'intermediateCatchEvent', ...base, timer };
    }
    case 'BoundaryEvent': {
      const interrupting = element.cancelActivity !== false;
      const timer = compileTimer(element, id, interrupting ? 'interrupting' : 'repeating', findings);
      const attachedTo = element.attachedToRef?.id;
      if (timer === undefined || attachedTo === undefined) return undefined;
      return { type: 'boundaryEvent', ...base, attachedTo, interrupting, timer };
    }
    default:
      return undefined;
  }
}

/** Reports enforcement elements where they have no place. */
export function refuseStep(element: ModdleElement, id: string | null, findings: Finding[]): void {
  if (!extensionsOf(element).some(isEnforcement)) return;
  findings.push(finding('step-misplaced', id, 'Move enf:step to a user, manual or service task.'));
}

function refuseTimer(element: ModdleElement, id: string, kind: 'start' | 'end', findings: Finding[]): void {
  if (!(element.eventDefinitions ?? []).some((definition) => typeOf(definition) === 'TimerEventDefinition')) return;
  findings.push(
    finding('unsupported-element', id, `A ${kind} event with a timer is not supported; make it a none ${kind} event.`),
  );
}
