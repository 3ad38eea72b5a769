import { finding } from '../rules.ts';
import { readExtensions } from './extensions.ts';
import { typeOf } from '../checkSupport.ts';
import type { EventSubProcess } from '../activityModel.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { Surroundings } from './surroundings.ts';

export function isEventSubProcess(element: ModdleElement | undefined): boolean {
  return element !== undefined && typeOf(element) === 'SubProcess' && element.triggeredByEvent === true;
}

/** Compiles an event sub-process, and checks that it stands for itself (BPMN 2.0 §10.3.5, Event Sub-Process). */
export function compileEventSubProcess(
  element: ModdleElement,
  { base, boundary, start }: Surroundings,
  findings: Finding[],
): EventSubProcess {
  const { id } = base;
  const refuse = (advice: string): void => void findings.push(finding('event-sub-process', id, advice));
  for (const name of Object.keys(readExtensions(element, id, findings))) {
    findings.push(finding('enf-misplaced', id, `Move enf:${name} to an activity; this starts by an event.`));
  }
  for (const flow of [...base.incoming, ...base.outgoing])
    refuse(`Remove the flow ${flow}: its start event starts it.`);
  for (const event of boundary) refuse(`Remove the boundary event ${event}; attach it to the activity around.`);
  if (Object.hasOwn(element, 'loopCharacteristics'))
    refuse('Remove its loop; a start event that repeats does the same.');
  const starts = (element.flowElements ?? []).filter((each) => typeOf(each) === 'StartEvent');
  if (starts.length !== 1)
    refuse(`It has ${String(starts.length)} start events; give it one, with an event definition.`);
  return { type: 'eventSubProcess', ...base, start };
}
