import { finding } from '../rules.ts';
import { compensationOf, compileCompensates, compileHandler, onlyDefinition } from './compensation.ts';
import { compileLinkName, isLink } from './link.ts';
import { compileResults, ended, thrown } from './result.ts';
import { compileTriggers } from './trigger.ts';
import type {
  BoundaryEvent,
  CatchEvent,
  CompensationStart,
  EndEvent,
  EventSubProcessStart,
  ThrowEvent,
} from '../eventModel.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { Surroundings } from './surroundings.ts';

type Base = Surroundings['base'];

export function compileEndEvent(element: ModdleElement, base: Base, findings: Finding[]): EndEvent | undefined {
  const compensation = compensationOf(element);
  if (compensation !== undefined) return { type: 'endEvent', ...base, ...compileCompensates(compensation) };
  if (isCancel(element)) return { type: 'endEvent', ...base, cancel: true };
  const results = compileResults({ element, id: base.id, what: 'end event' }, ended, findings);
  return results === undefined ? undefined : { type: 'endEvent', ...base, ...results };
}

export function compileThrowEvent(element: ModdleElement, base: Base, findings: Finding[]): ThrowEvent | undefined {
  const type = 'intermediateThrowEvent';
  if (isLink(element)) return { type, ...base, link: compileLinkName(element, base.id, findings) ?? '' };
  const compensation = compensationOf(element);
  if (compensation !== undefined) return { type, ...base, ...compileCompensates(compensation) };
  const results = compileResults({ element, id: base.id, what: 'throw event' }, thrown, findings);
  return results === undefined ? undefined : { type, ...base, ...results };
}

export function compileCatchEvent(element: ModdleElement, base: Base, findings: Finding[]): CatchEvent | undefined {
  const type = 'intermediateCatchEvent';
  if (isLink(element)) return { type, ...base, link: compileLinkName(element, base.id, findings) ?? '' };
  const triggers = compileTriggers({ element, id: base.id, what: 'catch event' }, 'once', findings);
  return triggers === undefined ? undefined : { type, ...base, ...triggers };
}

export function compileBoundaryEvent(
  element: ModdleElement,
  base: Base,
  findings: Finding[],
): BoundaryEvent | undefined {
  const attached = { type: 'boundaryEvent', ...base, attachedTo: element.attachedToRef?.id ?? '' } as const;
  if (isCancel(element)) return { ...attached, interrupting: true, cancel: true };
  if (compensationOf(element) !== undefined) {
    return { ...attached, interrupting: false, handler: compileHandler(element, base.id, findings) };
  }
  const interrupting = element.cancelActivity !== false;
  const firing = interrupting ? 'interrupting' : 'repeating';
  const triggers = compileTriggers({ element, id: base.id, what: 'boundary event' }, firing, findings);
  const attachedTo = element.attachedToRef?.id;
  if (triggers === undefined || attachedTo === undefined) return undefined;
  const all = 'triggers' in triggers ? triggers.triggers : [triggers];
  if (!interrupting && all.some((trigger) => 'catches' in trigger)) {
    findings.push(finding('error-boundary-interrupts', base.id, 'Remove cancelActivity="false": an error interrupts.'));
  }
  return { type: 'boundaryEvent', ...base, attachedTo, interrupting, ...triggers };
}

/** The start event of an event sub-process. */
export function compileEventSubProcessStart(
  element: ModdleElement,
  base: Base,
  findings: Finding[],
): EventSubProcessStart | CompensationStart | undefined {
  if (compensationOf(element) !== undefined) return { type: 'startEvent', ...base, compensation: true };
  const interrupting = element.isInterrupting !== false;
  const what = 'start event of an event sub-process';
  // one without definition is refused by the table of positions
  if ([...(element.eventDefinitions ?? []), ...(element.eventDefinitionRef ?? [])].length === 0) return undefined;
  const triggers = compileTriggers(
    { element, id: base.id, what },
    interrupting ? 'interrupting' : 'repeating',
    findings,
  );
  return triggers === undefined ? undefined : { type: 'startEvent', ...base, interrupting, ...triggers };
}

function isCancel(element: ModdleElement): boolean {
  return onlyDefinition(element, 'CancelEventDefinition') !== undefined;
}
