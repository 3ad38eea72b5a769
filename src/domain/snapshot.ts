import type { Case, DefinitionRef, MatterRef } from './case.ts';
import type { Decision } from './decision.ts';
import type { LawFacts } from './law.ts';
import type { OpenWait } from './wait.ts';
import type { PublishedRules } from './agencyRules.ts';

/** What one SELECT brings before a command on a running case is decided. */
export interface CaseSnapshot extends Case {
  /** Hash of the newest record of the case's stream, hex. */
  readonly head: string;
  /** The kernel's state as JSON text. */
  readonly state: string;
  readonly waits: readonly OpenWait[];
  /** The law of a case of an enforcement procedure; null for generic BPMN. */
  readonly law: LawFacts | null;
  /** What the case calls: `CallBindings` as JSON text; null when it calls nothing. */
  readonly bindings: string | null;
}

/** What the start of a case relies on: the active definition, and the next case number. */
export interface StartSnapshot {
  readonly agencyId: string;
  readonly definition: DefinitionRef & { readonly status: DefinitionStatus };
  /** What a case of it calls: `CallBindings` as JSON text; null when it calls nothing. */
  readonly bindings: string | null;
  readonly matter: MatterRef | null;
  readonly nextNumber: number;
  /** The agency's figures of the law; null for generic BPMN. */
  readonly rules: PublishedRules | null;
}

/** What the opening of a revocation relies on: the start of its case, and the decision that it is about. */
export interface RevocationSnapshot extends StartSnapshot {
  readonly decided: DecidedCase;
}
/** A decision with the case that it was made in. */
export interface DecidedCase {
  readonly caseId: string;
  readonly revision: number;
  readonly matter: MatterRef | null;
  readonly decision: Decision;
  /** Id of the open case that is about its revocation; null: none is. */
  readonly openCase: string | null;
}

/** What deploying and activating a definition relies on: its stream's head and its sister versions. */
export interface DefinitionSnapshot {
  readonly stream: { readonly seq: number; readonly head: string };
  readonly versions: readonly DefinitionVersion[];
  /** The active versions of all keys of the agency: what calls can be bound to. */
  readonly active: readonly ActiveVersion[];
  /** The agency's policy: generic BPMN is active as soon as it is deployed. */
  readonly autoActivateGeneric: boolean;
}

export interface DefinitionVersion extends DefinitionRef {
  readonly name: string;
  readonly status: DefinitionStatus;
  readonly enforcement: boolean;
  readonly deployedBy: string;
  /** What its calls were bound to when it was activated last: JSON text; null when it calls nothing. */
  readonly bindings: string | null;
}

/** A version that can be called. */
export type ActiveVersion = Pick<DefinitionRef, 'id' | 'key' | 'sha256'>;
export type DefinitionStatus = 'deployed' | 'active' | 'retired';
