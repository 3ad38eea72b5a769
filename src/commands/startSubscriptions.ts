import { firstDue } from '../domain/timerDue.ts';
import { startsOfFile, type StartTrigger } from '../bpmn/starts.ts';
import type { DecisionContext } from './context.ts';
import type { DefinitionModel } from '../bpmn/model.ts';
import type { NewStart } from '../domain/messages.ts';

/** What starts cases of a definition from `now` on, by itself; the timers that never fall due are left out. */
export function startsOf(
  { processes }: Pick<DefinitionModel, 'processes'>,
  { now, calendar }: Pick<DecisionContext, 'now' | 'calendar'>,
): NewStart[] {
  return startsOfFile(Object.values(processes)).flatMap(({ processId, trigger }, no): NewStart[] => {
    const { kind, elementId } = trigger;
    const base = { no, processId, elementId, kind };
    if (kind !== 'timer') return [{ ...base, name: trigger.name, dueAt: null, provisional: false, countsFrom: null }];
    const due = dueOf(trigger);
    return due === undefined ? [] : [{ ...base, name: null, ...due, countsFrom: now }];
  });

  function dueOf({ timer }: Extract<StartTrigger, { kind: 'timer' }>) {
    try {
      const { dueAt, provisional } = firstDue(timer, now, calendar);
      return { dueAt, provisional };
    } catch (error) {
      if (error instanceof RangeError) return undefined; // after the year 9999
      throw error;
    }
  }
}
