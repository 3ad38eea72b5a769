import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import { compileBoundaryEvent, compileCatchEvent, compileEndEvent } from './event.ts';
import { compileCall } from './call.ts';
import { compileMessage } from './message.ts';
import { compileService } from './service.ts';
import { compileStep, refuseStep } from './step.ts';
import { definitionOf } from './eventDefinition.ts';
import type { Finding } from '../finding.ts';
import type { FlowNode } from '../model.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { Surroundings } from './surroundings.ts';

type Compiler = (element: ModdleElement, around: Surroundings, findings: Finding[]) => FlowNode | undefined;

/** Compiles a flow node; undefined where a finding or the support check says why not. */
export const compileNode: Compiler = (element, around, findings) => {
  const type = typeOf(element);
  if (!/^(?:User|Manual|Service)Task$/.test(type)) refuseStep(element, around.base.id, findings);
  return Object.hasOwn(compilers, type) ? compilers[type]?.(element, around, findings) : undefined;
};

const compilers: Readonly<Record<string, Compiler>> = {
  StartEvent: (element, { base }, findings) => {
    definitionOf(element, base.id, 'start event', [], findings);
    return { type: 'startEvent', ...base };
  },
  EndEvent: (element, { base }, findings) => compileEndEvent(element, base, findings),
  IntermediateCatchEvent: (element, { base }, findings) => compileCatchEvent(element, base, findings),
  BoundaryEvent: (element, { base }, findings) => compileBoundaryEvent(element, base, findings),

  UserTask: (element, { base, boundary }, findings) => {
    warnOfImplementation(element, base.id, 'a user task', findings);
    return { type: 'userTask', ...base, boundary, step: compileStep(element, base.id, findings) };
  },
  ManualTask: (element, { base, boundary }, findings) => {
    return { type: 'manualTask', ...base, boundary, step: compileStep(element, base.id, findings) };
  },
  ServiceTask: (element, { base, boundary }, findings) => {
    const step = compileStep(element, base.id, findings);
    return { type: 'serviceTask', ...base, boundary, step, service: compileService(element, base.id, findings) };
  },
  ReceiveTask: (element, { base, boundary }, findings) => {
    warnOfImplementation(element, base.id, 'a receive task', findings);
    const message = compileMessage(element, base.id, findings) ?? '';
    return { type: 'receiveTask', ...base, boundary, step: null, message };
  },
  SubProcess: (_element, { base, boundary, start }) => {
    return { type: 'subProcess', ...base, boundary, step: null, start };
  },
  CallActivity: (element, { base, boundary }, findings) => {
    const calledElement = compileCall(element, base.id, findings) ?? '';
    return { type: 'callActivity', ...base, boundary, step: null, calledElement };
  },

  ExclusiveGateway: (element, { base }) => {
    return { type: 'exclusiveGateway', ...base, defaultFlow: element.default?.id ?? null };
  },
  ParallelGateway: (_element, { base }) => ({ type: 'parallelGateway', ...base }),
  EventBasedGateway: (_element, { base }) => ({ type: 'eventBasedGateway', ...base }),
};

function warnOfImplementation(element: ModdleElement, id: string, what: string, findings: Finding[]): void {
  const { implementation } = element;
  if (implementation === undefined || implementation.startsWith('##')) return;
  const advice = `implementation="${implementation.slice(0, 80)}" has no effect on ${what}; remove it.`;
  findings.push(finding('implementation-ignored', id, advice));
}
