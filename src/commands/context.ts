import type { Actor } from '../domain/people.ts';
import type { WorkingCalendar } from '../domain/calendar.ts';
import type { PrivacyRules } from '../domain/privacy.ts';
import type { CaseModel } from '../bpmn/model.ts';
import type { Instant } from '../domain/json.ts';

/** What every decision is given besides snapshot and command. Nothing in it reads a clock or draws at random. */
export interface DecisionContext {
  readonly now: Instant;
  readonly calendar: WorkingCalendar;
  /** Row ids, derived from the command's id and a counter: a repeated try gets the same ones. */
  readonly newId: () => string;
  /** Salts of commitments (16 bytes, hex), derived from the command's secret and a counter. */
  readonly newSalt: () => string;
}

/** For commands on cases: the compiled process with those it calls, and which variables are personal. */
export interface CaseContext extends DecisionContext {
  readonly process: CaseModel;
  readonly privacy: PrivacyRules;
  readonly maxSteps: number;
}

/** For commands that only a person can give. */
export interface ByPerson {
  readonly actor: Actor;
}
