import { addWorkingDays, explainWorkingDays } from '../domain/deadline.ts';
import { calendarOf } from './open.ts';

/** Prints the day that is `n` working days after `from`, with every day that was skipped and why. */
export function workdays(from: string, n: string, region: string): Promise<0> {
  for (const line of explainWorkingDays(addWorkingDays(from, Number(n), calendarOf(region)))) console.log(line);
  return Promise.resolve(0);
}
