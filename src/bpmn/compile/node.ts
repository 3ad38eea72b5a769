import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import {
  compileBoundaryEvent,
  compileCatchEvent,
  compileEndEvent,
  compileEventSubProcessStart,
  compileThrowEvent,
} from './event.ts';
import { compileEventSubProcess, isEventSubProcess } from './eventSubProcess.ts';
import { compileAdHoc } from './adHoc.ts';
import { compileCall } from './call.ts';
import { compileComplexGateway, compileInclusiveGateway } from './gateway.ts';
import { compileMessage } from './message.ts';
import { scriptOf } from './script.ts';
import { compileSends } from './send.ts';
import { compileService } from './service.ts';
import { compileActivity } from './activity.ts';
import { compileScopeForm, compileTaskForm } from './law.ts';
import { compileStartEvent, instantiating } from './startEvent.ts';
import { readExtensions } from './extensions.ts';
import type { Finding } from '../finding.ts';
import type { FlowNode } from '../model.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { Surroundings } from './surroundings.ts';

type Compiler = (element: ModdleElement, around: Surroundings, findings: Finding[]) => FlowNode | undefined;

/** Compiles a flow node; undefined where a finding or the support check says why not. */
export const compileNode: Compiler = (element, around, findings) => {
  const type = typeOf(element).replace(/^Global(?=.*Task$)/, '');
  if (!/Task$|SubProcess$|^Transaction$|^CallActivity$/.test(type)) readExtensions(element, around.base.id, findings);
  return Object.hasOwn(compilers, type) ? compilers[type]?.(element, around, findings) : undefined;
};

const compilers: Readonly<Record<string, Compiler>> = {
  StartEvent: (element, { base }, findings) =>
    isEventSubProcess(element.$parent)
      ? compileEventSubProcessStart(element, base, findings)
      : compileStartEvent(element, base, findings),
  EndEvent: (element, { base }, findings) => compileEndEvent(element, base, findings),
  IntermediateCatchEvent: (element, { base }, findings) => compileCatchEvent(element, base, findings),
  IntermediateThrowEvent: (element, { base }, findings) => compileThrowEvent(element, base, findings),
  BoundaryEvent: (element, { base }, findings) => compileBoundaryEvent(element, base, findings),

  UserTask: (element, around, findings) => {
    const { id } = around.base;
    warnOfImplementation(element, id, 'a user task', findings);
    const { common, extensions } = compileActivity(element, around, findings);
    return { type: 'userTask', ...common, law: compileTaskForm(extensions, common.step, id, findings) };
  },
  ManualTask: (element, around, findings) => {
    return { type: 'manualTask', ...compileActivity(element, around, findings).common, law: null };
  },
  Task: (element, around, findings) => {
    return { type: 'task', ...compileActivity(element, around, findings).common, law: null };
  },
  ScriptTask: (element, around, findings) => {
    const script = scriptOf(element, around.base.id, findings);
    return { type: 'scriptTask', ...compileActivity(element, around, findings).common, law: null, script };
  },
  ServiceTask: (element, around, findings) => {
    const { id } = around.base;
    const { common, extensions } = compileActivity(element, around, findings);
    const service = compileService(element, id, findings);
    return { type: 'serviceTask', ...common, law: compileScopeForm(extensions, service, id, findings), service };
  },
  SendTask: (element, around, findings) => {
    const sends = compileSends(element, around.base.id, findings);
    return { type: 'sendTask', ...compileActivity(element, around, findings).common, law: null, sends };
  },
  ReceiveTask: (element, around, findings) => {
    const { id } = around.base;
    warnOfImplementation(element, id, 'a receive task', findings);
    const message = compileMessage(element, id, findings) ?? '';
    const { common } = compileActivity(element, around, findings);
    const instantiate = element.instantiate === true ? ({ instantiate: true } as const) : {};
    return { type: 'receiveTask', ...common, law: null, message, ...instantiate };
  },
  SubProcess: (element, around, findings) => {
    if (isEventSubProcess(element)) return compileEventSubProcess(element, around, findings);
    const { common } = compileActivity(element, around, findings);
    return { type: 'subProcess', ...common, law: null, start: around.start };
  },
  Transaction: (element, around, findings) => {
    const { common } = compileActivity(element, around, findings);
    return { type: 'subProcess', ...common, law: null, start: around.start, transaction: true };
  },
  AdHocSubProcess: (element, around, findings) => compileAdHoc(element, around, findings),
  CallActivity: (element, around, findings) => {
    const calledElement = compileCall(element, around.base.id, findings) ?? '';
    return { type: 'callActivity', ...compileActivity(element, around, findings).common, law: null, calledElement };
  },

  ExclusiveGateway: (element, { base }) => {
    return { type: 'exclusiveGateway', ...base, defaultFlow: element.default?.id ?? null };
  },
  ParallelGateway: (_element, { base }) => ({ type: 'parallelGateway', ...base }),
  InclusiveGateway: (element, { base }) => compileInclusiveGateway(element, base),
  ComplexGateway: (element, { base }, findings) => compileComplexGateway(element, base, findings),
  EventBasedGateway: (element, { base }, findings) => {
    const instantiate = instantiating(element, base.id, findings);
    return { type: 'eventBasedGateway', ...base, ...(instantiate !== undefined && { instantiate }) };
  },
};

function warnOfImplementation(element: ModdleElement, id: string, what: string, findings: Finding[]): void {
  const { implementation } = element;
  if (implementation === undefined || implementation.startsWith('##')) return;
  const advice = `implementation="${implementation.slice(0, 80)}" has no effect on ${what}; remove it.`;
  findings.push(finding('implementation-ignored', id, advice));
}
