import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import { positionOf, triggersOf } from './positions.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** Checks the message flows of a collaboration (BPMN 2.0.2, 7.6.2 and 9.4): what they join, and that it is in two pools. */
export function checkCollaboration(collaboration: ModdleElement): Finding[] {
  const { messageFlows = [], participants = [] } = collaboration;
  return messageFlows.flatMap((flow) => {
    const id = flow.id ?? collaboration.id ?? null;
    const { sourceRef, targetRef } = flow;
    if (sourceRef === undefined || targetRef === undefined) {
      return [finding('message-flow-end', id, 'The message flow has no source or no target; connect or remove it.')];
    }
    const wrong = [
      ...(canSend(sourceRef)
        ? []
        : [`${named(sourceRef)} sends no message; begin at a pool, an activity or a throwing message event`]),
      ...(canReceive(targetRef)
        ? []
        : [`${named(targetRef)} receives no message; end at a pool, an activity or a catching message event`]),
    ];
    if (wrong.length > 0) return wrong.map((advice) => finding('message-flow-end', id, `${advice}.`));
    const [from, to] = [poolOf(sourceRef, participants), poolOf(targetRef, participants)];
    if (from !== to || from === undefined) return [sourceRef, targetRef].flatMap((end) => checkMessage(end, id));
    const advice = `${named(sourceRef)} and ${named(targetRef)} are in the same pool; join them by a sequence flow.`;
    return [finding('message-flow-in-pool', id, advice)];
  });
}

function canSend(element: ModdleElement): boolean {
  return isPoolOrActivity(element) || (/^(?:throw|end)$/.test(positionOf(element) ?? '') && hasMessage(element));
}

function canReceive(element: ModdleElement): boolean {
  return (
    isPoolOrActivity(element) ||
    (/^(?:start|catch|boundary|event)/.test(positionOf(element) ?? '') && hasMessage(element))
  );
}

function isPoolOrActivity(element: ModdleElement): boolean {
  return /^(?:Participant|Task|CallActivity|Transaction|\w+Task|\w*SubProcess)$/.test(typeOf(element));
}

/** An event without definition is common in drawings: it loads, and the flow shows nothing that happens. */
function hasMessage(event: ModdleElement): boolean {
  return triggersOf(event).some((trigger) => trigger === 'message' || trigger === 'none');
}

function checkMessage(end: ModdleElement, id: string | null): Finding[] {
  if (isPoolOrActivity(end) || triggersOf(end).includes('message')) return [];
  const advice = `${named(end)} has no message event definition, so it neither sends nor receives; give it one.`;
  return [finding('message-flow-none', id, advice)];
}

/** The pool around an element: the participant, or the process where nothing is drawn around it. */
function poolOf(element: ModdleElement, participants: readonly ModdleElement[]): ModdleElement | undefined {
  let around: ModdleElement | undefined = element;
  while (around !== undefined && !/^(?:Process|Participant)$/.test(typeOf(around))) around = around.$parent;
  return participants.find(({ processRef }) => processRef !== undefined && processRef === around) ?? around;
}

function named(element: ModdleElement): string {
  return `${typeOf(element)} ${element.id ?? ''}`;
}
