import type { Clock, ClockEvent, ClockLimit } from '../../src/domain/clock.ts';

/** The decision limit of a permit: 20 + 10 working days (Licensing Law Art. 42, 45). */
export const decisionLimit: ClockLimit = {
  count: 20,
  unit: 'workingDay',
  basis: '行政许可法 42',
  rolls: false,
  pauses: ['hearing', 'inspection', 'appraisal'],
  extension: { count: 10, times: 1 },
};

/** An instant by date and time in Shanghai. */
export function at(date: string, time = '10:00'): string {
  return new Date(`${date}T${time}:00.000+08:00`).toISOString();
}

export function clockOf(on: string, days: number, events: ClockEvent[] = [], limit: Partial<ClockLimit> = {}): Clock {
  const start = { type: 'start' as const, at: at(on), on, limit: { ...decisionLimit, count: days, ...limit } };
  return { id: 'decision', events: [start, ...events] };
}

export function pause(date: string, time?: string, ground = 'hearing'): ClockEvent {
  return { type: 'pause', at: at(date, time), ground };
}

export function resume(date: string, time?: string, ground = 'hearing'): ClockEvent {
  return { type: 'resume', at: at(date, time), ground };
}

export function extend(count: number, date: string): ClockEvent {
  return { type: 'extend', at: at(date), count, reason: 'complex', askedBy: 'handler', approvedBy: 'leader' };
}
