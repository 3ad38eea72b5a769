import type { Actor } from './people.ts';
import type { LawWrites } from './law.ts';
import type { MessageWrites, NewStart } from './messages.ts';
import type { CaseStatus, MatterRef } from './case.ts';
import type { DefinitionStatus } from './snapshot.ts';
import type { ClosedState, Wait } from './wait.ts';
import type { Instant, Json } from './json.ts';

/** A record as it is written: canonical body text and its SHA-256 (hex). */
export interface SealedRecord {
  readonly streamId: string;
  readonly seq: number;
  readonly hash: string;
  readonly body: string;
}

/** A personal value with the salt of its commitment (16 bytes, hex). `value` is canonical JSON text. */
export interface PersonalValue {
  readonly name: string;
  readonly value: string;
  readonly salt: string;
}

/** A wait to be closed. `leaseNo`: only while the worker still holds this lease. */
export interface Close {
  readonly no: number;
  readonly as: ClosedState;
  readonly leaseNo?: number;
}

/** Everything one command writes to a case, in one statement. */
export interface CaseChangeset {
  readonly kind: 'case';
  readonly agencyId: string;
  readonly caseId: string;
  readonly at: Instant;
  readonly actor: Actor | null;
  /** Revision that the decision was made on; 0 for a new case. */
  readonly expected: number;
  readonly status: CaseStatus;
  readonly state: string;
  readonly start: NewCase | null;
  readonly close: readonly Close[];
  readonly open: readonly Wait[];
  /** Tasks whose assignee changes; null gives the task back. */
  readonly assign: readonly { readonly no: number; readonly assignee: string | null }[];
  readonly personal: readonly PersonalValue[];
  /** Rows of law that are written with it; null: none. */
  readonly law: LawWrites | null;
  /** What it takes and sends; absent: nothing. */
  readonly messages?: MessageWrites;
  readonly record: SealedRecord;
  /** What the caller is told; kept for repeats of the same Idempotency-Key. */
  readonly answer: Json;
}

export interface NewCase {
  readonly number: string;
  readonly definitionId: string;
  readonly processId: string;
  readonly matter: MatterRef | null;
  readonly externalRef: string | null;
  /** Id of the case that it follows: its decision is to be ended; null: none. */
  readonly relatedTo: string | null;
  /** What the case calls, as JSON text. */
  readonly bindings: string | null;
  /** The element whose trigger started it; absent: a person did. */
  readonly trigger?: string;
}

/** Everything one command writes to the versions of a definition key. */
export interface DefinitionChangeset {
  readonly kind: 'definition';
  readonly agencyId: string;
  readonly key: string;
  readonly at: Instant;
  readonly actor: Actor;
  /** Seq of the stream's newest record that the decision was made on; 0 for a new stream. */
  readonly expected: number;
  readonly insert: NewDefinition | null;
  readonly setStatus: readonly {
    readonly id: string;
    readonly from: DefinitionStatus;
    readonly to: DefinitionStatus;
    /** Of a version that becomes active: what its calls are bound to, as JSON text. */
    readonly bindings?: string | null;
    /** Of a version that becomes active: what starts its cases. */
    readonly starts?: readonly NewStart[];
  }[];
  readonly record: SealedRecord;
  readonly answer: Json;
}

export interface NewDefinition {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly name: string;
  readonly sha256: string;
  /** The file's bytes, base64. */
  readonly xml: string;
  readonly findings: string;
  readonly enforcement: boolean;
  readonly status: DefinitionStatus;
  /** What its calls are bound to, as JSON text; null while it is not active, or when it calls nothing. */
  readonly bindings: string | null;
  /** What starts its cases; empty while it is not active. */
  readonly starts?: readonly NewStart[];
}

/** A decision that there is nothing to write: the answer was true already. */
export interface Unchanged {
  readonly kind: 'unchanged';
  readonly answer: Json;
}

/** A request that may be repeated: its Idempotency-Key and the digest of what was asked (hex). */
export interface Repeatable {
  readonly route: string;
  readonly key: string;
  readonly digest: string;
}
