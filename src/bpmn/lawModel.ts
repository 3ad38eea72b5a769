import type { RecordHook } from '../domain/evidence.ts';
import type { LimitLength } from '../domain/limit.ts';
import type { NamedAct } from '../domain/revocation.ts';

/** `enf:step`: stable business key, candidate role, the outcomes the step can be completed with, and the officers it needs. */
export interface StepExtension {
  /** Null where the drawing only names the role. */
  readonly key: string | null;
  readonly role: string | null;
  /** Empty: completed without an outcome. */
  readonly outcomes: readonly string[];
  /** Officers with a valid enforcement certificate who do it together; 0: no certificate is asked for. */
  readonly officers: 0 | 1 | 2;
}

/** What an activity is in law: the word that its wait carries, and what else its extension element says. */
export type LawForm = TaskForm | ScopeForm;

export type TaskForm =
  | {
      readonly form:
        'draft' | 'reviewRequest' | 'reviewMaterials' | 'reviewRuling' | 'redaction' | 'publicationApproval';
    }
  | { readonly form: 'reviewOpinion'; readonly level: 1 | 2 }
  | { readonly form: 'decision'; readonly act: NamedAct };
export interface ScopeForm {
  readonly form: 'scope';
  readonly act: NamedAct;
}

/** `enf:record`: a recording hook, and the form that it is written on (null: a recording). */
export interface StepRecord extends RecordHook {
  readonly template: string | null;
}

/** `enf:deadline`: a limit of the law as the procedure sets it; an agency's own figures replace `limit`. */
export interface Deadline {
  readonly clock: string;
  readonly limit: LimitLength;
  /** A last day on a rest day rolls to the next working day. */
  readonly rolls: boolean;
  /** Variable that holds the legal date from which it counts; null: the day on which the activity is entered. */
  readonly from: string | null;
  /** By how much it can be extended in its own unit, all extensions together; null: never. */
  readonly extension: number | null;
  readonly basis: string;
  readonly onBreach: 'overdue';
}

/**
 * `enf:clock`: `pause` when the activity is entered, the others when it is complete. An extension is approved by whoever
 * completed one of the user tasks `approval`, and was asked for by whoever completed one of the waits `asked` before it.
 */
export type ClockMark =
  | { readonly clock: string; readonly event: 'pause' | 'resume'; readonly ground: string; readonly basis: string }
  | {
      readonly clock: string;
      readonly event: 'extend';
      readonly by: LimitLength;
      readonly basis: string;
      readonly approval: readonly string[];
      readonly asked: readonly string[];
    }
  | { readonly clock: string; readonly event: 'stop' };
