import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import { compileActivity } from './activity.ts';
import { compileExpression, languageOf } from './condition.ts';
import { isEventSubProcess } from './eventSubProcess.ts';
import type { AdHocSubProcess } from '../activityModel.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { Surroundings } from './surroundings.ts';

export function isAdHoc(element: ModdleElement): boolean {
  return typeOf(element) === 'AdHocSubProcess';
}

/** Compiles an ad-hoc sub-process, and checks what stands in it (BPMN 2.0 §10.3.5, Ad-Hoc Sub-Process). */
export function compileAdHoc(element: ModdleElement, around: Surroundings, findings: Finding[]): AdHocSubProcess {
  const { id } = around.base;
  const { completionCondition: condition, ordering = 'Parallel', flowElements = [] } = element;
  const refuse = (at: string, advice: string): void => void findings.push(finding('ad-hoc', at, advice));
  for (const inside of flowElements) {
    const type = typeOf(inside);
    if (type === 'StartEvent' || type === 'EndEvent') {
      refuse(inside.id ?? id, `Remove the ${type}: what has no incoming flow can be begun, and its condition ends it.`);
    }
  }
  const enabled = flowElements.flatMap((inside) => (isEnabled(inside, flowElements) ? [inside.id ?? ''] : []));
  if (enabled.length === 0) refuse(id, 'No activity inside can be begun; draw one without incoming flows.');
  if (ordering !== 'Parallel' && ordering !== 'Sequential') {
    refuse(id, `ordering is "${ordering.slice(0, 60)}"; write Parallel or Sequential.`);
  }
  return {
    type: 'adHocSubProcess',
    ...compileActivity(element, around, findings).common,
    law: null,
    sequential: ordering === 'Sequential',
    completionCondition:
      condition === undefined ? null : compileExpression(condition, id, languageOf(condition), findings),
    cancelRemaining: element.cancelRemainingInstances !== false,
    enabled,
  };
}

/** Whether an element is an activity that can be begun without a token that comes to it. */
function isEnabled(element: ModdleElement, beside: readonly ModdleElement[]): boolean {
  if (!/Task$|SubProcess$|^Transaction$|^CallActivity$/.test(typeOf(element))) return false;
  if (element.isForCompensation === true || isEventSubProcess(element)) return false;
  return !beside.some(({ $type, targetRef }) => $type.endsWith(':SequenceFlow') && targetRef === element);
}
