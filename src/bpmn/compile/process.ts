import { finding } from '../rules.ts';
import { compileScope } from './scope.ts';
import { compileStep, refuseStep } from './step.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { ProcessModel } from '../model.ts';

/** Compiles an executable process; the model is null where a finding of severity error says why not. */
export function compileProcess(
  process: ModdleElement,
  language: string,
): { readonly model: ProcessModel | null; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  refuseStep(process, process.id ?? null, findings);
  const { start, nodes, flows, findings: inside } = compileScope(process, null, language);
  findings.push(...inside, ...checkSteps(activitiesIn(process)));
  if (process.id === undefined) findings.push(finding('id-missing', null, 'A process has no id; give it one.'));
  if (process.id === undefined || start === '') return { model: null, findings };
  const name = process.name === undefined || process.name === '' ? process.id : process.name;
  return { model: { id: process.id, name, start, nodes, flows }, findings };
}

/** The flow elements of a process and of the sub-processes in it. */
function activitiesIn({ flowElements = [] }: ModdleElement): ModdleElement[] {
  return flowElements.flatMap((element) => [element, ...activitiesIn(element)]);
}

function checkSteps(elements: readonly ModdleElement[]): Finding[] {
  const keys = new Map<string, string>();
  return elements.flatMap((element) => {
    const id = element.id ?? '';
    const step = compileStep(element, id, []);
    const earlier = step === null || step.key === '' ? undefined : keys.get(step.key);
    if (step !== null && earlier === undefined) keys.set(step.key, id);
    if (step === null || earlier === undefined) return [];
    return [finding('step-key-duplicate', id, `The key ${step.key} is also that of ${earlier}; choose another.`)];
  });
}
