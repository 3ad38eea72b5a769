import type { FlowNode, ProcessModel } from '../../bpmn/model.ts';
import { startTriggers } from '../../bpmn/starts.ts';
import type { HistoryEventType } from '../../domain/record.ts';
import type { Advanced } from '../state.ts';
import { isChoice, isErrorOfCall, isJoin, isRepeatedCatcher, leavesProcess } from './forceChoices.ts';

/** A construct that bpmn-engine 25.0.1 is known to treat otherwise than BPMN 2.0, and how a rehearsal deals with it. */
export interface KnownDifference {
  readonly id: string;
  readonly theirs: string;
  readonly handling: string;
  readonly concerns: (model: ProcessModel) => boolean;
  /** Whether what our kernel did can go otherwise there: a path is then replayed no further than to where they differ. */
  readonly touches?: (model: ProcessModel, done: Advanced) => boolean;
  /** A process that it concerns is walked on our kernel alone, and nothing is replayed. */
  readonly alone?: true;
}

export const knownDifferences: readonly KnownDifference[] = [
  {
    id: 'manual-task-waits',
    theirs: 'A manual task waits for a signal as a user task does; BPMN 2.0 §13.3.3: never executed by a system.',
    handling: 'It is signalled at once.',
    concerns: (model) => some(model, (node) => node.type === 'manualTask'),
  },
  {
    id: 'one-token-per-node',
    theirs:
      'A second token waits on its sequence flow until the first has left the node; BPMN 2.0: each starts it anew.',
    handling: 'Paths with two tokens at one waiting node are not replayed; flows that need one stay uncovered.',
    concerns: (model) => some(model, (node) => splits(model, node)),
  },
  {
    id: 'join-takes-discards',
    theirs:
      'A branch that was not taken counts at a parallel join, or holds it up for ever, and a join behind another split can pass early (bpmn-elements#45); BPMN 2.0: one token on each incoming flow.',
    handling: 'A path is cut short where they differ after what leads to a join was passed or left out.',
    concerns: (model) => some(model, isJoin) && some(model, (node) => discards(model, node)),
    touches: (model, { events }) =>
      events.some(({ type, elementId = '' }) => isLeft(type) && leavesOut(model, model.nodes[elementId])),
  },
  {
    id: 'error-caught-again',
    theirs:
      'An error reaches every boundary event that could catch it, the first in the file first; BPMN 2.0: the nearest activity only.',
    handling: 'A path is cut short where they differ after an error was thrown.',
    concerns: (model) => some(model, (node) => 'throws' in node || isErrorOfCall(model, node)),
    touches: (model, { events }) =>
      events.some(({ type, elementId = '' }) => type === 'error.thrown' || isError(model.nodes[elementId])),
  },
  {
    id: 'error-leaves-process',
    theirs: 'An error that nothing in the file catches fails the run, whoever calls the process.',
    handling: 'It ends its token on both sides.',
    concerns: (model) => some(model, (node) => leavesProcess(model, node)),
  },
  {
    id: 'message-boundary-once',
    theirs: 'A boundary event that does not interrupt catches one message; BPMN 2.0: one after the other.',
    handling: 'It catches once on a path, and whether it goes on waiting is not compared.',
    concerns: (model) => some(model, isRepeatedCatcher),
  },
  {
    id: 'compensation-not-run',
    theirs:
      'A compensation handler never ran: with a throw or an end event, and whatever kind of task it was (bpmn-elements 17.3.0); a cancelled transaction compensates nothing either.',
    handling: 'The process is walked on our kernel alone.',
    concerns: (model) => some(model, compensates),
    alone: true,
  },
  {
    id: 'inclusive-join-early',
    theirs:
      'An inclusive join passes with the first token and again with the next (bpmn-elements#46); BPMN 2.0: it waits for what can still arrive.',
    handling: 'The process is walked on our kernel alone, every branch taken.',
    concerns: (model) => some(model, ({ type }) => type === 'inclusiveGateway'),
    alone: true,
  },
  {
    id: 'complex-gateway-unknown',
    theirs: 'A file with a complex gateway is not loaded: the activity type is unknown.',
    handling: 'The process is walked on our kernel alone; the first token activates the gateway.',
    concerns: (model) => some(model, ({ type }) => type === 'complexGateway'),
    alone: true,
  },
  {
    id: 'quantities-unread',
    theirs: 'startQuantity and completionQuantity are not read: every activity takes and sends one token.',
    handling: 'The process is walked on our kernel alone.',
    concerns: (model) => some(model, (node) => 'startQuantity' in node || 'completionQuantity' in node),
    alone: true,
  },
  {
    id: 'default-flow-of-activity',
    theirs: 'Without its conditions, which a rehearsal does not ask, an activity is not left by its default flow.',
    handling: 'The process is walked on our kernel alone, every flow taken.',
    concerns: (model) => some(model, (node) => 'boundary' in node && node.defaultFlow !== undefined),
    alone: true,
  },
  {
    id: 'code-of-the-host',
    theirs: 'A script task runs code of the host, a send task calls a service of it.',
    handling: 'The process is walked on our kernel alone; both are passed through there.',
    concerns: (model) => some(model, ({ type }) => type === 'scriptTask' || type === 'sendTask'),
    alone: true,
  },
  {
    id: 'loops-by-data',
    theirs:
      'Standard loops and sequential instances go on otherwise, and an ad-hoc sub-process runs as an embedded one (bpmn-elements 17.3.0).',
    handling:
      'The process is walked on our kernel alone; what loops is performed once, and so is each activity of an ad-hoc sub-process.',
    concerns: (model) =>
      some(model, (node) => 'loop' in node || 'multiInstance' in node || node.type === 'adHocSubProcess'),
    alone: true,
  },
  {
    id: 'call-elsewhere',
    theirs: 'A call of a process that is not in the file waits for ever.',
    handling: 'A call is one step that waits, for errors too; what is called is rehearsed by itself.',
    concerns: (model) => some(model, (node) => node.type === 'callActivity'),
  },
  {
    id: 'event-sub-process-runs-beside',
    theirs:
      'An event sub-process is not started by an error, a timer or a call of the API, and does not interrupt; BPMN 2.0 §13.5.4: it does all that.',
    handling: 'The process is walked on our kernel alone.',
    concerns: (model) => some(model, (node) => node.type === 'eventSubProcess'),
    alone: true,
  },
  {
    id: 'starts-by-events',
    theirs: 'A start event with a trigger waits inside a run; BPMN 2.0 §13.2: what happens begins the run.',
    handling: 'The process is walked on our kernel alone, from each of its starts.',
    concerns: (model) => startTriggers(model).length > 0,
    alone: true,
  },
  {
    id: 'triggers-elsewhere',
    theirs:
      'A condition is asked when somebody signals its event, not when data changes; signals, escalations and events with several definitions cannot be forced from outside.',
    handling: 'Signals and conditions are taken as messages, and the process is walked on our kernel alone.',
    concerns: (model) => some(model, isThrownOrBroad),
    alone: true,
  },
];

