import { isLimitStart } from '../domain/deadline.ts';
import type { FlowNode } from '../bpmn/model.ts';
import type { Incident } from '../domain/wait.ts';
import type { Run } from './run.ts';

/** A limit of the law that an activity would start, whose variable holds no date to count from; undefined: there is none. */
export function undatedLimit({ variables }: Run, node: FlowNode): Incident | undefined {
  if (!('deadlines' in node)) return undefined;
  for (const { clock, from } of node.deadlines) {
    if (from === null || isLimitStart(variables[from])) continue;
    return {
      code: 'limit-without-date',
      message: `The limit ${clock} of ${node.id} counts from the variable ${from}, which holds no date.`,
      nextAction: `Retry when another step or a message has set ${from} to a date such as 2026-09-30, or cancel the case.`,
    };
  }
  return undefined;
}
