import type { FlowNode } from '../../bpmn/model.ts';
import type { Incident } from '../../domain/wait.ts';
import { maxInstances } from '../incidents.ts';

/** An expression of an activity has no answer; `what` names it. */
export function undecidable({ id }: FlowNode, what: string, why: string): Incident {
  return {
    code: 'undecidable-condition',
    message: `The ${what} of ${id} cannot be decided: ${why}`,
    nextAction: 'Retry when the variables that it reads are set, or cancel the case and correct its definition.',
  };
}

/** How often an activity is to be performed cannot be told. */
export function unusable({ id }: FlowNode, why: string): Incident {
  return {
    code: 'loop-unusable',
    message: `How often ${id} is to be performed cannot be told: ${why}.`,
    nextAction: 'Retry when the variable that it reads is corrected, or cancel the case and correct its definition.',
  };
}

export function tooManyInstances({ id }: FlowNode): Incident {
  return {
    code: 'limit-reached',
    message: `${id} would be performed more than ${maxInstances} times, or give the case more instances of loops than that at once.`,
    nextAction: 'Retry with fewer, or when other loops have ended; or cancel the case and correct its definition.',
  };
}