function isThrownOrBroad(node: FlowNode): boolean {
  if (node.type === 'intermediateThrowEvent') return !('link' in node);
  return ['signal', 'condition', 'escalation', 'triggers', 'results'].some((property) => property in node);
}

function compensates(node: FlowNode): boolean {
  return ['handler', 'forCompensation', 'compensates', 'compensation', 'cancel', 'transaction'].some(
    (property) => property in node,
  );
}

function isError(node: FlowNode | undefined): boolean {
  return node !== undefined && 'catches' in node;
}

/** Whether a way of flows and boundary events leads from an element to a join. */
function leadsToJoin({ nodes, flows }: ProcessModel, from: string): boolean {
  const seen = new Set([from]);
  for (const id of seen) {
    const node = nodes[id];
    if (node === undefined) continue;
    if (isJoin(node)) return true;
    for (const flow of node.outgoing) seen.add(flows[flow]?.target ?? '');
    for (const event of 'boundary' in node ? node.boundary : []) seen.add(event);
  }
  return false;
}

/** Ids of the differences that what our kernel did touches. */
export function touched(model: ProcessModel, done: Advanced): string[] {
  return knownDifferences.flatMap(({ id, concerns, touches }) =>
    touches?.(model, done) === true && concerns(model) ? [id] : [],
  );
}

function some({ nodes }: ProcessModel, predicate: (node: FlowNode) => boolean): boolean {
  return Object.values(nodes).some(predicate);
}

function splits(model: ProcessModel, node: FlowNode): boolean {
  if (node.type === 'boundaryEvent') return !node.interrupting || node.outgoing.length > 1;
  return !isChoice(model, node.id) && node.type !== 'eventBasedGateway' && node.outgoing.length > 1;
}

function isLeft(type: HistoryEventType): boolean {
  return type === 'element.completed' || type === 'element.cancelled';
}

/** Whether flows or events at the node can be left out that lead to a join, or the node is one. */
function leavesOut(model: ProcessModel, node: FlowNode | undefined): boolean {
  return node !== undefined && (isJoin(node) || (discards(model, node) && leadsToJoin(model, node.id)));
}

/** Whether flows or events around the node can be left out. */
function discards(model: ProcessModel, node: FlowNode): boolean {
  if ('boundary' in node && node.boundary.length > 0) return true;
  return node.type === 'boundaryEvent' || node.type === 'eventBasedGateway' || isChoice(model, node.id);
}
