import { clockDue, clockState, groundsOf, type Clock, type ClockEvent, type ClockLimit } from '../domain/clock.ts';
import { extendClock, pauseClock, resumeClock, startClock, stopClock } from '../domain/clockEvents.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { isLimitStart } from '../domain/deadline.ts';
import { legalDateOf, millisOf } from '../domain/legalTime.ts';
import { processAt } from '../bpmn/caseModel.ts';
import type { Activity } from '../bpmn/activityModel.ts';
import type { CaseModel } from '../bpmn/model.ts';
import type { ClockMark, Deadline } from '../bpmn/lawModel.ts';
import type { Actor } from '../domain/people.ts';
import type { Advanced } from '../engine/state.ts';
import type { CaseContext } from './context.ts';
import type { HistoryEvent } from '../domain/record.ts';
import type { Instant } from '../domain/json.ts';
import type { LawProgress } from './lawProgress.ts';

/** The context of a command; without an actor it is the service's own. */
export type ClockContext = Pick<CaseContext, 'process' | 'calendar'> & { readonly actor?: Actor | null };

/** What a step did, and the moment from which it counts: when it was done, or when its timer was due. */
export interface Happened extends Pick<Advanced, 'events' | 'state' | 'status'> {
  readonly moment: Instant;
}

/**
 * The clocks of a case after a step: limits start and pauses begin where an activity is entered, the rest happens where
 * it is complete; of a loop, the activity as a whole counts. What is broken off ends its own limits and pauses, and the
 * end of a case stops every clock.
 * Refuses an extension that the law does not allow.
 */
export function withClocks(before: LawProgress, done: Happened, context: ClockContext): LawProgress | Refusal {
  let law = before;
  for (const event of done.events) {
    const node = activityOf(event, context.process);
    if (node === undefined || event.instance === true) continue;
    if (event.type === 'element.entered') law = enter(law, node, done, context);
    else if (event.type === 'element.cancelled') law = breakOff(law, node, done, context);
    else if (event.type === 'element.completed') {
      const after = complete(law, node, done, context);
      if (isRefusal(after)) return after;
      law = after;
    }
  }
  if (done.status === 'running') return law;
  return law.facts.clocks.reduce((each, clock) => moved(each, clock, done, context, stopClock), law);
}

/** The clock of a name that has started last; undefined: none has. */
export function clockNamed(clocks: readonly Clock[], name: string): Clock | undefined {
  const runs = clocks.filter(({ id }) => id === name || id.startsWith(`${name}.`));
  return runs.reduce<Clock | undefined>(
    (last, clock) => (last === undefined || run(clock) > run(last) ? clock : last),
    undefined,
  );
}

/** A clock after an event, with its end reckoned anew. */
export function putClock(law: LawProgress, row: Clock, { calendar }: Pick<ClockContext, 'calendar'>): LawProgress {
  const { facts, writes } = law;
  const loaded = facts.clocks.find(({ id }) => id === row.id);
  const earlier = writes.clocks.find((write) => write.row.id === row.id);
  const replaces = earlier?.replaces ?? loaded?.events.length ?? 0;
  const others = <T>(rows: readonly T[], idOf: (each: T) => string) => rows.filter((each) => idOf(each) !== row.id);
  return {
    ...law,
    facts: { ...facts, clocks: [...others(facts.clocks, ({ id }) => id), row] },
    writes: {
      ...writes,
      clocks: [
        ...others(writes.clocks, (write) => write.row.id),
        { row, end: clockDue(row, calendar), state: clockState(row), replaces, waits: [] },
      ],
    },
  };
}

function enter(law: LawProgress, node: Activity, done: Happened, context: ClockContext): LawProgress {
  const started = node.deadlines.reduce((each, deadline) => start(each, deadline, done, context), law);
  return node.clocks.reduce((each, mark) => {
    if (mark.event !== 'pause') return each;
    return onRunning(each, mark.clock, done, context, (clock, at) => pauseClock(clock, mark.ground, at));
  }, started);
}

/** A limit that runs already is not started anew, whichever way the case comes back to it. */
function start(law: LawProgress, deadline: Deadline, done: Happened, context: ClockContext): LawProgress {
  const earlier = clockNamed(law.facts.clocks, deadline.clock);
  if (earlier !== undefined && clockState(earlier) !== 'stopped') return law;
  const on = deadline.from === null ? legalDateOf(done.moment) : done.state.variables[deadline.from];
  if (!isLimitStart(on)) return law;
  const id = earlier === undefined ? deadline.clock : `${deadline.clock}.${run(earlier) + 1}`;
  return putClock(law, startClock(id, limitOf(deadline, law, context.process), on, done.moment), context);
}

function complete(law: LawProgress, node: Activity, done: Happened, context: ClockContext): LawProgress | Refusal {
  let after = law;
  for (const mark of node.clocks) {
    if (mark.event === 'extend') {
      const extended = extend(after, mark, done, context);
      if (isRefusal(extended)) return extended;
      after = extended;
    } else after = endMark(after, mark, done, context);
  }
  return after;
}

