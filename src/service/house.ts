import type { Database } from '../store/db.ts';
import type { Instant } from '../domain/json.ts';
import type { Matters } from './matters.ts';
import type { Models } from './models.ts';
import type { WorkingCalendar } from '../domain/calendar.ts';

/** What every command and every worker of a node shares. Made once, in main.ts. */
export interface House {
  readonly db: Database;
  readonly calendar: WorkingCalendar;
  readonly models: Models;
  readonly matters: Matters;
  /** The only clock. */
  readonly now: () => Instant;
  /** Tells the node's own worker that a timer was set. */
  readonly wake: (dueAt: Instant) => void;
  readonly log: (line: CommandLine) => void;
}

/** One line for each command. */
export interface CommandLine {
  readonly command: string;
  readonly agencyId: string;
  readonly stream: string | null;
  readonly result: 'written' | 'unchanged' | 'repeated' | 'refused';
  readonly code?: string;
  readonly tries: number;
  readonly milliseconds: number;
}
