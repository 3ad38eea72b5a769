import { dayOfDate, legalDateOf, weekdayOf } from '../../domain/legalTime.ts';
import { english } from './english.ts';
import type { EventAnswer } from './client.ts';
import type { Instant, LegalDate } from '../../domain/json.ts';

/** The line that a history event is in a timeline, or undefined when people need not see it. */
export function lineOf(label: string, event: EventAnswer): string | undefined {
  const what = event.type === 'case.started' ? 'the application arrives at the window' : whatOf(event);
  if (what === undefined) return undefined;
  const who = event.type === 'task.created' ? '' : whoOf(event);
  return `${momentOf(event.at)}  ${label}  ${who.padEnd(6)}  ${what}`;
}

/** The line in the timeline of one case from its opening to its archive: what people did, and what came about of itself. */
export function caseLineOf(event: EventAnswer): string | undefined {
  if (event.type === 'task.created' || event.elementType === 'endEvent') return undefined;
  const what = event.type === 'case.started' ? 'the case is opened' : whatOf(event);
  return what === undefined ? undefined : `${momentOf(event.at)}  ${whoOf(event).padEnd(10)}  ${what}`;
}

/** `2026-02-14 Sat 23:59`, in Beijing time. */
export function momentOf(instant: Instant): string {
  const date = legalDateOf(instant);
  const minutes = Math.floor(Date.parse(instant) / 60_000) + 8 * 60;
  const time = [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${dayOf(date)} ${time}`;
}

/** `2026-02-14 Sat`. */
export function dayOf(date: LegalDate): string {
  return `${date} ${weekdayOf(dayOfDate(date)).slice(0, 3)}`;
}

/** The instant of a date and a time in Beijing, `2026-02-14`, `23:59`. */
export function beijing(date: LegalDate, time: string): Instant {
  return new Date(`${date}T${time}:00+08:00`).toISOString();
}

/** A limit in days ends at 24:00 of its last day, which is 00:00 of the day after. */
export function endOf(dueAt: Instant): string {
  const lastMoment = new Date(Date.parse(dueAt) - 1).toISOString();
  return `24:00 of ${dayOf(legalDateOf(lastMoment))}`;
}

function whatOf(event: EventAnswer): string | undefined {
  const name = nameOf(event);
  switch (event.type) {
    case 'task.created':
      return `waits for: ${name}${untilOf(event.dueAt)}`;
    case 'task.completed':
      return `${name} → ${event.outcome ?? 'done'}`;
    case 'service.completed':
      return event.effective === undefined ? name : `${name}, as of ${dayOf(event.effective)}`;
    case 'timer.fired':
      return `${name}${event.dueAt === undefined ? '' : `: due ${endOf(event.dueAt)}`}`;
    case 'message.received':
      return name;
    case 'element.completed':
      return event.elementType === 'manualTask' || event.elementType === 'endEvent' ? name : undefined;
    case 'case.completed':
      return 'the case is completed';
    default:
      return undefined;
  }
}

function whoOf({ actor }: EventAnswer): string {
  return actor.person ?? actor.system ?? '';
}

function nameOf({ elementId, elementName }: EventAnswer): string {
  return [elementName, elementId === null ? undefined : english[elementId]].filter(Boolean).join(' ');
}

function untilOf(dueAt: Instant | undefined): string {
  return dueAt === undefined ? '' : `, until ${endOf(dueAt)}`;
}