function breakOff(law: LawProgress, node: Activity, done: Happened, context: ClockContext): LawProgress {
  const resumed = node.clocks.reduce(
    (each, mark) => (mark.event === 'resume' ? endMark(each, mark, done, context) : each),
    law,
  );
  return node.deadlines.reduce((each, { clock }) => onRunning(each, clock, done, context, stopClock), resumed);
}

function endMark(
  law: LawProgress,
  mark: Exclude<ClockMark, { event: 'extend' }>,
  done: Happened,
  context: ClockContext,
): LawProgress {
  if (mark.event === 'stop') return onRunning(law, mark.clock, done, context, stopClock);
  if (mark.event !== 'resume') return law;
  return onRunning(law, mark.clock, done, context, (clock, at) => {
    return groundsOf(clock).includes(mark.ground) ? resumeClock(clock, mark.ground, at) : clock;
  });
}

/** Approved and asked for by whoever completed the waits before it; by the one who acts now where that is one of them. */
function extend(
  law: LawProgress,
  { clock: name, by, approval, asked }: Extract<ClockMark, { event: 'extend' }>,
  done: Happened,
  context: ClockContext,
): LawProgress | Refusal {
  const clock = clockNamed(law.facts.clocks, name);
  if (clock === undefined) return law;
  const { unit } = clock.events[0].limit;
  if (unit !== by.unit) {
    return refuse('conflict', `Clock ${clock.id} counts in the unit ${unit} here and is not extended by ${by.unit}s.`);
  }
  const approvedBy = whoDid(approval, law, done.events, context);
  const askedBy = whoDid(asked, law, done.events, context);
  if (approvedBy === undefined || askedBy === undefined) {
    return refuse('conflict', `Clock ${clock.id} is extended when somebody asked for it and another approved it.`);
  }
  const reason = `record of ${approval.join(', ')}`;
  const extension = { count: by.count, reason, askedBy, approvedBy, at: momentFor(clock, done.moment) };
  const extended = extendClock(clock, extension, context.calendar);
  return isRefusal(extended) ? extended : putClock(law, extended, context);
}

function whoDid(
  elements: readonly string[],
  { facts }: LawProgress,
  events: readonly HistoryEvent[],
  { actor }: ClockContext,
): string | undefined {
  const now = events.some(({ type, elementId = '', code }) => {
    // a task that ended by an error has a code
    const isDone = (type === 'task.completed' && code === undefined) || type === 'message.received';
    return isDone && elements.includes(elementId);
  });
  if (now) return actor?.personId;
  return facts.handlers.findLast(({ act }) => elements.some((id) => act === `completed ${id}`))?.personId;
}

type Move = (clock: Clock, at: Instant) => Clock | Refusal;

function onRunning(law: LawProgress, name: string, done: Happened, context: ClockContext, move: Move): LawProgress {
  const clock = clockNamed(law.facts.clocks, name);
  return clock === undefined ? law : moved(law, clock, done, context, move);
}

/** What does not fit the clock, such as a pause of a stopped one, or on a ground that its limit does not know, is none. */
function moved(law: LawProgress, clock: Clock, done: Happened, context: ClockContext, move: Move): LawProgress {
  if (clockState(clock) === 'stopped') return law;
  const after = move(clock, momentFor(clock, done.moment));
  return isRefusal(after) || after === clock ? law : putClock(law, after, context);
}

/** Nodes' clocks differ by milliseconds; nothing is put in before what has happened. */
function momentFor({ events }: Clock, moment: Instant): Instant {
  const last: ClockEvent | undefined = events.at(-1);
  return last !== undefined && millisOf(last.at) > millisOf(moment) ? last.at : moment;
}

/** The agency's own figures, else those of the procedure. */
function limitOf(
  { clock, limit, rolls, extension, basis }: Deadline,
  { facts }: LawProgress,
  model: CaseModel,
): ClockLimit {
  const own = facts.rules.clocks?.[clock] ?? { ...limit, extension, basis };
  return {
    count: own.count,
    unit: own.unit,
    basis: own.basis,
    rolls,
    pauses: groundsFor(clock, model),
    extension: own.extension === null ? null : { count: own.extension, times: 1 },
  };
}

/** The grounds on which the procedures of a case let a clock stand still. */
function groundsFor(clock: string, model: CaseModel): string[] {
  const marks = [model, ...Object.values(model.called ?? {})].flatMap(({ nodes }) =>
    Object.values(nodes).flatMap((node) => ('clocks' in node ? node.clocks : [])),
  );
  return [...new Set(marks.flatMap((mark) => (mark.event === 'pause' && mark.clock === clock ? [mark.ground] : [])))];
}

function activityOf({ elementId = '', calledProcess }: HistoryEvent, model: CaseModel): Activity | undefined {
  const node = processAt(model, calledProcess ?? null)?.nodes[elementId];
  return node !== undefined && 'clocks' in node ? node : undefined;
}

/** 1 for `review`, 2 for `review.2`. */
function run({ id }: Clock): number {
  return Number(/\.(\d+)$/.exec(id)?.[1] ?? 1);
}
