import { processAt } from '../bpmn/caseModel.ts';
import { waitId } from '../domain/wait.ts';
import type { HistoryEvent, RecordBody, RecordedActor } from '../domain/record.ts';
import type { Instant } from '../domain/json.ts';
import type { CaseModel, ProcessModel } from '../bpmn/model.ts';

/** A history event as the API shows it. */
export interface ShownEvent extends Omit<HistoryEvent, 'elementId'> {
  readonly seq: number;
  readonly recordSeq: number;
  readonly at: Instant;
  readonly elementId: string | null;
  readonly elementType: string | null;
  readonly elementName: string | null;
  readonly actor: RecordedActor;
  readonly command: string;
  readonly waitId?: string;
}

/** The events of one record of a case, numbered through the case; names and types of elements come from the model. */
export function historyOf(
  caseId: string,
  recordSeq: number,
  body: RecordBody,
  model: CaseModel | undefined,
): ShownEvent[] {
  const { at, actor, command, events = [], firstEvent = 1 } = body;
  return events.map(({ elementId = null, ...event }, index) => ({
    seq: firstEvent + index,
    recordSeq,
    at,
    ...event,
    elementId,
    ...elementOf(elementId, model && processAt(model, event.calledProcess ?? null)),
    actor,
    command,
    ...(event.wait !== undefined && { waitId: waitId(caseId, event.wait) }),
  }));
}

/** Place in a history: the record to go on with, and the last event shown of it. */
export type HistoryKey = readonly [recordSeq: number, seq: number];

/** The part of a history after event `last`: at most `limit` events of the records that were read, and where to go on. */
export function historyPart(
  events: readonly ShownEvent[],
  last: number,
  limit: number,
  nextRecord: number | null,
): { items: ShownEvent[]; next: HistoryKey | null } {
  const left = events.filter((event) => event.seq > last);
  const items = left.slice(0, limit);
  const end = items.at(-1);
  if (left.length > limit && end !== undefined) return { items, next: [end.recordSeq, end.seq] };
  return { items, next: nextRecord === null ? null : [nextRecord, 0] };
}

function elementOf(elementId: string | null, process: ProcessModel | undefined) {
  const none = { elementType: null, elementName: null };
  if (elementId === null || process === undefined) return none;
  const node = Object.hasOwn(process.nodes, elementId) ? process.nodes[elementId] : undefined;
  if (node !== undefined) return { elementType: node.type, elementName: node.name };
  const flow = Object.hasOwn(process.flows, elementId) ? process.flows[elementId] : undefined;
  return flow === undefined ? none : { elementType: 'sequenceFlow', elementName: flow.name };
}
